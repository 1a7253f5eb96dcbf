import { config, failed, ok, type Result, reject } from '../../../errors.ts';
import type { Log, Secrets } from '../../../ports.ts';
import { apiVerdict, type Verdict, webhookVerdict } from './answer.ts';
import type { SlackMessage } from './blocks.ts';
import { post } from './post.ts';
import { type SlackSettings, type SlackTarget, targetOf } from './target.ts';

export interface SendPorts {
  readonly secrets: Secrets;
  readonly fetch: typeof fetch;
  readonly log: Log;
}

export interface Outgoing {
  readonly message: SlackMessage;
  /** Sent instead, once, where Slack refuses the payload. */
  readonly minimal: SlackMessage;
  /** For a bot: the message that is changed, or the thread that is answered. */
  readonly to?: { readonly update: string } | { readonly thread: string };
}

/**
 * Posts until Slack has taken the message or has said no for good. Each of the two second chances is taken once:
 * a plainer payload where the payload was refused, a fresh secret where the secret was.
 */
export async function send(outgoing: Outgoing, settings: SlackSettings, ports: SendPorts): Promise<Result<string>> {
  let fresh = false;
  let plainer = false;
  for (;;) {
    const target = await currentTarget(settings, ports, fresh);
    if (!target.ok) return target;
    const verdict = await postOnce(target.value, outgoing, plainer, ports);
    switch (verdict.kind) {
      case 'taken':
        return ok(verdict.receipt);
      case 'failed':
        return failed(verdict.failure);
      case 'payload':
        ports.log.warn('Slack refused a payload', { said: verdict.said, plainer });
        if (plainer) return failed(reject('slack-refused-payload', `Slack answered ${verdict.said} twice`));
        plainer = true;
        break;
      case 'secret':
        ports.log.warn('Slack refused the secret', { said: verdict.said, parameter: settings.parameter, fresh });
        if (fresh) return failed(config('slack-refused-secret', `Slack answered ${verdict.said} twice`));
        fresh = true;
        break;
    }
  }
}

async function currentTarget(
  settings: SlackSettings,
  { secrets }: SendPorts,
  fresh: boolean,
): Promise<Result<SlackTarget>> {
  const secret = await secrets.get(settings.parameter, { fresh });
  return secret.ok ? targetOf(secret.value, settings) : secret;
}

async function postOnce(target: SlackTarget, outgoing: Outgoing, plainer: boolean, ports: SendPorts): Promise<Verdict> {
  const message = plainer ? outgoing.minimal : outgoing.message;
  if (target.mode === 'webhook') {
    const answer = await post(ports.fetch, target.url, {}, message);
    return answer.ok ? webhookVerdict(answer.value) : { kind: 'failed', failure: answer.failure };
  }
  const { method, place } = apiCall(outgoing.to);
  const headers = { authorization: `Bearer ${target.token}` };
  const payload = { channel: target.channel, ...place, ...message };
  const answer = await post(ports.fetch, `${target.origin}/api/${method}`, headers, payload);
  return answer.ok ? apiVerdict(answer.value) : { kind: 'failed', failure: answer.failure };
}

function apiCall(to: Outgoing['to']): { readonly method: string; readonly place: Readonly<Record<string, string>> } {
  if (to === undefined) return { method: 'chat.postMessage', place: {} };
  if ('update' in to) return { method: 'chat.update', place: { ts: to.update } };
  return { method: 'chat.postMessage', place: { thread_ts: to.thread } };
}
