import type { Alert } from '../alert/alert.ts';
import { iso, repeatOf } from '../alert/build.ts';
import { ok, type Result } from '../errors.ts';
import type { Memory, QuietAnswer, QuietWindows, Settlement, Topic } from '../ports.ts';
import { type DeliveryPorts, deliverOnce, REMEMBER_MS } from './deliver-once.ts';
import { jsonMessage, textMessage } from './destinations/sns/render.ts';
import { watchWindow } from './watch-window.ts';

export interface AnnouncePorts extends DeliveryPorts {
  /** For machines: JSON. */
  readonly topic: Topic;
  /** For people: text. SNS cannot send both by one topic and keep the attributes that subscribers filter on. */
  readonly textTopic: Topic;
  readonly quiet: QuietWindows;
  /** Where the clock finds the quiet windows that it will sum up. */
  readonly memory: Memory;
}

/**
 * Tells an alert to the SNS topics, once, unless its dedup key is quiet: then it is counted. The first alert after a
 * quiet window says how many were kept silent; during a long one the 10th, 100th, 1,000th … is told as a repeat, and
 * when it is over the clock sums it up.
 */
export async function announce(alert: Alert, ports: AnnouncePorts): Promise<Result<Settlement>> {
  if (alert.kind === 'ended') return announceEnd(alert, ports);
  let full = alert;
  const told = await deliverOnce(`${alert.id}#sns`, ports, async () => {
    const answer = await askQuiet(alert, ports);
    if (!answer.ok) return answer;
    if (answer.value.speak) {
      full = withBefore(alert, answer.value.before);
      return publish(full, ports);
    }
    const { count, holder, from } = answer.value;
    ports.metrics.count('AlertsSilenced');
    const watched = await watchWindow(alert, answer.value, ports);
    // Not tried again, since that would count the alert twice; the next one that is silenced asks once more.
    if (!watched.ok) ports.log.warn('quiet window not watched', { alert: holder, reason: watched.failure.reason });
    if (isMilestone(count)) await tellRepeat(repeatOf(alert, holder, count, from), ports);
    return ok({ state: 'silenced' });
  });
  if (!told.ok || told.value.state !== 'sent') return told;
  return tellPeople(full, ports);
}

/** The end of an alert is told unless the alert was kept silent. */
async function announceEnd(alert: Alert, ports: AnnouncePorts): Promise<Result<Settlement>> {
  const began = await ports.claims.find(`${alert.repeats}#sns`);
  if (!began.ok) return began;
  const wasSilent = began.value !== 'unknown' && began.value.state === 'silenced';
  return wasSilent ? ok({ state: 'silenced' }) : tellOnce(alert, ports);
}

/** Tells an alert to the SNS topics, once, whether or not its dedup key is quiet. */
export async function tellOnce(alert: Alert, ports: AnnouncePorts): Promise<Result<Settlement>> {
  const told = await deliverOnce(`${alert.id}#sns`, ports, () => publish(alert, ports));
  return told.ok && told.value.state === 'sent' ? tellPeople(alert, ports) : told;
}

const tellPeople = (alert: Alert, ports: AnnouncePorts): Promise<Result<Settlement>> =>
  deliverOnce(`${alert.id}#text`, ports, async () => {
    const published = await ports.textTopic.publish(textMessage(alert));
    return published.ok ? ok({ state: 'sent', receipt: published.value }) : published;
  });

export const askQuiet = (
  { id, dedup, event }: Alert,
  { quiet, clock }: Pick<AnnouncePorts, 'quiet' | 'clock'>,
): Promise<Result<QuietAnswer>> =>
  quiet.ask({
    key: dedup.key,
    alertId: id,
    at: event.time === undefined ? clock.now() : Date.parse(event.time),
    quietMs: dedup.quietMs,
    expires: clock.now() + REMEMBER_MS,
  });

async function publish(alert: Alert, ports: AnnouncePorts): Promise<Result<Settlement>> {
  const published = await ports.topic.publish(jsonMessage(alert));
  if (!published.ok) return published;
  ports.metrics.count('AlertsSent');
  ports.log.info('alert sent', { alert: alert.id, rule: alert.rule.name, event: alert.event.id });
  return ok({ state: 'sent', receipt: published.value });
}

/** A repeat that cannot be told is not tried again: the alert stands, and the next one carries the whole count. */
async function tellRepeat(repeat: Alert, ports: AnnouncePorts): Promise<void> {
  const told = [await ports.topic.publish(jsonMessage(repeat)), await ports.textTopic.publish(textMessage(repeat))];
  ports.metrics.count('AlertsRepeated');
  for (const published of told) {
    if (!published.ok) ports.log.warn('repeat not told', { alert: repeat.id, reason: published.failure.reason });
  }
}

const withBefore = (alert: Alert, before: { readonly count: number; readonly from: number }): Alert =>
  before.count === 0 ? alert : { ...alert, silenced: { count: before.count, since: iso(before.from) } };

/** 10, 100, 1,000 … */
const isMilestone = (count: number): boolean => count >= 10 && Number.isInteger(Math.log10(count));
