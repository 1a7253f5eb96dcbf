import type { Alert } from '../alert/alert.ts';
import { ok, type Result } from '../errors.ts';
import { parseJson } from '../json.ts';
import { askFor, slotFor } from '../memory/wakes.ts';
import type { Clock, Memory, QuietAnswer, QuietWindows } from '../ports.ts';
import { REMEMBER_MS } from './deliver-once.ts';

/**
 * Files come "on average about 5 minutes" late, and some later (CloudTrail user guide, "How CloudTrail works"). What comes
 * after the summary is counted still, and said by the next alert of the key.
 */
export const GRACE_MS = 15 * 60 * 1000;

/** What is needed to sum a window up, kept under the alert that opened it. */
export interface Sample {
  readonly from: number;
  readonly alert: Alert;
  readonly done?: true;
}

export const sampleKey = (holder: string): string => `quiet-sample#${holder}`;

export interface WatchPorts {
  readonly memory: Memory;
  readonly quiet: QuietWindows;
  readonly clock: Clock;
}

/**
 * Sees to it that the window which silenced an alert is summed up when it is over. The sample comes first, then the place
 * in the diary, then the note in the window: whoever dies in between leaves a window without the note, and the next
 * alert that it silences does all three again.
 */
export async function watchWindow(
  alert: Alert,
  window: Extract<QuietAnswer, { speak: false }>,
  { memory, quiet, clock }: WatchPorts,
): Promise<Result<void>> {
  if (window.watched) return ok(undefined);
  const now = clock.now();
  const due = Math.max(window.from + alert.dedup.quietMs, now) + GRACE_MS;
  const { evidence: _tooLarge, episode: _another, ...bare } = alert;
  const sample: Sample = { from: window.from, alert: bare };
  const written = await memory.write({
    key: sampleKey(window.holder),
    state: JSON.stringify(sample),
    version: 0,
    expires: due + REMEMBER_MS,
  });
  if (!written.ok) return written;
  const asked = await askFor(slotFor(due, now), [window.holder], memory, 'quiet');
  return asked.ok ? quiet.watch(alert.dedup.key, window.holder) : asked;
}

/** What we wrote ourselves; what cannot be read is nothing to sum up. */
export function sampleIn(state: string): Sample | undefined {
  const parsed = parseJson(state);
  return parsed.ok ? (parsed.value as Sample) : undefined;
}
