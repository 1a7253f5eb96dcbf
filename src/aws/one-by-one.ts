import { type Failure, messageOf, retry } from '../errors.ts';
import type { TimeLeft } from '../ports.ts';

/** Delivers the bodies of SQS messages, or the one event of a direct invocation: a list of failures for each, in order. */
export type DeliverAll = (deliveries: readonly unknown[], left: TimeLeft) => Promise<readonly (readonly Failure[])[]>;

/** Delivers one of them. */
export type Deliver = (delivery: unknown, left: TimeLeft) => Promise<readonly Failure[]>;

/**
 * With less time than this nothing more is begun. A time-out would return the whole batch, what was done as well ("if the
 * function … times out, the whole batch returns": Lambda developer guide, "Using Lambda with Amazon SQS"), and would burn
 * one of its ten receives. The shortest time-out is 30 s, and one message takes a second or two.
 */
export const MARGIN_MS = 10_000;

/**
 * One message after the other: memory stays bounded, and the log can be read. What time does not suffice for goes back
 * untouched. A throw, which nobody expected, fails its message and no other.
 */
export const oneByOne =
  (deliver: Deliver): DeliverAll =>
  async (deliveries, left) => {
    const outcomes: (readonly Failure[])[] = [];
    for (const delivery of deliveries) {
      outcomes.push(
        left() < MARGIN_MS && outcomes.length > 0 ? [outOfTime(left)] : await caught(deliver, delivery, left),
      );
    }
    return outcomes;
  };

async function caught(deliver: Deliver, delivery: unknown, left: TimeLeft): Promise<readonly Failure[]> {
  try {
    return await deliver(delivery, left);
  } catch (thrown) {
    return [retry('unexpected', `a fault of Trailhound: ${messageOf(thrown)}`)];
  }
}

const outOfTime = (left: TimeLeft): Failure =>
  retry('out-of-time', `${Math.max(0, Math.round(left()))} ms are left of this invocation: not begun`);
