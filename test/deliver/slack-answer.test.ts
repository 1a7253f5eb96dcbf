import { apiVerdict, isTimestamp, webhookVerdict } from '../../src/deliver/destinations/slack/answer.ts';
import { config, type Failure, retry } from '../../src/errors.ts';

const kindOf = (verdict: ReturnType<typeof webhookVerdict>): string =>
  verdict.kind === 'failed' ? `${verdict.kind}: ${verdict.failure.next}` : verdict.kind;

test.each([
  [200, 'ok', 'taken'],
  [200, '', 'taken'],
  [400, 'invalid_payload', 'payload'],
  [400, 'invalid_blocks', 'payload'],
  [413, '', 'payload'],
  [400, 'invalid_token', 'secret'],
  [400, 'no_team', 'secret'],
  [401, '', 'secret'],
  [403, 'action_prohibited', 'secret'],
  [404, 'no_service', 'secret'],
  [410, 'channel_is_archived', 'secret'],
  [405, '', 'failed: config'],
  [302, '', 'failed: config'],
  [408, '', 'failed: retry'],
  [429, 'rate_limited', 'failed: retry'],
  [500, 'rollup_error', 'failed: retry'],
  [503, '<html>', 'failed: retry'],
])('a webhook answers %d %s: %s', (status, body, kind) => {
  expect(kindOf(webhookVerdict({ status, body }))).toBe(kind);
});

const api = (error: string) => JSON.stringify({ ok: false, error });

test.each([
  [200, '{"ok":true,"ts":"1732111402.000100"}', 'taken'],
  [200, api('invalid_auth'), 'secret'],
  [200, api('token_revoked'), 'secret'],
  [200, api('account_inactive'), 'secret'],
  [200, api('invalid_blocks'), 'payload'],
  [200, api('msg_too_long'), 'payload'],
  [200, api('msg_blocks_too_long'), 'payload'],
  [200, api('ratelimited'), 'failed: retry'],
  [200, api('internal_error'), 'failed: retry'],
  [200, api('channel_not_found'), 'failed: config'],
  [200, api('not_in_channel'), 'failed: config'],
  [200, api('is_archived'), 'failed: config'],
  [200, api('missing_scope'), 'failed: config'],
  [200, api('an_error_of_tomorrow'), 'failed: config'],
  [200, '{}', 'failed: config'],
  [200, '<html>', 'failed: retry'],
  [200, '', 'failed: retry'],
  [429, api('ratelimited'), 'failed: retry'],
  [502, '<html>', 'failed: retry'],
])('the API answers %d %s: %s', (status, body, kind) => {
  expect(kindOf(apiVerdict({ status, body }))).toBe(kind);
});

test('how long to wait is handed on', () => {
  const failure = { next: 'retry', reason: 'slack-rate-limited', afterMs: 30_000 };
  expect(webhookVerdict({ status: 429, body: '', retryAfterMs: 30_000 })).toMatchObject({ failure });
  expect(apiVerdict({ status: 429, body: '', retryAfterMs: 30_000 })).toMatchObject({ failure });
});

test.each([
  ['a ts', '1732111402.000100', '1732111402.000100'],
  ['no ts', 1, 'ok'],
  ['something else', '1732111402.0001\n', 'ok'],
])('the receipt of a bot: %s', (_name, ts, receipt) => {
  expect(apiVerdict({ status: 200, body: JSON.stringify({ ok: true, ts }) })).toEqual({ kind: 'taken', receipt });
});

test.each([
  ['a webhook', 'see https://hooks.slack.com/services/T/B/SECRET', '400 see [redacted]'],
  ['a token', 'bad xoxb-12-SECRET', '400 bad [redacted]'],
  ['line ends and colours', 'a\r\n\u001b[31mb', '400 a⏎[31mb'],
  ['a whole page', 'x'.repeat(5000), `400 ${'x'.repeat(100)}`],
  ['nothing', '', '400 nothing'],
])('an answer with %s is fit for a log', (_name, body, said) => {
  expect(webhookVerdict({ status: 400, body })).toEqual({ kind: 'payload', said });
});

const because = (failure: Failure) => ({ kind: 'failed', failure });

test.each([
  [199, because(config('slack-refused', 'Slack answered 199 no'))],
  [200, { kind: 'taken', receipt: 'ok' }],
  [299, { kind: 'taken', receipt: 'ok' }],
  [300, because(config('slack-refused', 'Slack answered 300 no'))],
  [400, { kind: 'payload', said: '400 no' }],
  [401, { kind: 'secret', said: '401 no' }],
  [402, because(config('slack-refused', 'Slack answered 402 no'))],
  [403, { kind: 'secret', said: '403 no' }],
  [404, { kind: 'secret', said: '404 no' }],
  [405, because(config('slack-refused', 'Slack answered 405 no'))],
  [408, because(retry('slack-unavailable', 'Slack answered 408 no'))],
  [410, { kind: 'secret', said: '410 no' }],
  [413, { kind: 'payload', said: '413 no' }],
  [429, because(retry('slack-rate-limited', 'Slack answered 429 no'))],
  [499, because(config('slack-refused', 'Slack answered 499 no'))],
  [500, because(retry('slack-unavailable', 'Slack answered 500 no'))],
  [503, because(retry('slack-unavailable', 'Slack answered 503 no'))],
])('a webhook’s %d in full', (status, verdict) => {
  expect(webhookVerdict({ status, body: 'no' })).toEqual(verdict);
});

const SECRETS =
  'account_inactive invalid_auth invalid_token no_active_hooks no_service no_team not_authed token_expired token_revoked';
const PAYLOADS =
  'invalid_arguments invalid_blocks invalid_blocks_format invalid_json invalid_post_type json_not_object msg_blocks_too_long msg_too_long no_text';
const RETRIES =
  'fatal_error internal_error rate_limited ratelimited request_timeout service_unavailable team_added_to_org';

test.each(SECRETS.split(' '))('%s is about the secret', (word) => {
  expect(apiVerdict({ status: 200, body: api(word) })).toEqual({ kind: 'secret', said: word });
  expect(webhookVerdict({ status: 400, body: word })).toEqual({ kind: 'secret', said: `400 ${word}` });
});

test.each(PAYLOADS.split(' '))('%s is about the payload', (word) => {
  expect(apiVerdict({ status: 200, body: api(word) })).toEqual({ kind: 'payload', said: word });
  expect(webhookVerdict({ status: 400, body: word })).toEqual({ kind: 'payload', said: `400 ${word}` });
});

test.each(RETRIES.split(' '))('%s passes', (word) => {
  const failure = retry('slack-unavailable', `Slack answered ${word}`, 7);
  expect(apiVerdict({ status: 200, body: api(word), retryAfterMs: 7 })).toEqual(because(failure));
});

test.each([
  [200, 'not JSON', retry('slack-unreadable', 'Slack answered 200 without JSON')],
  [404, '[]', retry('slack-unreadable', 'Slack answered 404 without JSON')],
  [200, '{"ok":"true"}', config('slack-refused', 'Slack answered nothing')],
  [200, '{"ok":false,"error":7}', config('slack-refused', 'Slack answered nothing')],
  [200, api('what'), config('slack-refused', 'Slack answered what')],
  [500, api('what'), retry('slack-unavailable', 'Slack answered 500 what')],
  [500, 'not JSON', retry('slack-unavailable', 'Slack answered 500 nothing')],
  [429, '', retry('slack-rate-limited', 'Slack answered 429 nothing')],
  [408, '{"ok":true,"ts":"1.1"}', retry('slack-unavailable', 'Slack answered 408 nothing')],
])('the API’s %d %s in full', (status, body, failure) => {
  expect(apiVerdict({ status, body })).toEqual(because(failure));
});

test.each([
  ['1732111402.000100', true],
  ['1.1', true],
  ['1', false],
  ['.1', false],
  ['1.', false],
  ['1x1', false],
  ['a1.1', false],
  ['1.1a', false],
  [`${'1'.repeat(16)}.${'1'.repeat(10)}`, true],
  [`${'1'.repeat(17)}.1`, false],
  [`1.${'1'.repeat(11)}`, false],
  ['ok', false],
  ['', false],
])('%j is a ts: %s', (receipt, is) => {
  expect(isTimestamp(receipt)).toBe(is);
});

test.each([
  ['https://a b', '[redacted] b'],
  ['HTTP:x', '[redacted]'],
  ['a http://b xoxp-1 c xoxz- d', 'a [redacted] [redacted] c [redacted] d'],
  ['XOXB-1', '[redacted]'],
  ['xox1-1', 'xox1-1'],
  [`${'a'.repeat(99)} xoxb-1`, `${'a'.repeat(99)} `],
  ['a'.repeat(101), 'a'.repeat(100)],
])('of %s, %s is said', (body, word) => {
  expect(webhookVerdict({ status: 400, body })).toEqual({ kind: 'payload', said: `400 ${word}` });
});
