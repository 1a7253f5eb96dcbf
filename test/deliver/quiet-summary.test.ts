import type { Alert } from '../../src/alert/alert.ts';
import type { AnnouncePorts } from '../../src/deliver/announce.ts';
import { REMEMBER_MS } from '../../src/deliver/deliver-once.ts';
import { sumUpWindows } from '../../src/deliver/quiet-summary.ts';
import { GRACE_MS, sampleIn, sampleKey, watchWindow } from '../../src/deliver/watch-window.ts';
import { failed, ok, retry } from '../../src/errors.ts';
import { SLOT_MS } from '../../src/memory/wakes.ts';
import type { RememberRequest } from '../../src/ports.ts';
import { TRAIL_DELETED, without } from '../alert/sample-alert.ts';
import { memoryPorts } from '../ingest/memory-ports.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const THROTTLED = failed(retry('throttled', 'x'));
const ENOUGH = () => 60_000;

const numbered = (n: number, key = `key ${n}`): Alert => ({
  ...TRAIL_DELETED,
  id: `${n}`.padStart(64, '0'),
  title: `Title ${n}`,
  dedup: { ...TRAIL_DELETED.dedup, key },
});

function setUp() {
  const made = memoryPorts([]);
  const written: RememberRequest[] = [];
  const time = { now: NOON };
  const ports: AnnouncePorts = {
    ...made.ports,
    clock: { now: () => time.now },
    memory: {
      ...made.ports.memory,
      write: (request) => {
        written.push(request);
        return made.ports.memory.write(request);
      },
    },
  };
  /** A window that has kept so many silent, and is watched. */
  const silence = async (n: number, count: number, more: Partial<AnnouncePorts> = {}) => {
    const alert = numbered(n);
    const ask = (alertId: string) =>
      ports.quiet.ask({ key: alert.dedup.key, alertId, at: NOON, quietMs: HOUR, expires: NOON * 2 });
    await ask(alert.id);
    for (let i = 0; i < count; i++) await ask(`silenced ${i}`);
    const window = { speak: false, count, holder: alert.id, from: NOON, watched: false } as const;
    return watchWindow(alert, window, { ...ports, ...more });
  };
  const told = () =>
    made.published.map(({ body }) => {
      const { kind, title, silenced, repeats } = JSON.parse(body) as Alert;
      return [kind, title, silenced?.count, silenced?.since, repeats];
    });
  return { ...made, ports, written, time, silence, told };
}
const OVER = NOON + HOUR + GRACE_MS;

test('a window leaves a sample without what is large, a place in the diary, and a note', async () => {
  const { ports, written } = setUp();
  const alert = {
    ...numbered(1),
    episode: { count: 1, atLeast: false, from: '', until: '', group: [] },
  };
  const watches: unknown[] = [];
  const quiet = {
    ...ports.quiet,
    watch: async (...of: unknown[]) => {
      watches.push(of);
      return ok(undefined);
    },
  };
  const window = { speak: false, count: 1, holder: 'holder', from: NOON - HOUR, watched: false } as const;
  expect(await watchWindow(alert, window, { ...ports, quiet })).toEqual(ok(undefined));
  const due = NOON + GRACE_MS;
  expect(written[0]).toEqual({
    key: 'quiet-sample#holder',
    state: JSON.stringify({ from: NOON - HOUR, alert: without(alert, 'evidence', 'episode') }),
    version: 0,
    expires: due + REMEMBER_MS,
  });
  expect(written[0]?.state).not.toContain('evidence');
  expect(written[1]).toMatchObject({ key: `quiet#${due / SLOT_MS}`, state: '{"keys":["holder"]}' });
  expect(written).toHaveLength(2);
  expect(watches).toEqual([['key 1', 'holder']]);
  await watchWindow(alert, { ...window, watched: true }, { ...ports, quiet });
  expect([written.length, watches.length]).toEqual([2, 1]);
});

test('a window is due a while after it is over, and of the past a while after now', async () => {
  const { ports, written } = setUp();
  for (const from of [NOON - 10 * HOUR, NOON, NOON + HOUR])
    await watchWindow(numbered(1), { speak: false, count: 1, holder: `${from}`, from, watched: false }, ports);
  expect(written.filter(({ key }) => key.startsWith('quiet#')).map(({ key }) => key)).toEqual(
    [NOON + GRACE_MS, NOON + HOUR + GRACE_MS, NOON + 2 * HOUR + GRACE_MS].map((due) => `quiet#${due / SLOT_MS}`),
  );
});

test.each(['sample', 'diary'])('where the %s cannot be written, the window gets no note', async (what) => {
  const { ports, silence } = setUp();
  const memory = {
    ...ports.memory,
    write: async (request: RememberRequest) =>
      request.key.startsWith('quiet-sample#') === (what === 'sample') ? THROTTLED : ports.memory.write(request),
  };
  let watched = 0;
  const quiet = {
    ...ports.quiet,
    watch: async () => {
      watched++;
      return ok(undefined);
    },
  };
  expect(await silence(1, 1, { memory, quiet })).toEqual(THROTTLED);
  expect(watched).toBe(0);
});

test('each window that kept something silent is summed up once, with its own count', async () => {
  const { ports, silence, told, time, metrics, texts, written } = setUp();
  for (const [n, count] of [
    [1, 3],
    [2, 0],
    [3, 1],
  ] as const)
    await silence(n, count);
  time.now = OVER - 1;
  expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
  expect(told()).toEqual([]);
  time.now = OVER;
  written.length = 0;
  expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
  const summaries = [
    ['summary', 'Title 1', 3, '2026-11-20T12:00:00Z', numbered(1).id],
    ['summary', 'Title 3', 1, '2026-11-20T12:00:00Z', numbered(3).id],
  ];
  expect(told()).toEqual(summaries);
  expect(texts.map(({ body }) => body.split('\n')[0])).toEqual([
    'CRITICAL  Title 1 (rule trail_deleted for 123456789012: 3 more in the hour since 2026-11-20 12:00:00 UTC)',
    'CRITICAL  Title 3 (rule trail_deleted for 123456789012: 1 more in the hour since 2026-11-20 12:00:00 UTC)',
  ]);
  expect(Object.fromEntries(metrics.counts)).toEqual({ AlertsSent: 2, AlertsSummedUp: 2 });
  const sample = (n: number) => ({ from: NOON, alert: without(numbered(n), 'evidence'), done: true });
  expect(written).toEqual([
    ...[2, 1, 3].map((n) => ({
      key: sampleKey(numbered(n).id),
      state: JSON.stringify(sample(n)),
      version: 1,
      expires: OVER + REMEMBER_MS,
    })),
    expect.objectContaining({ key: 'quiet#done', state: String(OVER / SLOT_MS) }),
  ]);
  for (const later of [OVER, OVER + SLOT_MS]) {
    time.now = later;
    expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
  }
  expect(told()).toEqual(summaries);
});

test('the first look goes back a day, and not further', async () => {
  const { ports, silence, told, time } = setUp();
  await silence(1, 1);
  time.now = OVER + 25 * HOUR;
  expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
  expect(told()).toEqual([]);
  const second = setUp();
  await second.silence(1, 1);
  second.time.now = OVER + 24 * HOUR;
  expect(await sumUpWindows(second.ports, ENOUGH)).toEqual([]);
  expect(second.told()).toHaveLength(1);
});

test('a sample that is gone, or cannot be read, is nothing to sum up', async () => {
  const { ports, silence, told, time } = setUp();
  for (const n of [1, 2, 3]) await silence(n, 1);
  await ports.memory.write({ key: sampleKey(numbered(2).id), state: '{', version: 1, expires: NOON * 2 });
  const read: typeof ports.memory.read = async (keys) =>
    ports.memory.read(keys.filter((key) => key !== sampleKey(numbered(1).id)));
  time.now = OVER;
  expect(await sumUpWindows({ ...ports, memory: { ...ports.memory, read } }, ENOUGH)).toEqual([]);
  expect(told().map(([, title]) => title)).toEqual(['Title 3']);
  expect([sampleIn('{'), sampleIn('{"from":1}')]).toEqual([undefined, { from: 1 }]);
});

describe('of thirty windows', () => {
  const thirty = async () => {
    const set = setUp();
    for (let n = 0; n < 30; n++) await set.silence(n, 1);
    set.time.now = OVER;
    return set;
  };

  test('25 are looked at together, then the others', async () => {
    const { ports, told } = await thirty();
    const reads: number[] = [];
    const read: typeof ports.memory.read = (keys) => {
      if (keys[0]?.startsWith('quiet-sample#')) reads.push(keys.length);
      return ports.memory.read(keys);
    };
    expect(await sumUpWindows({ ...ports, memory: { ...ports.memory, read } }, ENOUGH)).toEqual([]);
    expect(reads).toEqual([25, 5]);
    expect(told().map(([, title]) => title)).toEqual(Array.from({ length: 30 }, (_, n) => `Title ${n}`));
  });

  test.each([
    ['none', [9_999], 0, '30 quiet windows wait'],
    ['the first 25', [10_000, 9_999], 25, '5 quiet windows wait'],
  ])('%s are summed up where time runs out, and the others at the next look', async (_name, left, count, detail) => {
    const { ports, told } = await thirty();
    const times = [...left];
    expect(await sumUpWindows(ports, () => times.shift() ?? 0)).toEqual([retry('out-of-time', detail)]);
    expect(told()).toHaveLength(count);
    expect(await sumUpWindows(ports, () => 10_000)).toEqual([]);
    expect(told()).toHaveLength(30);
  });

  test('what failed before time ran out is told as well', async () => {
    const { ports } = await thirty();
    const times = [10_000];
    const failures = await sumUpWindows(
      { ...ports, quiet: { ...ports.quiet, sumUp: async () => THROTTLED } },
      () => times.shift() ?? 0,
    );
    expect(failures).toEqual([...Array(25).fill(THROTTLED.failure), retry('out-of-time', '5 quiet windows wait')]);
  });

  test('each that fails is a failure, the others are told, and the look is not noted', async () => {
    const { ports, told, written } = await thirty();
    written.length = 0;
    const quiet: typeof ports.quiet = {
      ...ports.quiet,
      sumUp: async (key, holder) => (/^key [07]$/.test(key) ? THROTTLED : ports.quiet.sumUp(key, holder)),
    };
    expect(await sumUpWindows({ ...ports, quiet }, ENOUGH)).toEqual([THROTTLED.failure, THROTTLED.failure]);
    expect(told()).toHaveLength(28);
    expect(written.map(({ key }) => key)).not.toContain('quiet#done');
    expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
    expect(told()).toHaveLength(30);
  });

  test.each([
    ['quiet#done', 0],
    ['quiet-sample#', 0],
  ])('where %s cannot be read, nothing is told', async (start, count) => {
    const { ports, told } = await thirty();
    const read: typeof ports.memory.read = async (keys) =>
      keys[0]?.startsWith(start) ? THROTTLED : ports.memory.read(keys);
    expect(await sumUpWindows({ ...ports, memory: { ...ports.memory, read } }, ENOUGH)).toEqual([THROTTLED.failure]);
    expect(told()).toHaveLength(count);
  });

  test.each(['quiet#done', 'quiet-sample#'])('where %s cannot be written, that is a failure', async (start) => {
    const { ports, told } = await thirty();
    const write = async (request: RememberRequest) =>
      request.key.startsWith(start) ? THROTTLED : ports.memory.write(request);
    const failures = await sumUpWindows({ ...ports, memory: { ...ports.memory, write } }, ENOUGH);
    expect(failures).toEqual(Array(start === 'quiet#done' ? 1 : 30).fill(THROTTLED.failure));
    expect(told()).toHaveLength(30);
  });
});

test('a summary that cannot be told is not noted as told', async () => {
  const { ports, silence, broken, time, told, metrics } = setUp();
  await silence(1, 1);
  time.now = OVER;
  broken.topic = true;
  expect(await sumUpWindows(ports, ENOUGH)).toEqual([retry('throttled', 'topic')]);
  expect(metrics.counts.get('AlertsSummedUp')).toBeUndefined();
  broken.topic = false;
  expect(await sumUpWindows(ports, ENOUGH)).toEqual([]);
  expect(told()).toHaveLength(1);
});
