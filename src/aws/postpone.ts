import type { SQSRecord } from 'aws-lambda';
import type { Failure } from '../errors.ts';
import type { Log } from '../ports.ts';
import type { Visibility } from './visibility.ts';

/**
 * "12 hours from the time the message is first received" (SQS developer guide, "visibility timeout"); a change does not
 * begin the count anew. A function lives 15 minutes at most.
 */
export const LONGEST_MS = 12 * 60 * 60 * 1000 - 15 * 60 * 1000;

/** What a destination did not ask for is not waited for longer. */
const LONGEST_OF_OURS_MS = 15 * 60 * 1000;

/** Hides a failed message for as long as the destination asked. Nobody sleeps: the queue waits. */
export async function postpone(
  { receiptHandle, eventSourceARN, attributes }: SQSRecord,
  failures: readonly Failure[],
  visibility: Visibility,
  log: Log,
): Promise<void> {
  const asked = Math.max(0, ...failures.map((failure) => (failure.next === 'retry' ? (failure.afterMs ?? 0) : 0)));
  if (asked === 0) return;
  const ms = hiddenFor(asked, Number(attributes?.ApproximateReceiveCount));
  const hidden = await visibility.hide(eventSourceARN, receiptHandle, ms);
  // It comes back when the queue's own time-out is over, perhaps too early; the pace of the destination is kept all the same.
  if (!hidden.ok) log.warn('not postponed', { reason: hidden.failure.reason, detail: hidden.failure.detail, ms });
}

/**
 * Never shorter than asked. Twice as long with every further receive: ten receives end in the dead-letter queue, and
 * Retry-After: 1 ten times over would be ten seconds.
 *
 * @example
 * hiddenFor(1000, 1) // 1000
 * hiddenFor(1000, 4) // 8000
 */
export function hiddenFor(asked: number, receives: number): number {
  const times = 2 ** Math.min(Math.max((receives || 1) - 1, 0), 20);
  return Math.min(Math.max(asked, Math.min(asked * times, LONGEST_OF_OURS_MS)), LONGEST_MS);
}
