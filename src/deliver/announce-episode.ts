import type { Alert } from '../alert/alert.ts';
import { alertForEpisode, endedAlert, grownAlert, overflowAlert } from '../alert/episode.ts';
import { type Failure, ok, type Result } from '../errors.ts';
import { MAX_GROUPS_PER_HOUR } from '../memory/admission.ts';
import type { Episode } from '../memory/detector.ts';
import type { Found, Remembered } from '../memory/remember.ts';
import type { Settlement } from '../ports.ts';
import { type AnnouncePorts, announce, tellOnce } from './announce.ts';
import { stage } from './stage.ts';

/**
 * Tells what rules with memory found: an episode when it opens, when it has grown tenfold, a hundredfold …, and when it is
 * over. Whoever sees the same episode again tells the same alerts, which are known by their claims.
 */
export async function announceFound(
  { found, overflows }: Remembered,
  ports: AnnouncePorts,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const one of found) {
    if (one.rule.untold) continue;
    const told = await announceEpisode(one, ports);
    if (!told.ok) failures.push(told.failure);
  }
  for (const overflow of overflows) {
    const told = await (overflow.rule.staged ? stage : announce)(overflowAlert(overflow, MAX_GROUPS_PER_HOUR), ports);
    if (!told.ok) failures.push(told.failure);
  }
  return failures;
}

async function announceEpisode(found: Found, ports: AnnouncePorts): Promise<Result<Settlement>> {
  const alert = alertForEpisode(found);
  const opened = await (found.rule.staged ? stage : announce)(alert, ports);
  // While the dedup key is quiet, what the episode comes to is as silent as its beginning.
  if (!opened.ok || opened.value.state !== 'sent') return opened;
  for (const later of laterAlerts(alert, found.episode)) {
    const told = await tellOnce(later, ports);
    if (!told.ok) return told;
  }
  return ok(opened.value);
}

/** What is told after the beginning. Of an episode that never grew, the beginning has said everything. */
function laterAlerts(alert: Alert, { count, openedWith, ended }: Episode): Alert[] {
  const milestone = openedWith > 0 ? milestoneOf(count / openedWith) : 1;
  return [
    ...(milestone > 1 ? [grownAlert(alert, milestone)] : []),
    ...(ended === true && count > openedWith ? [endedAlert(alert)] : []),
  ];
}

/** The last of 1, 10, 100, 1,000 … that was reached. */
const milestoneOf = (growth: number): number => (growth >= 10 ? 10 ** Math.floor(Math.log10(growth)) : 1);
