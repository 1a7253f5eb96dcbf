import { harmless } from '../../../alert/text.ts';
import { config, type Failure, retry } from '../../../errors.ts';
import { isObject, own, parseJson, textOf } from '../../../json.ts';
import type { SlackAnswer } from './post.ts';

/** What Slack's answer means for the message that was posted. */
export type Verdict =
  | { readonly kind: 'taken'; readonly receipt: string }
  /** Slack does not like the payload; a plainer one may pass. */
  | { readonly kind: 'payload'; readonly said: string }
  /** The webhook or token is no longer good; the secret may have been rotated. */
  | { readonly kind: 'secret'; readonly said: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** By status; by word where a status has several: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function webhookVerdict(answer: SlackAnswer): Verdict {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'taken', receipt: 'ok' };
  const word = said(body);
  const byStatus = troubleOf(answer, word);
  if (byStatus !== undefined) return byStatus;
  if (SECRET_STATUS.has(status) || SECRET_WORDS.has(word)) return { kind: 'secret', said: `${status} ${word}` };
  if (status === 400 || status === 413) return { kind: 'payload', said: `${status} ${word}` };
  return { kind: 'failed', failure: config('slack-refused', `Slack answered ${status} ${word}`) };
}

/** The Web API answers 200 with `ok: false` and an error: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
export function apiVerdict(answer: SlackAnswer): Verdict {
  const parsed = parseJson(answer.body);
  const body = parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
  const word = said((body && textOf(body, 'error')) ?? '');
  const byStatus = troubleOf(answer, word);
  if (byStatus !== undefined) return byStatus;
  if (body === undefined) {
    return { kind: 'failed', failure: retry('slack-unreadable', `Slack answered ${answer.status} without JSON`) };
  }
  if (own(body, 'ok') === true) return { kind: 'taken', receipt: timestamp(textOf(body, 'ts')) };
  if (RETRY_WORDS.has(word)) return { kind: 'failed', failure: later(`Slack answered ${word}`, answer) };
  if (SECRET_WORDS.has(word)) return { kind: 'secret', said: word };
  if (PAYLOAD_WORDS.has(word)) return { kind: 'payload', said: word };
  return { kind: 'failed', failure: config('slack-refused', `Slack answered ${word}`) };
}

/** The receipt of a bot's message; what is not one is good for nothing but saying that Slack took it. */
export const isTimestamp = (receipt: string): boolean => /^\d{1,16}\.\d{1,10}$/.test(receipt);
const timestamp = (ts: string | undefined): string => (ts !== undefined && isTimestamp(ts) ? ts : 'ok');

const SECRET_STATUS = new Set([401, 403, 404, 410]);
const SECRET_WORDS = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_team',
  'not_authed',
  'token_expired',
  'token_revoked',
]);
const PAYLOAD_WORDS = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_json',
  'invalid_post_type',
  'json_not_object',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);
const RETRY_WORDS = new Set([
  'fatal_error',
  'internal_error',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

function troubleOf(answer: SlackAnswer, word: string): Verdict | undefined {
  const { status } = answer;
  const passes = status === 408 || status === 429 || status >= 500;
  return passes ? { kind: 'failed', failure: later(`Slack answered ${status} ${word}`, answer) } : undefined;
}

const later = (detail: string, { status, retryAfterMs }: SlackAnswer): Failure =>
  retry(status === 429 ? 'slack-rate-limited' : 'slack-unavailable', detail, retryAfterMs);

const SAID_MAX = 100;

/** Slack's word for what is wrong, fit for a log: an answer may quote the address or the token back at us. */
const said = (body: string): string =>
  harmless(body, SAID_MAX * 10)
    .replace(/https?:\S*|xox[a-z]-\S*/gi, '[redacted]')
    .slice(0, SAID_MAX) || 'nothing';
