import { type Config, config, failed, ok, type Result } from '../../../errors.ts';

/** How a deployment speaks to Slack. `parameter` names the secret; `channel` is a channel's id, as chat.update wants it. */
export type SlackSettings =
  | { readonly mode: 'webhook'; readonly parameter: string; readonly origins: readonly string[] }
  | {
      readonly mode: 'bot';
      readonly parameter: string;
      readonly channel: string;
      readonly origins: readonly string[];
    };

/** The only places that are ever spoken to: a changed secret must not carry alerts elsewhere. */
export const SLACK_ORIGINS = [
  'https://hooks.slack.com',
  'https://hooks.slack-gov.com',
  'https://slack.com',
  'https://slack-gov.com',
];

/** Where a message goes, with the secret in it: never logged, never part of a failure. */
export type SlackTarget =
  | { readonly mode: 'webhook'; readonly url: string }
  | { readonly mode: 'bot'; readonly origin: string; readonly token: string; readonly channel: string };

/** The target that a secret's value names. A secret may end in the line end that an editor put there. */
export function targetOf(secret: string, settings: SlackSettings): Result<SlackTarget, Config> {
  const value = secret.trim();
  return settings.mode === 'webhook' ? webhook(value, settings) : bot(value, settings.channel, settings);
}

function webhook(value: string, { parameter, origins }: SlackSettings): Result<SlackTarget, Config> {
  const refused = (why: string) => failed(config('slack-bad-webhook', `the value of ${parameter} ${why}`));
  if (!URL.canParse(value)) return refused('is no URL');
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return refused('holds a login');
  if (!isPrivate(url)) return refused('is not https');
  if (!origins.includes(url.origin)) return refused(`is not at one of ${origins.join(', ')}`);
  return ok({ mode: 'webhook', url: url.href });
}

/** The characters are checked as well, since `fetch` prints a header that it refuses. */
const BOT_TOKEN = /^xoxb-[A-Za-z0-9-]{1,500}$/;

function bot(value: string, channel: string, { parameter, origins }: SlackSettings): Result<SlackTarget, Config> {
  if (!BOT_TOKEN.test(value))
    return failed(config('slack-bad-token', `the value of ${parameter} is no bot token (xoxb-…)`));
  const api = origins.filter((origin) => URL.canParse(origin)).map((origin) => new URL(origin));
  const url = api.find((url) => !url.hostname.startsWith('hooks.') && isPrivate(url));
  return url === undefined
    ? failed(config('slack-no-api', `no origin for the Slack API among ${origins.join(', ')}`))
    : ok({ mode: 'bot', origin: url.origin, token: value, channel });
}

/** Nobody listens on the way: TLS, or a server on this machine (the local stack). */
const isPrivate = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname));
