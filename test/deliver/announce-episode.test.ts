import type { Alert } from '../../src/alert/alert.ts';
import { announceFound } from '../../src/deliver/announce-episode.ts';
import { failed, retry } from '../../src/errors.ts';
import type { Episode } from '../../src/memory/detector.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import type { Found, Remembered } from '../../src/memory/remember.ts';
import { toRecord } from '../../src/record/record.ts';
import { everything, memoryPorts } from '../ingest/memory-ports.ts';

const FROM = Date.UTC(2026, 10, 20, 14);

const rule = (name: string, more: Partial<MemoryRule> = {}): MemoryRule => ({
  ...everything(name),
  alert: { title: `${name} {memory.count}`, dedup: ['userIdentity.userName'], quietMs: 0, show: [] },
  memory: {
    type: 'event_count',
    rules: ['r'],
    groupBy: ['userIdentity.userName'],
    aliases: {},
    timespanMs: 60_000,
    criteria: { gte: 2 },
  },
  ...more,
});
const record = toRecord({
  eventID: 'e',
  eventName: 'ListUsers',
  eventTime: '2026-11-20T14:00:00Z',
  userIdentity: { userName: 'mallory' },
});
const found = (episode: Partial<Episode> = {}, ofRule = rule('burst')): Found => ({
  rule: ofRule,
  values: ['mallory'],
  group: 'g',
  episode: { key: 'k', from: FROM, until: FROM, count: 2, openedWith: 2, heldAt: FROM, ...episode },
  record,
});

function setUp() {
  const made = memoryPorts([]);
  const tell = (what: Partial<Remembered>) =>
    announceFound({ found: [], overflows: [], failures: [], ...what }, made.ports);
  const told = () =>
    made.published.map(({ body }) => {
      const { kind, title } = JSON.parse(body) as Alert;
      return `${kind}: ${title}`;
    });
  return { ...made, tell, told };
}

test.each<[string, Partial<Episode>, readonly string[]]>([
  ['opened', {}, ['alert']],
  ['has grown a little', { count: 19 }, ['alert']],
  ['has grown tenfold', { count: 20 }, ['alert', 'repeat']],
  ['ended as it began', { ended: true }, ['alert']],
  ['ended after one more', { count: 3, ended: true }, ['alert', 'ended']],
  ['ended after it had grown tenfold', { count: 25, ended: true }, ['alert', 'repeat', 'ended']],
  ['opened with nothing', { count: 50, openedWith: 0 }, ['alert']],
  ['opened with nothing and ended', { count: 1, openedWith: 0, ended: true }, ['alert', 'ended']],
  ['opened with nothing, had nothing and ended', { count: 0, openedWith: 0, ended: true }, ['alert']],
  ['fell below zero and ended', { count: 5, openedWith: -1, ended: true }, ['alert', 'ended']],
  ['opened with a fraction', { count: 5, openedWith: 0.5 }, ['alert', 'repeat']],
])('an episode that %s', async (_name, episode, kinds) => {
  const { tell, published, texts, told } = setUp();
  expect(await tell({ found: [found(episode)] })).toEqual([]);
  const { count = 2 } = episode;
  expect(told()).toEqual(kinds.map((kind) => `${kind}: burst ${count}`));
  expect([published.length, texts.length]).toEqual([kinds.length, kinds.length]);
});

test('each power of ten is told once', async () => {
  const { tell, told, published } = setUp();
  for (const count of [2, 19, 20, 50, 199, 200, 1999, 2000, 2000]) await tell({ found: [found({ count })] });
  expect(told()).toEqual(['alert: burst 2', 'repeat: burst 20', 'repeat: burst 200', 'repeat: burst 2000']);
  const [first, ...repeats] = published.map(({ body }) => JSON.parse(body) as Alert);
  expect(repeats.map(({ repeats: of }) => of)).toEqual([first?.id, first?.id, first?.id]);
});

test('an episode whose dedup key is quiet is silent to its end', async () => {
  const quiet = rule('burst', { alert: { ...rule('burst').alert, quietMs: 3_600_000 } });
  const { tell, told } = setUp();
  await tell({ found: [found({}, quiet), found({ key: 'k2', count: 500, ended: true }, quiet)] });
  expect(told()).toEqual(['alert: burst 2']);
});

test('what is only counted, or staged, is told to nobody', async () => {
  const { tell, told, metrics } = setUp();
  const hour = { hour: FROM, record };
  const staged = rule('staged', { staged: true });
  expect(
    await tell({
      found: [found({}, rule('counted', { untold: true })), found({ count: 200, ended: true }, staged)],
      overflows: [{ rule: staged, ...hour }],
    }),
  ).toEqual([]);
  expect(told()).toEqual([]);
  expect(Object.fromEntries(metrics.counts)).toEqual({ AlertsStaged: 2 });
});

test('too many groups are told of each rule', async () => {
  const { tell, told } = setUp();
  const overflows = ['a', 'b'].map((name) => ({ rule: rule(name), hour: FROM, record }));
  expect(await tell({ overflows })).toEqual([]);
  expect(told()).toEqual(
    ['a', 'b'].map(
      (name) => `alert: Rule ${name} met more than 1000 new groups in an hour; further ones are not counted`,
    ),
  );
});

test('what cannot be told is a failure each, and keeps nothing else from being told', async () => {
  const { ports, published } = setUp();
  let asked = 0;
  const topic = {
    publish: async (message: (typeof published)[number]) => {
      asked++;
      return asked % 2 === 1 ? failed(retry('throttled', `call ${asked}`)) : ports.topic.publish(message);
    },
  };
  const failures = await announceFound(
    {
      found: [found({ key: 'a' }), found({ key: 'b' }), found({ key: 'c' })],
      overflows: ['x', 'y'].map((name) => ({ rule: rule(name), hour: FROM, record })),
      failures: [],
    },
    { ...ports, topic },
  );
  expect(failures).toEqual([1, 3, 5].map((n) => retry('throttled', `call ${n}`)));
  expect(published).toHaveLength(2);
});

test('while growth cannot be told, the end waits', async () => {
  const { ports, published, tell, told } = setUp();
  await tell({ found: [found()] });
  const topic = { publish: async () => failed(retry('throttled', 'x')) };
  const grown = { found: [found({ count: 30, ended: true })], overflows: [], failures: [] };
  expect(await announceFound(grown, { ...ports, topic })).toEqual([retry('throttled', 'x')]);
  expect(published).toHaveLength(1);
  expect(await announceFound(grown, ports)).toEqual([]);
  expect(told()).toEqual(['alert: burst 2', 'repeat: burst 30', 'ended: burst 30']);
});
