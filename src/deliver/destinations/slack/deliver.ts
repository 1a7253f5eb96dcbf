import type { Alert } from '../../../alert/alert.ts';
import { ok, type Result } from '../../../errors.ts';
import type { Activity, Secrets, Settlement } from '../../../ports.ts';
import { type DeliveryPorts, deliverOnce } from '../../deliver-once.ts';
import { alertIn } from './alert-message.ts';
import { isTimestamp } from './answer.ts';
import { fullMessage, minimalMessage, shortMessage } from './message.ts';
import { send } from './send.ts';
import { surroundings } from './surroundings.ts';
import type { SlackSettings } from './target.ts';

export { SLACK_ORIGINS, type SlackSettings } from './target.ts';

export interface SlackPorts extends DeliveryPorts {
  readonly secrets: Secrets;
  /** Absent where the deployment names no log group. */
  readonly activity?: Activity;
  readonly fetch: typeof fetch;
}

/** Tells Slack the alert in an SQS message, once. The receipt is `ok` from a webhook, the message's `ts` from a bot. */
export async function tellSlack(body: string, settings: SlackSettings, ports: SlackPorts): Promise<Result<Settlement>> {
  const read = alertIn(body);
  if (!read.ok) return read;
  const alert = read.value;
  return deliverOnce(claimKey(alert.id), ports, async () => {
    const sent = await (alert.kind === 'alert' ? tellFirst(alert, settings, ports) : tellAgain(alert, settings, ports));
    if (!sent.ok) return sent;
    ports.metrics.count('SlackSent');
    return ok({ state: 'sent', receipt: sent.value });
  });
}

const claimKey = (alertId: string): string => `${alertId}#slack`;

async function tellFirst(alert: Alert, settings: SlackSettings, ports: SlackPorts): Promise<Result<string>> {
  const activity = await surroundings(alert, ports.activity, ports.log);
  return send({ message: fullMessage(alert, activity), minimal: minimalMessage(alert) }, settings, ports);
}

/**
 * A bot puts the count into the first message and one line into its thread; the update comes first, since it may be
 * done twice without harm. A webhook, or a bot that cannot find or change the first message, posts one line.
 */
async function tellAgain(repeat: Alert, settings: SlackSettings, ports: SlackPorts): Promise<Result<string>> {
  const line = { message: shortMessage(repeat), minimal: minimalMessage(repeat) };
  const first = settings.mode === 'bot' ? await firstMessage(repeat, ports) : ok(undefined);
  if (!first.ok) return first;
  if (first.value === undefined) return send(line, settings, ports);
  const activity = await surroundings(repeat, ports.activity, ports.log);
  const update = { message: fullMessage(repeat, activity), minimal: line.message, to: { update: first.value } };
  const updated = await send(update, settings, ports);
  if (updated.ok) return send({ ...line, to: { thread: first.value } }, settings, ports);
  return updated.failure.next === 'retry' ? updated : send(line, settings, ports);
}

/** The `ts` of the message that told the alert in full; undefined where there is none to change. */
async function firstMessage(repeat: Alert, { claims }: SlackPorts): Promise<Result<string | undefined>> {
  if (repeat.repeats === undefined) return ok(undefined);
  const found = await claims.find(claimKey(repeat.repeats));
  if (!found.ok) return found;
  const { value } = found;
  return ok(value !== 'unknown' && value.state === 'sent' && isTimestamp(value.receipt) ? value.receipt : undefined);
}
