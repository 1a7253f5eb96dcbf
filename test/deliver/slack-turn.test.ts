import { channelOf, inTurn, isNotYet, type TurnPorts } from '../../src/deliver/destinations/slack/turn.ts';
import { config, failed, ok, type Result, reject, retry } from '../../src/errors.ts';
import type { Pace, Slot, SlotRequest } from '../../src/ports.ts';
import { BOT, WEBHOOK } from './slack-stage.ts';

const NOW = 1_000_000;
const THROTTLED = failed(retry('throttled', 'x'));
const POSTED = ok('ts');

/** A channel that gives the slots it is told to give, on a clock that sleeping moves on. */
function setUp(slots: readonly Result<Slot>[], overrides: Partial<Pace> = {}) {
  const done: unknown[] = [];
  const requests: SlotRequest[] = [];
  const left = [...slots];
  let now = NOW;
  const ports: TurnPorts = {
    pace: {
      take: async (request) => {
        requests.push(request);
        return left.shift() ?? failed(retry('no-slot', 'asked more often than the test expects'));
      },
      pause: async (key, until) => {
        done.push(`pause ${key} until ${until}`);
        return ok(undefined);
      },
      pausedUntil: async () => ok(0),
      ...overrides,
    },
    paceMs: 1000,
    clock: { now: () => now },
    sleep: async (ms) => {
      done.push(`sleep ${ms}`);
      now += ms;
    },
    log: { info: () => {}, warn: (...line) => void done.push(line), error: () => {} },
  };
  const turn = (until: number, urgent = false, posted: Result<string> = POSTED) =>
    inTurn('slack C', { until, urgent }, ports, async () => {
      done.push(`post at ${now - NOW}`);
      return posted;
    });
  return { turn, done, requests };
}
const slot = (taken: boolean, later: number) => ok({ taken, at: NOW + later });

test.each([
  ['now', slot(true, 0), ['post at 0']],
  ['a moment ago', slot(true, -1), ['post at 0']],
  ['in a moment', slot(true, 1), ['sleep 1', 'post at 1']],
])('a slot that was taken for %s', async (_name, taken, expected) => {
  const { turn, done, requests } = setUp([taken]);
  expect(await turn(NOW + 3000)).toEqual(POSTED);
  expect(done).toEqual(expected);
  expect(requests).toEqual([{ key: 'slack C', now: NOW, intervalMs: 1000, latest: NOW }]);
});

test('what is urgent may take a slot up to the end of its patience', async () => {
  const { turn, requests } = setUp([slot(true, 2000)]);
  await turn(NOW + 3000, true);
  expect(requests).toEqual([{ key: 'slack C', now: NOW, intervalMs: 1000, latest: NOW + 3000 }]);
});

test.each([
  [2999, true],
  [3000, true],
  [3001, false],
])('the next slot in %d ms, with three seconds to wait: %s', async (later, waits) => {
  const { turn, done, requests } = setUp([slot(false, later), slot(true, later)]);
  const told = await turn(NOW + 3000);
  expect(told).toEqual(
    waits ? POSTED : failed(retry('slack-turn', `the channel has its next turn in ${later} ms`, later)),
  );
  expect(isNotYet(told)).toBe(!waits);
  expect(done).toEqual(waits ? [`sleep ${later}`, `post at ${later}`] : []);
  expect(requests.map(({ now }) => now - NOW)).toEqual(waits ? [0, later] : [0]);
});

test.each([
  ['before its slot', 1000, ['sleep 1000', 'post at 1000']],
  ['after it', 1001, ['sleep 1000', 'post at 1001']],
])('a pause that ends %s', async (_name, pausedFor, expected) => {
  const again = pausedFor === 1000 ? [] : [slot(true, pausedFor)];
  const pauses = [pausedFor, 0];
  const { turn, done, requests } = setUp([slot(true, 1000), ...again], {
    pausedUntil: async () => ok(NOW + (pauses.shift() ?? 0)),
  });
  expect(await turn(NOW + 3000)).toEqual(POSTED);
  expect(done).toEqual(pausedFor === 1000 ? expected : ['sleep 1000', 'sleep 1', 'post at 1001']);
  expect(requests).toHaveLength(1 + again.length);
});

test('a slot that is taken at once does not ask for pauses', async () => {
  const { turn, done } = setUp([slot(true, 0)], { pausedUntil: async () => THROTTLED });
  expect(await turn(NOW)).toEqual(POSTED);
  expect(done).toEqual(['post at 0']);
});

test.each<[string, readonly Result<Slot>[], Partial<Pace>, readonly unknown[]]>([
  ['whose turn it is', [THROTTLED], {}, []],
  ['whether it is paused', [slot(true, 5)], { pausedUntil: async () => THROTTLED }, ['sleep 5']],
])('where nobody knows %s, nothing is posted', async (_name, slots, overrides, expected) => {
  const { turn, done } = setUp(slots, overrides);
  const told = await turn(NOW + 3000);
  expect(told).toEqual(THROTTLED);
  expect(isNotYet(told)).toBe(false);
  expect(done).toEqual(expected);
});

test.each<[string, Result<string>, Result<string>, number | undefined]>([
  ['is refused', failed(reject('bad', 'x')), failed(reject('bad', 'x')), undefined],
  ['is misconfigured', failed(config('bad', 'x')), failed(config('bad', 'x')), undefined],
  ['finds Slack down', failed(retry('slack-unavailable', 'x')), failed(retry('slack-unavailable', 'x')), undefined],
  [
    'finds it down for a time',
    failed(retry('slack-unavailable', 'x', 5)),
    failed(retry('slack-unavailable', 'x', 5)),
    5,
  ],
  [
    'is one too many',
    failed(retry('slack-rate-limited', 'x')),
    failed(retry('slack-rate-limited', 'x', 10_000)),
    10_000,
  ],
  [
    'is too many for a time',
    failed(retry('slack-rate-limited', 'x', 30_000)),
    failed(retry('slack-rate-limited', 'x', 30_000)),
    30_000,
  ],
])('a post that %s', async (_name, posted, expected, pause) => {
  const { turn, done } = setUp([slot(true, 0)]);
  expect(await turn(NOW, false, posted)).toEqual(expected);
  expect(done).toEqual(['post at 0', ...(pause === undefined ? [] : [`pause slack C until ${NOW + pause}`])]);
});

test('a pause that cannot be noted is logged', async () => {
  const { turn, done } = setUp([slot(true, 0)], { pause: async () => THROTTLED });
  const limited = failed(retry('slack-rate-limited', 'x', 7));
  expect(await turn(NOW, false, limited)).toEqual(limited);
  expect(done.slice(1)).toEqual([['pause not noted for other workers', { channel: 'slack C', reason: 'throttled' }]]);
});

test('a channel is named by its id, or by the name of the secret', () => {
  expect([channelOf(BOT), channelOf(WEBHOOK)]).toEqual(['slack C0123', 'slack /trailhound/slack']);
});

test.each<[Result<unknown>, boolean]>([
  [ok('slack-turn'), false],
  [failed(retry('slack-turn', 'x')), true],
  [failed(retry('other', 'x')), false],
])('%j is not yet: %s', (result, expected) => {
  expect(isNotYet(result)).toBe(expected);
});
