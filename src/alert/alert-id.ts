import { createHash } from 'node:crypto';

/**
 * sha256(rule id, 0, event id), 64 hex digits. One event and one rule are one alert, whether the event came by S3, by
 * EventBridge, twice, or in another file.
 */
export const alertId = (ruleId: string, eventId: string): string => sha256(ruleId, eventId);

/** The n-th repeat of an alert that was told. */
export const repeatId = (alert: string, count: number): string => sha256(alert, 'repeat', String(count));

/** The end of an alert that was told. */
export const endId = (alert: string): string => sha256(alert, 'ended');

/** What the quiet window of an alert that was told has kept silent. */
export const summaryId = (alert: string): string => sha256(alert, 'summary');

/** Rule and dedup values as one key of bounded length; the values are an attacker's and may be of any length. */
export const dedupKey = (ruleId: string, values: readonly string[]): string => sha256(ruleId, ...values);

/** The parts are kept apart by a zero byte, which none of them holds a second meaning for: `a`+`bc` is not `ab`+`c`. */
function sha256(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const [i, part] of parts.entries()) hash.update(i === 0 ? part : `\0${part}`);
  return hash.digest('hex');
}
