import type { Alert } from '../../src/alert/alert.ts';
import { ONE_BY_ONE_MS, PACE_MS, type SlackPorts, tellSlack } from '../../src/deliver/destinations/slack/deliver.ts';
import { failed, ok, reject, retry } from '../../src/errors.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { Slot, SlotRequest } from '../../src/ports.ts';
import { ID, REPEAT, TRAIL_DELETED } from '../alert/sample-alert.ts';
import { type Answer, answer, BOT, body, POSTED, stage, TOKEN, TS, WEBHOOK } from './slack-stage.ts';

const OUT_OF_TIME = failed(retry('out-of-time', 'this invocation ends soon: not begun'));
const SENT = ok({ state: 'sent', receipt: 'ok' });
const FINE = () => answer(200, 'ok');

const numbered = (n: number, level: Alert['rule']['level'] = 'high'): Alert => ({
  ...TRAIL_DELETED,
  id: `${n}`.padStart(64, '0'),
  title: `Title ${n}.`,
  rule: { ...TRAIL_DELETED.rule, level },
});

/** A channel with the slots it is given, in milliseconds from now; a post takes no time. */
function setUp(slots: readonly number[], answers: readonly Answer[] = Array.from({ length: 20 }, FINE)) {
  const set = stage({ answers });
  const requests: SlotRequest[] = [];
  const time = { now: 1_000_000 };
  const left = [...slots];
  const metrics = tally();
  const ports: SlackPorts = {
    ...set.ports,
    metrics,
    paceMs: 1000,
    clock: { now: () => time.now },
    sleep: async (ms) => void (time.now += ms),
    pace: {
      ...set.ports.pace,
      take: async (request) => {
        requests.push(request);
        const at = time.now + (left.shift() ?? 0);
        const slot: Slot = { taken: at <= request.latest, at };
        return ok(slot);
      },
    },
  };
  const titles = () => set.calls.map(({ payload }) => /Title (\d+)\./.exec(JSON.stringify(payload))?.[1] ?? 'many');
  const tell = (alerts: readonly Alert[], leftMs = 30_000) => {
    const end = time.now + leftMs;
    return tellSlack(alerts.map(body), WEBHOOK, ports, () => end - time.now);
  };
  return { ...set, ports, requests, time, metrics, titles, tell };
}

test('the limits', () => {
  expect([ONE_BY_ONE_MS, PACE_MS]).toEqual([3000, 1000]);
});

test('outcomes stand in the order of the messages; what is no alert is refused beside them', async () => {
  const { ports, titles } = setUp([]);
  const bodies = [body(numbered(1, 'low')), 'hello', body(numbered(2, 'critical')), '{}', body(numbered(3))];
  const told = await tellSlack(bodies, WEBHOOK, ports, () => 30_000);
  expect(told.map((one) => (one.ok ? one.value.state : one.failure.reason))).toEqual([
    'sent',
    'not-json',
    'sent',
    'not-an-alert',
    'sent',
  ]);
  expect(titles()).toEqual(['2', '3', '1']);
});

test('no messages, no outcomes', async () => {
  const { tell, calls } = setUp([]);
  expect(await tell([])).toEqual([]);
  expect(calls).toEqual([]);
});

test('what is critical may take any slot before the end, other alerts those of the next three seconds', async () => {
  const { tell, requests, time } = setUp([]);
  const start = time.now;
  await tell([numbered(1, 'critical'), numbered(2), numbered(3)], 25_000);
  expect(requests.map(({ latest }) => latest - start)).toEqual([15_000, 0, 0]);
});

test.each([
  ['in three seconds, they are told one by one', 3000, false],
  ['later, they are told together', 3001, true],
])('where the next slot is %s', async (_name, next, merged) => {
  const { tell, titles, time, metrics } = setUp(merged ? [next, next] : [next]);
  const start = time.now;
  expect(await tell([numbered(1), numbered(2), numbered(3)])).toEqual(
    Array(3).fill(merged ? ok({ state: 'sent', receipt: 'merged ok' }) : SENT),
  );
  expect(titles()).toEqual(merged ? ['1'] : ['1', '2', '3']);
  expect(time.now - start).toBe(next);
  expect(Object.fromEntries(metrics.counts)).toEqual(merged ? { SlackSent: 1, SlackMerged: 3 } : { SlackSent: 3 });
});

test('the last one has as much time as there is, and is not merged', async () => {
  const { tell, titles, time } = setUp([0, 12_000]);
  const start = time.now;
  expect(await tell([numbered(1), numbered(2)])).toEqual([SENT, SENT]);
  expect(titles()).toEqual(['1', '2']);
  expect(time.now - start).toBe(12_000);
});

test('of those left, the ones told alone before are not merged again', async () => {
  const { tell, titles, calls } = setUp([0, 5000]);
  expect(await tell([numbered(1), numbered(2), numbered(3)])).toEqual([
    SENT,
    ok({ state: 'sent', receipt: 'merged ok' }),
    ok({ state: 'sent', receipt: 'merged ok' }),
  ]);
  expect(titles()).toEqual(['1', '2']);
  expect(JSON.stringify(calls[1])).toContain('2 more alerts of rule trail_deleted');
});

test('where another worker took all but one meanwhile, the one is told in full', async () => {
  const { tell, calls, ports, metrics } = setUp([5000]);
  const claim = (n: number) =>
    ports.claims.claim({
      key: `${numbered(n).id}#slack`,
      owner: 'other',
      now: 1_000_000,
      leaseUntil: 1_060_000,
      expires: 9_000_000,
    });
  const told = tell([numbered(1), numbered(2)]);
  await claim(2);
  expect(await told).toEqual([
    SENT,
    failed(retry('busy', `${numbered(2).id}#slack is being delivered by another worker until 1060000`)),
  ]);
  expect(calls.map(({ payload }) => payload['text'])).toEqual([
    '🟠 HIGH Title 1., by alice (IAMUser) in account 123456789012, region eu-west-1',
  ]);
  expect(Object.fromEntries(metrics.counts)).toEqual({ SlackSent: 1 });
});

describe('after Slack has asked for time', () => {
  test('nothing more is begun, and each alert waits as long', async () => {
    const limited = failed(retry('slack-rate-limited', 'Slack answered 429 nothing', 30_000));
    const { tell, calls } = setUp([], [answer(429, '', { 'retry-after': '30' })]);
    expect(await tell([numbered(1, 'critical'), numbered(2, 'critical'), numbered(3), numbered(4)])).toEqual(
      Array(4).fill(limited),
    );
    expect(calls).toHaveLength(1);
  });

  test('an answer without a time stops nothing', async () => {
    const { tell, calls } = setUp([], [answer(503, 'a'), FINE(), FINE()]);
    expect(await tell([numbered(1), numbered(2), numbered(3)])).toEqual([
      failed(retry('slack-unavailable', 'Slack answered 503 a')),
      SENT,
      SENT,
    ]);
    expect(calls).toHaveLength(3);
  });
});

test.each([
  ['at the end', 20_000, true],
  ['after it', 20_001, false],
])('a critical alert whose turn is %s', async (_name, next, told) => {
  const { tell, calls } = setUp([next]);
  const notYet = failed(retry('slack-turn', `the channel has its next turn in ${next} ms`, next));
  expect(await tell([numbered(1, 'critical'), numbered(2, 'critical')])).toEqual(
    told ? [SENT, SENT] : [notYet, notYet],
  );
  expect(calls).toHaveLength(told ? 2 : 0);
});

test('when time is up after the first, the others go back as they were', async () => {
  const { tell, calls, ports } = setUp([]);
  const slow: SlackPorts = {
    ...ports,
    fetch: async (...asked) => {
      await ports.sleep(20_001);
      return ports.fetch(...asked);
    },
  };
  const end = ports.clock.now() + 30_000;
  const alerts = [numbered(1), numbered(2), numbered(3)];
  expect(await tellSlack(alerts.map(body), WEBHOOK, slow, () => end - ports.clock.now())).toEqual([
    SENT,
    OUT_OF_TIME,
    OUT_OF_TIME,
  ]);
  expect(calls).toHaveLength(1);
  expect(await tell([numbered(2)])).toEqual([SENT]);
});

test('a merged message that Slack refuses says why', async () => {
  const refused = () => answer(400, 'invalid_blocks');
  const { tell, metrics, logged } = setUp([5000], [refused(), refused()]);
  const failure = failed(retry('slack-refused-merged', 'Slack answered 400 invalid_blocks twice'));
  expect(await tell([numbered(1), numbered(2)])).toEqual([failure, failure]);
  expect([...metrics.counts]).toEqual([]);
  expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
    { message: 'Slack refused a payload', said: '400 invalid_blocks', plainer: false },
    { message: 'Slack refused a payload', said: '400 invalid_blocks', plainer: true },
  ]);
});

test('one alone that Slack refuses is refused for good', async () => {
  const { tell, metrics } = setUp([], [answer(400, 'a'), answer(413, 'b')]);
  expect(await tell([numbered(1)])).toEqual([failed(reject('slack-refused-payload', 'Slack answered 413 b twice'))]);
  expect([...metrics.counts]).toEqual([]);
});

test('what is logged of a secret that is refused names where it is kept', async () => {
  const { tell, logged } = setUp([], [answer(403, 'a'), answer(403, 'b')]);
  await tell([numbered(1)]);
  expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
    { message: 'Slack refused the secret', said: '403 a', parameter: '/trailhound/slack', fresh: false },
    { message: 'Slack refused the secret', said: '403 b', parameter: '/trailhound/slack', fresh: true },
  ]);
});

describe('by a bot', () => {
  const told = async (answers: readonly Answer[], alerts: readonly Alert[]) => {
    const set = stage({ answers, secrets: [TOKEN] });
    const outcomes = [];
    for (const alert of alerts) outcomes.push(...(await tellSlack([body(alert)], BOT, set.ports, () => 30_000)));
    return { ...set, outcomes };
  };
  const posted = () => answer(200, POSTED);

  test('a repeat changes the first message and answers it', async () => {
    const { calls, outcomes } = await told([posted(), posted(), posted()], [TRAIL_DELETED, REPEAT]);
    expect(outcomes).toEqual([ok({ state: 'sent', receipt: TS }), ok({ state: 'sent', receipt: TS })]);
    expect(calls.map(({ url, authorization, payload }) => [url, authorization, payload['channel']])).toEqual(
      ['chat.postMessage', 'chat.update', 'chat.postMessage'].map((method) => [
        `https://slack.com/api/${method}`,
        `Bearer ${TOKEN}`,
        'C0123',
      ]),
    );
    expect(calls.map(({ payload: { ts, thread_ts: thread } }) => [ts, thread])).toEqual([
      [undefined, undefined],
      [TS, undefined],
      [undefined, TS],
    ]);
    const line =
      '🔴 CRITICAL alert 1a2b3c4d5e6f still going on, seen 11 times since 2026-11-20 14:03:22 UTC: Trail deleted: prod-trail';
    expect(calls[2]?.payload['text']).toBe(line);
  });

  test('an update that Slack refuses is tried as one line, and then leaves the line to the channel', async () => {
    const no = () => answer(200, '{"ok":false,"error":"invalid_blocks"}');
    const { calls } = await told([posted(), no(), no(), posted()], [TRAIL_DELETED, REPEAT]);
    const texts = calls.map(({ payload }) => payload['text']);
    expect(texts[2]).toBe(texts[3]);
    expect(calls.map(({ payload: { ts, thread_ts: thread } }) => [ts, thread])).toEqual([
      [undefined, undefined],
      [TS, undefined],
      [TS, undefined],
      [undefined, undefined],
    ]);
  });

  test('the first message is looked for under its own id', async () => {
    const { ports } = stage({ answers: [posted()], secrets: [TOKEN] });
    const keys: string[] = [];
    const claims = {
      ...ports.claims,
      find: async (key: string) => {
        keys.push(key);
        return ports.claims.find(key);
      },
    };
    await tellSlack([body(REPEAT)], BOT, { ...ports, claims }, () => 30_000);
    expect(keys).toEqual([`${ID}#slack`]);
  });
});
