import type { Alert } from '../../../alert/alert.ts';
import { ok, type Result, retry } from '../../../errors.ts';
import type { Activity, Secrets, Settlement } from '../../../ports.ts';
import { type DeliveryPorts, deliverOnce, deliverTogether } from '../../deliver-once.ts';
import { isTimestamp } from './answer.ts';
import { fullMessage, minimalMessage, shortMessage } from './message.ts';
import { minimalOverflow, overflowMessage } from './overflow-message.ts';
import { send } from './send.ts';
import { surroundings } from './surroundings.ts';
import type { SlackSettings } from './target.ts';
import { channelOf, inTurn, type Patience, type TurnPorts } from './turn.ts';

export interface SlackPorts extends DeliveryPorts, TurnPorts {
  readonly secrets: Secrets;
  /** Absent where the deployment names no log group. */
  readonly activity?: Activity;
  readonly fetch: typeof fetch;
}

/** Everything that posting needs, but the alert. */
export interface Desk {
  readonly settings: SlackSettings;
  readonly ports: SlackPorts;
}

/** Tells one alert, once. The receipt is `ok` from a webhook, the message's `ts` from a bot. */
export const tellAlone = (alert: Alert, patience: Patience, desk: Desk): Promise<Result<Settlement>> =>
  deliverOnce(claimKey(alert), desk.ports, () => tell(alert, patience, desk));

/**
 * Tells several alerts in one message, each of them once. Each has its claim and is settled when Slack has taken the
 * message; of those that were told before, or that another worker has, nothing is in it.
 */
export const tellMerged = (
  alerts: readonly Alert[],
  patience: Patience,
  desk: Desk,
): Promise<readonly Result<Settlement>[]> =>
  deliverTogether(alerts.map(claimKey), desk.ports, async (mine) => {
    const ours = mine.flatMap((index) => alerts[index] ?? []);
    const [only] = ours;
    if (ours.length === 1 && only !== undefined) return tell(only, patience, desk);
    const { settings, ports } = desk;
    const outgoing = { message: overflowMessage(ours), minimal: minimalOverflow(ours) };
    const sent = await inTurn(channelOf(settings), patience, ports, () => send(outgoing, settings, ports));
    // One text that Slack does not like must not make the others undeliverable: another batch mixes them anew.
    if (!sent.ok && sent.failure.next === 'reject')
      return { ok: false, failure: retry('slack-refused-merged', sent.failure.detail) };
    if (!sent.ok) return sent;
    ports.metrics.count('SlackSent');
    ports.metrics.count('SlackMerged', ours.length);
    // Not a `ts`: a later repeat of one of them must not overwrite the message that holds them all.
    return ok({ state: 'sent', receipt: `merged ${sent.value}` });
  });

const claimKey = ({ id }: Pick<Alert, 'id'>): string => `${id}#slack`;

async function tell(alert: Alert, patience: Patience, desk: Desk): Promise<Result<Settlement>> {
  const sent = await (alert.kind === 'alert' ? tellFirst : tellAgain)(alert, patience, desk);
  if (!sent.ok) return sent;
  desk.ports.metrics.count('SlackSent');
  return ok({ state: 'sent', receipt: sent.value });
}

async function tellFirst(alert: Alert, patience: Patience, { settings, ports }: Desk): Promise<Result<string>> {
  const activity = await surroundings(alert, ports.activity, ports.log);
  const outgoing = { message: fullMessage(alert, activity), minimal: minimalMessage(alert) };
  return inTurn(channelOf(settings), patience, ports, () => send(outgoing, settings, ports));
}

/**
 * A bot puts the count into the first message and one line into its thread; the update comes first, since it may be
 * done twice without harm. A webhook, or a bot that cannot find or change the first message, posts one line.
 */
async function tellAgain(repeat: Alert, patience: Patience, { settings, ports }: Desk): Promise<Result<string>> {
  const line = { message: shortMessage(repeat), minimal: minimalMessage(repeat) };
  const first = settings.mode === 'bot' ? await firstMessage(repeat, ports) : ok(undefined);
  if (!first.ok) return first;
  const thread = first.value;
  const activity = thread === undefined ? undefined : await surroundings(repeat, ports.activity, ports.log);
  return inTurn(channelOf(settings), patience, ports, async () => {
    if (thread === undefined) return send(line, settings, ports);
    const update = { message: fullMessage(repeat, activity), minimal: line.message, to: { update: thread } };
    const updated = await send(update, settings, ports);
    if (updated.ok) return send({ ...line, to: { thread } }, settings, ports);
    return updated.failure.next === 'retry' ? updated : send(line, settings, ports);
  });
}

/** The `ts` of the message that told the alert in full; undefined where there is none to change. */
async function firstMessage(repeat: Alert, { claims }: SlackPorts): Promise<Result<string | undefined>> {
  if (repeat.repeats === undefined) return ok(undefined);
  const found = await claims.find(claimKey({ id: repeat.repeats }));
  if (!found.ok) return found;
  const { value } = found;
  return ok(value !== 'unknown' && value.state === 'sent' && isTimestamp(value.receipt) ? value.receipt : undefined);
}
