import { LATEST_MS } from '../detector.ts';

/** UTC days since 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY_MS);

export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A sighting of today or yesterday is judged by what came more than LATEST_MS before it: by today, the two days before it, or
 * the newest of all others. The fifth is for one time stamp from the future.
 */
const KEPT = 5;

/** The first sighting of each day, oldest first, with one sighting more; the very same array where it adds nothing. */
export function withDay(days: readonly number[], time: number): readonly number[] {
  const day = dayOf(time);
  const same = days.find((known) => dayOf(known) === day);
  if (same !== undefined && same <= time) return days;
  const others = days.filter((known) => known !== same);
  const tooOld = others.length === KEPT && time < Math.min(...others);
  return tooOld ? days : [...others, time].sort((a, b) => a - b).slice(-KEPT);
}

/**
 * When the value was last seen before a sighting, as far as all that was before has arrived. 'often' where it was seen on
 * so many days since that nobody knows any more: then it is an old event that came again.
 */
export function lastBefore(days: readonly number[], time: number): number | 'never' | 'often' {
  // An event that is exactly LATEST_MS late may still come, so that moment is not judged by.
  const last = days.findLast((known) => known < time - LATEST_MS);
  return last ?? (days.length < KEPT ? 'never' : 'often');
}
