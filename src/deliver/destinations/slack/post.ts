import { failed, ok, type Result, type Retry, retry } from '../../../errors.ts';

/** Well below the lease of a claim, so that a slow Slack cannot make a second worker send the same alert. */
export const POST_TIMEOUT_MS = 8000;

/** Of an answer; Slack's own are a word, or the message once more. */
const ANSWER_MAX = 100_000;

/** SQS cannot keep a message hidden for longer (12 hours). */
const RETRY_AFTER_MAX_MS = 12 * 60 * 60 * 1000;

export interface SlackAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs?: number;
}

/** One POST of JSON. What can fail on the way is tried again later; what Slack answers is judged elsewhere. */
export async function post(
  fetch: typeof globalThis.fetch,
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: unknown,
): Promise<Result<SlackAnswer, Retry>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(payload),
      redirect: 'error',
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    });
    const retryAfterMs = retryAfter(response.headers.get('retry-after'));
    const answer = { status: response.status, body: await bodyOf(response) };
    return ok(retryAfterMs === undefined ? answer : { ...answer, retryAfterMs });
  } catch (thrown) {
    return failed(retry('slack-unreachable', `no answer from Slack: ${namesOf(thrown)}`));
  }
}

/** An answer that breaks off still has its status: a message that Slack has taken must not be sent again. */
async function bodyOf(response: Response): Promise<string> {
  try {
    return (await response.text()).slice(0, ANSWER_MAX);
  } catch {
    return '';
  }
}

/** Slack sends whole seconds: https://docs.slack.dev/apis/web-api/rate-limits */
function retryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined;
  return Math.min(Number(header) * 1000, RETRY_AFTER_MAX_MS);
}

/** Names and codes only: the messages of `fetch` can carry the URL, and the URL is the secret. */
function namesOf(thrown: unknown): string {
  const names = [word(thrown, 'name'), word(part(thrown, 'cause'), 'code')].filter((name) => name !== undefined);
  return names.join(' ') || 'unknown error';
}

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

function word(value: unknown, key: string): string | undefined {
  const text = part(value, key);
  return typeof text === 'string' && /^[A-Za-z_]{1,40}$/.test(text) ? text : undefined;
}
