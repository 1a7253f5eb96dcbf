import { config, failed, ok, type Result, reject, retry } from '../../src/errors.ts';
import { textOf } from '../../src/json.ts';
import { REPEAT, TRAIL_DELETED } from '../alert/sample-alert.ts';
import {
  type Answer,
  answer,
  blocksOf,
  body,
  type Call,
  HOOK,
  isFull,
  stage,
  tellSlack,
  WEBHOOK,
} from './slack-stage.ts';

test('a silence before an alert is said in the banner and in the message', async () => {
  const { ports, calls } = stage({ answers: [answer(200, 'ok')] });
  const alert = { ...TRAIL_DELETED, silenced: { count: 12, since: '2026-11-20T12:00:00Z' } };
  await tellSlack(body(alert), WEBHOOK, ports);
  expect(textOf(calls[0]?.payload ?? {}, 'text')).toContain('(12 kept silent)');
  expect(JSON.stringify(calls[0])).toContain('12 times in silence since 2026-11-20 12:00:00 UTC');
});

test('an alert is posted in full, once', async () => {
  const { ports, calls } = stage({ answers: [answer(200, 'ok')] });
  const first = await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  const again = await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  expect(first).toEqual({ ok: true, value: { state: 'sent', receipt: 'ok' } });
  expect(again).toEqual(first);
  expect(calls.map((call) => [call.url, call.authorization, isFull(call)])).toEqual([[HOOK, null, true]]);
});

test('a repeat is one line', async () => {
  const { ports, calls } = stage({ answers: [answer(200, 'ok')] });
  await tellSlack(body(REPEAT), WEBHOOK, ports);
  expect(calls).toHaveLength(1);
  expect(blocksOf(calls[0] as Call)).toHaveLength(1);
  expect(JSON.stringify(calls[0])).toContain('seen 11 times since 2026-11-20 14:03:22 UTC');
});

test.each<[string, readonly Answer[], Result<unknown>, readonly string[]]>([
  [
    'too many requests',
    [answer(429, 'rate_limited', { 'retry-after': '30' })],
    failed(retry('slack-rate-limited', 'Slack answered 429 rate_limited', 30_000)),
    ['full'],
  ],
  [
    'Slack is down',
    [answer(500, 'rollup_error')],
    failed(retry('slack-unavailable', 'Slack answered 500 rollup_error')),
    ['full'],
  ],
  [
    'the network is down',
    [new TypeError(HOOK)],
    failed(retry('slack-unreachable', 'no answer from Slack: TypeError')),
    ['full'],
  ],
  [
    'the payload is refused, the minimal one taken',
    [answer(400, 'invalid_blocks'), answer(200, 'ok')],
    ok({ state: 'sent', receipt: 'ok' }),
    ['full', 'minimal'],
  ],
  [
    'both payloads are refused',
    [answer(400, 'invalid_blocks'), answer(400, 'invalid_payload')],
    failed(reject('slack-refused-payload', 'Slack answered 400 invalid_payload twice')),
    ['full', 'minimal'],
  ],
  [
    'the secret was rotated',
    [answer(404, 'no_service'), answer(200, 'ok')],
    ok({ state: 'sent', receipt: 'ok' }),
    ['full', 'full'],
  ],
  [
    'the webhook is gone',
    [answer(404, 'no_service'), answer(404, 'no_service')],
    failed(config('slack-refused-secret', 'Slack answered 404 no_service twice')),
    ['full', 'full'],
  ],
  [
    'the channel is archived',
    [answer(410, 'channel_is_archived'), answer(410, 'channel_is_archived')],
    failed(config('slack-refused-secret', 'Slack answered 410 channel_is_archived twice')),
    ['full', 'full'],
  ],
  [
    'the secret was rotated, and the payload is refused',
    [answer(403, 'invalid_token'), answer(400, 'invalid_blocks'), answer(200, 'ok')],
    ok({ state: 'sent', receipt: 'ok' }),
    ['full', 'full', 'minimal'],
  ],
  [
    'an answer that nobody knows',
    [answer(405, 'what?')],
    failed(config('slack-refused', 'Slack answered 405 what?')),
    ['full'],
  ],
])('%s', async (_name, answers, expected, posts) => {
  const { ports, calls, logged } = stage({ answers });
  const told = await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  expect(told).toEqual(expected);
  expect(calls.map((call) => (isFull(call) ? 'full' : 'minimal'))).toEqual(posts);
  expect(JSON.stringify([told, logged])).not.toMatch(/SECRET|hooks\.slack\.com/);
});

test('a refused secret is read anew, past the cache, once', async () => {
  const rotated = `${HOOK}2`;
  const { ports, calls, asked } = stage({ answers: [answer(403), answer(200, 'ok')], secrets: [HOOK, rotated] });
  await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  expect(asked).toEqual([false, true]);
  expect(calls.map(({ url }) => url)).toEqual([HOOK, rotated]);
});

test.each([
  ['another host', 'https://evil.example/SECRET'],
  ['no URL', 'SECRET'],
  ['nothing', ''],
])('a secret that names %s: nothing is posted, and nothing told', async (_name, secret) => {
  const { ports, calls, logged } = stage({ answers: [], secrets: [secret] });
  const told = await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  expect(told).toMatchObject({ ok: false, failure: { next: 'config' } });
  expect(calls).toEqual([]);
  expect(JSON.stringify([told, logged])).not.toContain('SECRET');
});

test('a secret that changes to another host between two tries is not followed', async () => {
  const { ports, calls } = stage({ answers: [answer(403)], secrets: [HOOK, 'https://evil.example/SECRET'] });
  expect(await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports)).toMatchObject({ failure: { next: 'config' } });
  expect(calls.map(({ url }) => url)).toEqual([HOOK]);
});

test('after a failure the alert can be tried again at once; after a refusal it cannot', async () => {
  const { ports, calls } = stage({ answers: [answer(500), answer(400), answer(400)] });
  await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  const third = await tellSlack(body(TRAIL_DELETED), WEBHOOK, ports);
  expect(third).toMatchObject({ ok: false, failure: { next: 'reject', reason: 'slack-refused-payload' } });
  expect(calls).toHaveLength(3);
});

test('what is no alert is refused before anybody is asked', async () => {
  const { ports, calls, asked } = stage({ answers: [] });
  expect(await tellSlack('hello', WEBHOOK, ports)).toMatchObject({ failure: { next: 'reject', reason: 'not-json' } });
  expect([calls, asked]).toEqual([[], []]);
});
