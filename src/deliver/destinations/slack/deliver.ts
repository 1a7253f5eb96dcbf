import type { Alert } from '../../../alert/alert.ts';
import { LEVELS } from '../../../alert/facts.ts';
import { failed, type Result, type Retry, retry } from '../../../errors.ts';
import type { Settlement, TimeLeft } from '../../../ports.ts';
import { alertIn } from './alert-message.ts';
import type { SlackSettings } from './target.ts';
import { type Desk, type SlackPorts, tellAlone, tellMerged } from './tell.ts';
import { isNotYet, type Patience } from './turn.ts';

export { SLACK_ORIGINS, type SlackSettings } from './target.ts';
export type { SlackPorts } from './tell.ts';
export { PACE_MS } from './turn.ts';

/** A post has eight seconds (post.ts), the claim and the note their share: with less time nothing more is begun. */
const SEND_MS = 10_000;

/** So long a batch is told one by one, at the pace of the channel; what is left then is a storm. */
export const ONE_BY_ONE_MS = 3_000;

/**
 * Tells Slack the alerts in a batch of SQS messages, each once; one outcome for each message, in their order.
 *
 * ```
 *  critical ──▶ one by one, each takes the channel's next turn, however many others wait
 *  others ────▶ one by one, the most severe first, for three seconds
 *                 └─ what is left ──▶ one message about them all
 * ```
 *
 * What has no turn before time is up goes back to the queue, to be seen again when the channel has time.
 */
export async function tellSlack(
  bodies: readonly string[],
  settings: SlackSettings,
  ports: SlackPorts,
  left: TimeLeft,
): Promise<readonly Result<Settlement>[]> {
  const batch = new Batch({ settings, ports }, ports.clock.now() + left() - SEND_MS);
  const waiting: Waiting[] = [];
  for (const [index, body] of bodies.entries()) {
    const read = alertIn(body);
    if (read.ok) waiting.push({ index, alert: read.value });
    else batch.outcomes.set(index, read);
  }
  await batch.tellUrgent(waiting.filter(({ alert }) => isCritical(alert)));
  await batch.tellOthers(waiting.filter(({ alert }) => !isCritical(alert)));
  return bodies.map((_body, index) => batch.outcomes.get(index) ?? failed(OUT_OF_TIME));
}

interface Waiting {
  readonly index: number;
  readonly alert: Alert;
}

/** One invocation's work for one channel. */
class Batch {
  readonly outcomes = new Map<number, Result<Settlement>>();
  readonly #desk: Desk;
  readonly #deadline: number;
  /** Why nothing more is posted: Slack asked for time, or for more than this invocation has. */
  #stopped: Retry | undefined;

  constructor(desk: Desk, deadline: number) {
    this.#desk = desk;
    this.#deadline = deadline;
  }

  async tellUrgent(urgent: readonly Waiting[]): Promise<void> {
    for (const { index, alert } of urgent) {
      this.outcomes.set(index, await this.#alone(alert, { until: this.#deadline, urgent: true }));
    }
  }

  async tellOthers(waiting: readonly Waiting[]): Promise<void> {
    const others = waiting.toSorted((a, b) => severity(b.alert) - severity(a.alert));
    const until = Math.min(this.#desk.ports.clock.now() + ONE_BY_ONE_MS, this.#deadline);
    for (const [position, { index, alert }] of others.entries()) {
      const isLast = position === others.length - 1;
      const told = await this.#alone(alert, { until: isLast ? this.#deadline : until, urgent: false });
      if (isNotYet(told) && !isLast) return this.#merged(others.slice(position));
      this.outcomes.set(index, told);
    }
  }

  async #alone(alert: Alert, { until, urgent }: Patience): Promise<Result<Settlement>> {
    const patience = { until: Math.max(until, this.#desk.ports.clock.now()), urgent };
    return this.#cannotBegin() ?? this.#heeded(await tellAlone(alert, patience, this.#desk));
  }

  async #merged(waiting: readonly Waiting[]): Promise<void> {
    const refused = this.#cannotBegin();
    const alerts = waiting.map(({ alert }) => alert);
    const patience = { until: this.#deadline, urgent: false };
    const told = refused ? alerts.map(() => refused) : await tellMerged(alerts, patience, this.#desk);
    for (const [position, { index }] of waiting.entries())
      this.outcomes.set(index, told[position] ?? failed(OUT_OF_TIME));
  }

  #cannotBegin(): Result<Settlement> | undefined {
    if (this.#stopped !== undefined) return failed(this.#stopped);
    // One alert is always begun, so that a function with a short time-out gets on.
    return this.outcomes.size > 0 && this.#desk.ports.clock.now() > this.#deadline ? failed(OUT_OF_TIME) : undefined;
  }

  /** After an answer that asks for more time than there is, the rest of the batch need not ask. */
  #heeded(told: Result<Settlement>): Result<Settlement> {
    if (told.ok || told.failure.next !== 'retry' || told.failure.afterMs === undefined) return told;
    const again = this.#desk.ports.clock.now() + told.failure.afterMs;
    if (!isNotYet(told) || again > this.#deadline) this.#stopped = told.failure;
    return told;
  }
}

const OUT_OF_TIME = retry('out-of-time', 'this invocation ends soon: not begun');

const isCritical = ({ rule }: Alert): boolean => rule.level === 'critical';
const severity = ({ rule }: Alert): number => LEVELS.indexOf(rule.level);
