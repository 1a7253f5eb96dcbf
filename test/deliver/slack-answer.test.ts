import { apiVerdict, webhookVerdict } from '../../src/deliver/destinations/slack/answer.ts';

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
