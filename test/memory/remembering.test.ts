import { failed, ok, type Result, retry } from '../../src/errors.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import { wakeUp } from '../../src/memory/clock.ts';
import type { Counted } from '../../src/memory/groups.ts';
import { keptIn, sampleOf, textOfKept } from '../../src/memory/kept.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { MemoryRules } from '../../src/memory/memory-rules.ts';
import { asCounted, type Found, type MemoryPorts, type Remembered, remember } from '../../src/memory/remember.ts';
import { Replay } from '../../src/memory/replay.ts';
import { SLOT_MS } from '../../src/memory/wakes.ts';
import type { Memory, RememberRequest } from '../../src/ports.ts';
import { toRecord } from '../../src/record/record.ts';
import { everything } from '../ingest/memory-ports.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const THROTTLED = failed(retry('throttled', 'x'));

const burst = (name: string, rules: readonly string[] = ['r'], groupBy = ['who']): MemoryRule => ({
  ...everything(name),
  memory: { type: 'event_count', rules, groupBy, aliases: {}, timespanMs: 10 * MINUTE, criteria: { gte: 2 } },
});
const event = (id: string, minute: number, who = 'mallory'): Counted => ({
  rule: 'r',
  id,
  time: NOON + minute * MINUTE,
  record: toRecord({ eventID: id, eventTime: new Date(NOON + minute * MINUTE).toISOString(), who }),
});
const said = ({ rule, values, episode: { count, ended } }: Found): string =>
  `${rule.name} of ${values.join()}: ${count}${ended ? ', over' : ''}`;

/** A memory of which reads and writes of some keys fail, or are always lost to somebody else. */
function setUp(rules: readonly MemoryRule[] = [burst('burst')]) {
  const memory = inProcessMemory();
  const writes: RememberRequest[] = [];
  const reads: (readonly string[])[] = [];
  const fault: { read?: (keys: readonly string[]) => boolean; write?: (key: string) => Result<boolean> | undefined } =
    {};
  const noting: Memory = {
    read: async (keys) => {
      reads.push(keys);
      return fault.read?.(keys) === true ? THROTTLED : memory.read(keys);
    },
    write: async (request) => {
      writes.push(request);
      return fault.write?.(request.key) ?? memory.write(request);
    },
  };
  const time = { now: NOON };
  const ports: MemoryPorts = { memory: noting, clock: { now: () => time.now } };
  const all = new MemoryRules(rules);
  const count = (...events: readonly Counted[]) => remember(events, all, ports);
  const isOfGroup = (key: string) => !key.includes('#');
  return { count, writes, reads, fault, time, ports, all, isOfGroup };
}
const NOTHING: Remembered = { found: [], overflows: [], failures: [] };

test('nothing is read where nothing is counted', async () => {
  const { count, reads } = setUp();
  expect(await count()).toEqual(NOTHING);
  expect(await count({ ...event('a', 0), rule: 'other' })).toEqual(NOTHING);
  expect(reads).toEqual([]);
});

test('a batch is one write for each group, and what is known writes nothing', async () => {
  const { count, writes, isOfGroup } = setUp();
  const batch = [event('a', 0), event('b', 1), event('c', 2), event('d', 0, 'alice')];
  const first = await count(...batch);
  expect(first.found.map(said)).toEqual(['burst of mallory: 3']);
  expect(first.found[0]?.record.id).toBe('c');
  const groups = writes.filter(({ key }) => isOfGroup(key));
  expect(groups.map(({ version }) => version)).toEqual([0, 0]);
  const before = writes.length;
  const again = await count(...batch);
  expect(again.found.map(said)).toEqual(['burst of mallory: 3']);
  expect([again.failures, writes.length]).toEqual([[], before]);
});

test('the sample is of the first event, then of the newest of an episode', async () => {
  const { count, writes, isOfGroup } = setUp();
  const sampled = () => keptIn(writes.findLast(({ key }) => isOfGroup(key))?.state)?.sample?.['eventID'];
  const samples: unknown[] = [];
  for (const [id, minute] of [
    ['a', 0],
    ['b', 30],
    ['c', 31],
    ['d', 90],
  ] as const) {
    await count(event(id, minute));
    samples.push(sampled());
  }
  expect(samples).toEqual(['a', 'a', 'c', 'c']);
});

test.each([1, 3, 19])('what somebody else wrote %d times in between is tried again', async (times) => {
  const { count, fault, isOfGroup, writes } = setUp();
  let left = times;
  fault.write = (key) => (isOfGroup(key) && left-- > 0 ? ok(false) : undefined);
  const { found, failures } = await count(event('a', 0), event('b', 1));
  expect([found.map(said), failures]).toEqual([['burst of mallory: 2'], []]);
  expect(writes.filter(({ key }) => isOfGroup(key))).toHaveLength(times + 1);
});

test('but not for ever, and the other groups are written', async () => {
  const { count, fault, isOfGroup } = setUp();
  let contended: string | undefined;
  fault.write = (key) => {
    if (!isOfGroup(key)) return undefined;
    contended ??= key;
    return key === contended ? ok(false) : undefined;
  };
  const { found, failures } = await count(
    ...['mallory', 'alice'].flatMap((who) => [event(`${who}1`, 0, who), event(`${who}2`, 1, who)]),
  );
  expect(found.map(said)).toEqual(['burst of alice: 2']);
  expect(failures).toEqual([retry('contention', 'burst: 20 times somebody else wrote in between')]);
});

test.each<[string, (set: ReturnType<typeof setUp>) => void]>([
  ['a group cannot be read', ({ fault, isOfGroup }) => (fault.read = ([key = '']) => isOfGroup(key))],
  ['the list of groups cannot be read', ({ fault }) => (fault.read = ([key = '']) => key.startsWith('groups#'))],
  ['the diary cannot be read', ({ fault }) => (fault.read = ([key = '']) => key.startsWith('wake#'))],
  [
    'a group cannot be written',
    ({ fault, isOfGroup }) => (fault.write = (key) => (isOfGroup(key) ? THROTTLED : undefined)),
  ],
  [
    'the diary cannot be written',
    ({ fault }) => (fault.write = (key) => (key.startsWith('wake#') ? THROTTLED : undefined)),
  ],
])('where %s, nothing is found, and that is a failure', async (_name, breakIt) => {
  const set = setUp();
  breakIt(set);
  expect(await set.count(event('a', 0), event('b', 1))).toEqual({ ...NOTHING, failures: [THROTTLED.failure] });
  expect(set.writes.filter(({ key }) => set.isOfGroup(key)).length).toBeLessThanOrEqual(1);
});

test('where a group that was lost cannot be read again, that is a failure', async () => {
  const { count, fault, isOfGroup } = setUp();
  let reads = 0;
  fault.read = ([key = '']) => isOfGroup(key) && ++reads > 1;
  fault.write = (key) => (isOfGroup(key) ? ok(false) : undefined);
  expect(await count(event('a', 0), event('b', 1))).toEqual({ ...NOTHING, failures: [THROTTLED.failure] });
});

test('what a rule finds is counted by the rules above it, once, at the time when it held', async () => {
  const { count } = setUp([burst('burst'), burst('above', ['burst'], [])]);
  const of = (who: string) => [event(`${who}1`, 0, who), event(`${who}2`, 3, who)];
  expect((await count(...of('alice'))).found.map(said)).toEqual(['burst of alice: 2']);
  const { found } = await count(...of('bob'));
  expect(found.map(said)).toEqual(['burst of bob: 2', 'above of : 2']);
  const [first] = found;
  expect(first && asCounted(first)).toEqual({
    rule: 'burst',
    id: `${first?.group} ${first?.episode.key}`,
    time: NOON + 3 * MINUTE,
    record: first?.record,
  });
});

describe('the clock', () => {
  const END = 20 * MINUTE + 30 * MINUTE;
  async function opened(rules?: readonly MemoryRule[]) {
    const set = setUp(rules);
    await set.count(event('a', 0), event('b', 1));
    const told: string[] = [];
    const tell = async ({ found }: Remembered) => {
      told.push(...found.map(said));
      return [];
    };
    const look = (minutes: number, since?: number) => {
      set.time.now = NOON + minutes * MINUTE;
      return wakeUp(set.all, set.ports, tell, since);
    };
    return { ...set, told, tell, look };
  }

  test('tells an end once, and not before', async () => {
    const { look, told, writes } = await opened();
    expect(await look(45)).toEqual([]);
    expect(told).toEqual([]);
    expect(await look(END / MINUTE + 5)).toEqual([]);
    expect(told).toEqual(['burst of mallory: 2, over']);
    const before = writes.length;
    expect(await look(END / MINUTE + 5)).toEqual([]);
    expect([told.length, writes.length]).toEqual([1, before]);
    expect(writes.at(-1)).toMatchObject({ key: 'wake#done', state: String((NOON + END + 5 * MINUTE) / SLOT_MS) });
  });

  test('looks a day back where it never looked, or as far as it is told', async () => {
    const late = await opened();
    await late.look(3 * 24 * 60);
    expect(late.told).toEqual([]);
    const early = await opened();
    await early.look(3 * 24 * 60, NOON);
    expect(early.told).toEqual(['burst of mallory: 2, over']);
  });

  test('of a rule that is gone nothing is told', async () => {
    const { ports, time, tell, told } = await opened();
    time.now = NOON + 2 * END;
    expect(await wakeUp(new MemoryRules([]), ports, tell)).toEqual([]);
    expect(told).toEqual([]);
  });

  test('what cannot be told is told at the next look', async () => {
    const { ports, time, all, look, told } = await opened();
    time.now = NOON + 2 * END;
    expect(await wakeUp(all, ports, async () => [THROTTLED.failure, retry('other', 'y')])).toEqual([THROTTLED.failure]);
    expect(await look((2 * END) / MINUTE)).toEqual([]);
    expect(told).toEqual(['burst of mallory: 2, over']);
  });

  test.each<[string, (set: ReturnType<typeof setUp>) => void]>([
    ['the diary cannot be read', ({ fault }) => (fault.read = ([key = '']) => key === 'wake#done')],
    ['a slot cannot be read', ({ fault }) => (fault.read = ([key = '']) => /^wake#\d/.test(key))],
    ['the group cannot be read', ({ fault, isOfGroup }) => (fault.read = ([key = '']) => isOfGroup(key))],
    [
      'the group cannot be written',
      ({ fault, isOfGroup }) => (fault.write = (key) => (isOfGroup(key) ? THROTTLED : undefined)),
    ],
    ['the look cannot be noted', ({ fault }) => (fault.write = (key) => (key === 'wake#done' ? THROTTLED : undefined))],
  ])('where %s, that is a failure', async (_name, breakIt) => {
    const set = await opened();
    breakIt(set);
    expect(await set.look((2 * END) / MINUTE)).toEqual([THROTTLED.failure]);
  });

  test('a group that somebody else writes again and again is left to the next look', async () => {
    const set = await opened();
    let left = 19;
    set.fault.write = (key) => (set.isOfGroup(key) && left-- > 0 ? ok(false) : undefined);
    expect(await set.look((2 * END) / MINUTE)).toEqual([]);
    const other = await opened();
    let key = '';
    other.fault.write = (of) => {
      if (!other.isOfGroup(of)) return undefined;
      key = of;
      return ok(false);
    };
    expect(await other.look((2 * END) / MINUTE)).toEqual([
      retry('contention', `${key}: 20 times somebody else wrote in between`),
    ]);
  });
});

describe('a replay', () => {
  test('time goes on with what is added, and never back', async () => {
    const replay = new Replay([burst('burst')], inProcessMemory());
    expect(replay.now).toBe(Number.NEGATIVE_INFINITY);
    expect(await replay.passTo(NOON - MINUTE)).toEqual(NOTHING);
    const { found } = await replay.add([event('b', 1), event('a', 0)]);
    expect([found.map(said), replay.now]).toEqual([['burst of mallory: 2'], NOON + MINUTE]);
    await replay.add([event('c', 0)], NOON + 5 * MINUTE);
    await replay.add([event('d', 1)], NOON + 2 * MINUTE);
    expect(replay.now).toBe(NOON + 5 * MINUTE);
    await replay.passTo(NOON);
    expect(replay.now).toBe(NOON + 5 * MINUTE);
    const passed = await replay.passTo(NOON + 48 * 60 * MINUTE);
    expect(passed.found.map(said)).toEqual(['burst of mallory: 4, over']);
    expect(replay.now).toBe(NOON + 48 * 60 * MINUTE);
  });
});

test('rules stand above those that they count', () => {
  const rules = [burst('a'), burst('b', ['a']), burst('c', ['r', 'b']), burst('d')];
  const all = new MemoryRules(rules);
  expect(all.levels.map((level) => level.map(({ name }) => name))).toEqual([['a', 'd'], ['b'], ['c']]);
  expect(['a', 'b', 'c', 'd', 'r'].map((name) => all.isCounted(name))).toEqual([true, true, false, false, true]);
  expect([all.byId('b'), all.byId('x')]).toEqual([rules[1], undefined]);
  expect(all.detector(burst('x')).empty).toEqual({ sightings: [], episodes: [] });
});

describe('what is kept of a group', () => {
  const kept = { rule: 'id', values: ['a', 'b'], state: { n: 1 }, wake: 7, sample: { eventID: 'e' } };

  test('is read as it was written', () => {
    expect(keptIn(textOfKept(kept))).toEqual(kept);
  });

  test.each<[string | undefined, unknown]>([
    [undefined, undefined],
    ['', undefined],
    ['{', undefined],
    ['[]', undefined],
    ['null', undefined],
    ['{"values":[]}', undefined],
    ['{"rule":7,"values":[]}', undefined],
    ['{"rule":"r"}', undefined],
    ['{"rule":"r","values":"a"}', undefined],
    [
      '{"rule":"r","values":[1,"a"]}',
      { rule: 'r', values: ['1', 'a'], state: undefined, wake: undefined, sample: undefined },
    ],
    [
      '{"rule":"r","values":[],"wake":"7","sample":"x"}',
      { rule: 'r', values: [], state: undefined, wake: undefined, sample: undefined },
    ],
  ])('%s', (text, expected) => {
    expect(keptIn(text)).toEqual(expected);
  });

  const TOP = [
    'eventID',
    'eventTime',
    'eventName',
    'eventSource',
    'eventType',
    'awsRegion',
    'recipientAccountId',
    'sourceIPAddress',
    'userAgent',
  ];
  const IDENTITY = ['type', 'userName', 'arn', 'accountId', 'principalId', 'invokedBy'];
  const each = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `the ${name}`]));

  test('says who, what and where', () => {
    const identity = { ...each(IDENTITY), sessionContext: { sessionIssuer: each(IDENTITY) } };
    const raw = { ...each(TOP), userIdentity: identity };
    const more = {
      ...raw,
      requestParameters: { name: 'x' },
      userIdentity: { ...identity, x: 'y', sessionContext: { ...identity.sessionContext, x: 'y' } },
    };
    expect(sampleOf(more, [])).toEqual(raw);
    expect(sampleOf(more, ['requestParameters.name', 'userIdentity.x', 'missing', 'missing.too'])).toEqual({
      ...raw,
      userIdentity: { ...identity, x: 'y' },
      requestParameters: { name: 'x' },
    });
  });

  test('is short, and empty where there is nothing', () => {
    const empty = { userIdentity: { sessionContext: { sessionIssuer: {} } } };
    expect(sampleOf({ eventID: 7, userIdentity: 'x' }, ['a.b', 'eventID'])).toEqual(empty);
    expect(sampleOf({ a: { b: 'x', c: 'y' } }, ['a.b', 'a.c'])).toEqual({ ...empty, a: { b: 'x', c: 'y' } });
    expect(
      [200, 201].map((length) => sampleOf({ eventID: 'x'.repeat(length) }, [])['eventID'] === 'x'.repeat(200)),
    ).toEqual([true, true]);
    expect(sampleOf({ eventID: `${'x'.repeat(199)}😀` }, [])['eventID']).toBe(`${'x'.repeat(199)}\ufffd`);
  });
});
