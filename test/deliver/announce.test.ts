import type { Alert } from '../../src/alert/alert.ts';
import { type AnnouncePorts, announce } from '../../src/deliver/announce.ts';
import { REMEMBER_MS } from '../../src/deliver/deliver-once.ts';
import { stage } from '../../src/deliver/stage.ts';
import { failed, ok, retry } from '../../src/errors.ts';
import type { QuietRequest } from '../../src/ports.ts';
import { ID, TRAIL_DELETED, without } from '../alert/sample-alert.ts';
import { memoryPorts } from '../ingest/memory-ports.ts';

const AT = Date.parse('2026-11-20T14:03:22Z');
const NOW = Date.UTC(2026, 10, 20, 15);
const numbered = (n: number): Alert => ({ ...TRAIL_DELETED, id: `${n}`.padStart(64, '0') });
const THROTTLED = failed(retry('throttled', 'x'));

function setUp(overrides: Partial<AnnouncePorts> = {}) {
  const made = memoryPorts([]);
  const lines: unknown[] = [];
  const write = (...line: unknown[]) => void lines.push(line);
  const asked: QuietRequest[] = [];
  const ports: AnnouncePorts = {
    ...made.ports,
    log: { info: write, warn: write, error: write },
    quiet: {
      ...made.ports.quiet,
      ask: (request) => {
        asked.push(request);
        return made.ports.quiet.ask(request);
      },
    },
    ...overrides,
  };
  const alertsIn = (list: typeof made.published) => list.map(({ body }) => JSON.parse(body) as Alert);
  return { ...made, ports, lines, asked, told: () => alertsIn(made.published) };
}

test('an alert is told to machines and to people, once, and noted', async () => {
  const { ports, told, texts, lines, metrics, asked } = setUp();
  expect(await announce(TRAIL_DELETED, ports)).toEqual(ok({ state: 'sent', receipt: 'm-1' }));
  expect(await announce(TRAIL_DELETED, ports)).toEqual(ok({ state: 'sent', receipt: 'm-1' }));
  expect(told()).toEqual([TRAIL_DELETED]);
  expect(texts.map(({ body }) => body.split('\n')[0])).toEqual(['CRITICAL  Trail deleted: prod-trail']);
  expect(lines).toEqual([
    ['alert sent', { alert: ID, rule: 'trail_deleted', event: '5f0e7a6c-3f1b-4c55-9d0e-2d8f4f1f0a11' }],
  ]);
  expect([...metrics.counts]).toEqual([['AlertsSent', 1]]);
  expect(asked).toEqual([
    { key: 'trail_deleted|123456789012', alertId: ID, at: AT, quietMs: 3_600_000, expires: NOW + REMEMBER_MS },
  ]);
  const claim = async (name: string) => ports.claims.find(`${ID}#${name}`);
  expect([await claim('sns'), await claim('text')]).toEqual([
    ok({ state: 'sent', receipt: 'm-1' }),
    ok({ state: 'sent', receipt: 'm-1' }),
  ]);
});

test('an event without a time is quiet from now on', async () => {
  const { ports, asked } = setUp();
  await announce({ ...TRAIL_DELETED, event: without(TRAIL_DELETED.event, 'time') }, ports);
  expect(asked.map(({ at }) => at)).toEqual([NOW]);
});

test('of what is kept silent the 10th and the 100th are told, as repeats of the first', async () => {
  const { ports, told, texts, metrics } = setUp();
  for (let n = 0; n <= 120; n++) expect(await announce(numbered(n), ports)).toMatchObject({ ok: true });
  expect(told().map(({ kind, repeats, silenced }) => [kind, repeats, silenced])).toEqual([
    ['alert', undefined, undefined],
    ['repeat', numbered(0).id, { count: 10, since: '2026-11-20T14:03:22Z' }],
    ['repeat', numbered(0).id, { count: 100, since: '2026-11-20T14:03:22Z' }],
  ]);
  expect(texts.map(({ attributes }) => attributes.get('kind'))).toEqual(['alert', 'repeat', 'repeat']);
  expect(Object.fromEntries(metrics.counts)).toEqual({ AlertsSent: 1, AlertsSilenced: 120, AlertsRepeated: 2 });
});

test('a repeat that cannot be told is logged for each topic, and the alert stays counted', async () => {
  const { ports, told, broken, lines, metrics } = setUp();
  for (let n = 0; n < 10; n++) await announce(numbered(n), ports);
  const before = lines.length;
  broken.topic = true;
  broken.textTopic = true;
  expect(await announce(numbered(10), ports)).toEqual(ok({ state: 'silenced' }));
  expect(told()).toHaveLength(1);
  const line = ['repeat not told', { alert: expect.stringMatching(/^[0-9a-f]{64}$/), reason: 'throttled' }];
  expect(lines.slice(before)).toEqual([line, line]);
  expect(metrics.counts.get('AlertsRepeated')).toBe(1);
});

test('a window that nobody watches is logged, and its alert stays silent', async () => {
  const { ports, lines } = setUp();
  const memory = { ...ports.memory, write: async () => THROTTLED };
  await announce(numbered(1), { ...ports, memory });
  expect(await announce(numbered(2), { ...ports, memory })).toEqual(ok({ state: 'silenced' }));
  expect(lines.slice(1)).toEqual([['quiet window not watched', { alert: numbered(1).id, reason: 'throttled' }]]);
});

test('the first alert after a silence says what was kept silent', async () => {
  const { ports, told, texts } = setUp();
  for (let n = 0; n < 4; n++) await announce(numbered(n), ports);
  const later = { ...numbered(4), event: { ...TRAIL_DELETED.event, time: '2026-11-20T15:03:22Z' } };
  await announce(later, ports);
  expect(told().map(({ silenced }) => silenced)).toEqual([undefined, { count: 3, since: '2026-11-20T14:03:22Z' }]);
  expect(texts.at(-1)?.body).toContain('once now, and 3 times in silence since 2026-11-20 14:03:22 UTC');
});

test.each(['topic', 'textTopic'] as const)('while the %s is down, the alert is tried again', async (name) => {
  const { ports, broken, published, texts, metrics } = setUp();
  broken[name] = true;
  expect(await announce(TRAIL_DELETED, ports)).toEqual(failed(retry('throttled', name)));
  expect([published.length, texts.length]).toEqual([name === 'topic' ? 0 : 1, 0]);
  broken[name] = false;
  expect(await announce(TRAIL_DELETED, ports)).toEqual(ok({ state: 'sent', receipt: 'm-1' }));
  expect([published.length, texts.length, metrics.counts.get('AlertsSent')]).toEqual([1, 1, 1]);
});

test('where nobody knows whether it is quiet, nobody is told', async () => {
  const { ports, published } = setUp();
  const quiet = { ...ports.quiet, ask: async () => THROTTLED };
  expect(await announce(TRAIL_DELETED, { ...ports, quiet })).toEqual(THROTTLED);
  expect(await stage(TRAIL_DELETED, { ...ports, quiet })).toEqual(THROTTLED);
  expect(published).toEqual([]);
});

describe('an end', () => {
  const end = (repeats: string): Alert => ({ ...TRAIL_DELETED, kind: 'ended', id: 'e'.repeat(64), repeats });

  test.each([
    ['that was told', numbered(0).id, ok({ state: 'sent', receipt: 'm-2' }), 2],
    ['that was kept silent', numbered(1).id, ok({ state: 'silenced' }), 1],
    ['that nobody knows', numbered(7).id, ok({ state: 'sent', receipt: 'm-2' }), 2],
  ])('of an alert %s', async (_name, repeats, outcome, published) => {
    const set = setUp();
    for (const n of [0, 1]) await announce(numbered(n), set.ports);
    expect(await announce(end(repeats), set.ports)).toEqual(outcome);
    expect([set.published.length, set.texts.length]).toEqual([published, published]);
  });

  test('waits where the alert cannot be looked up', async () => {
    const { ports, published } = setUp();
    const claims = { ...ports.claims, find: async () => THROTTLED };
    expect(await announce(end(ID), { ...ports, claims })).toEqual(THROTTLED);
    expect(published).toEqual([]);
  });
});

test('a staged rule has claims and quiet windows of its own', async () => {
  const { ports, asked, metrics, lines } = setUp();
  expect(await stage(numbered(1), ports)).toEqual(ok({ state: 'silenced' }));
  expect(await stage({ ...numbered(2), dedup: { ...TRAIL_DELETED.dedup, key: 'other' } }, ports)).toEqual(
    ok({ state: 'silenced' }),
  );
  expect(await stage(numbered(3), ports)).toEqual(ok({ state: 'silenced' }));
  expect(asked.map(({ key }) => key)).toEqual([
    'staged trail_deleted|123456789012',
    'staged other',
    'staged trail_deleted|123456789012',
  ]);
  expect(Object.fromEntries(metrics.counts)).toEqual({ AlertsStaged: 2, AlertsSilenced: 1 });
  expect(lines).toHaveLength(2);
  expect(await ports.claims.find(`${numbered(1).id}#staged`)).toEqual(ok({ state: 'silenced' }));
  expect(await ports.claims.find(`${numbered(1).id}#sns`)).toEqual(ok('unknown'));
});
