import type { Alert } from '../../../alert/alert.ts';
import { harmless } from '../../../alert/text.ts';
import type { Activity, ActivitySummary, Log } from '../../../ports.ts';

const HALF_AN_HOUR_MS = 30 * 60 * 1000;
const DETAIL_MAX = 200;

/** What else the actor did in the hour around the event. A kindness to the reader: an alert never fails or waits for it. */
export async function surroundings(
  alert: Alert,
  activity: Activity | undefined,
  log: Log,
): Promise<ActivitySummary | undefined> {
  const at = Date.parse(alert.event.time ?? '');
  if (activity === undefined || alert.actor.arn === undefined || Number.isNaN(at)) return undefined;
  const answer = await activity.of({ arn: alert.actor.arn, from: at - HALF_AN_HOUR_MS, to: at + HALF_AN_HOUR_MS });
  // CloudTrail writes to its log group minutes later: nothing there means "not yet", and zeros would say "nothing else".
  if (answer.ok) return answer.value.calls === 0 ? undefined : answer.value;
  const { reason, detail } = answer.failure;
  log.warn('no activity line', { alert: alert.id, reason, detail: harmless(detail, DETAIL_MAX) });
  return undefined;
}
