import { type Unreadable, unreadableAlert } from '../alert/pipeline-alert.ts';
import { type AnnouncePorts, announce } from '../deliver/announce.ts';
import type { Failure, Reject } from '../errors.ts';
import type { Queue } from '../ports.ts';

/** SQS takes 1 MiB, SNS 256 KiB; the body is there to be looked at, and an object's message only names the object. */
const MAX_BODY = 128 * 1024;

/** What was refused in one delivery, counted by place and reason: a file of garbage is one report, not a thousand. */
export class Refusals {
  readonly #known = new Map<string, { where: string; reason: string; detail: string; count: number }>();

  add(where: string, { reason, detail }: Reject): void {
    const key = `${reason} ${where}`;
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, { where, reason, detail, count: 1 });
    else known.count++;
  }

  /** Quarantine, log, metric, alert. What it returns could not be quarantined, so the delivery must come again. */
  async report(delivery: unknown, ports: AnnouncePorts & { readonly quarantine: Queue }): Promise<Failure[]> {
    if (this.#known.size === 0) return [];
    const refused: Unreadable[] = [...this.#known.values()];
    for (const { where, reason, detail, count } of refused) {
      ports.metrics.reason('Rejected', reason, count);
      ports.log.warn('refused', { where, reason, detail, count });
    }
    const body = typeof delivery === 'string' ? delivery : JSON.stringify(delivery);
    const kept = await ports.quarantine.send(JSON.stringify({ version: 1, refused, body: body.slice(0, MAX_BODY) }));
    if (!kept.ok) return [kept.failure];
    const failures: Failure[] = [];
    for (const unreadable of refused) {
      const told = await announce(unreadableAlert(unreadable, ports.clock.now()), ports);
      if (!told.ok) failures.push(told.failure);
    }
    return failures;
  }
}
