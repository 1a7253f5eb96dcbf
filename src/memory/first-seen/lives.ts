import { LATEST_MS } from '../detector.ts';
import { DAY_MS, dayOf } from './days.ts';

/**
 * A span in which the group was never silent for rememberMs. After such a silence everything is forgotten, and the
 * group learns anew: its item may be gone by then, and the verdict must not depend on when TTL deletes.
 *
 * ```
 *  |x  x x   x|      silent ≥ rememberMs      |x x   x
 *  from   lastDay                             from: learns anew
 * ```
 */
export interface Life {
  /** The first sighting. */
  readonly from: number;
  /** The UTC day of the last one: days, so that a group is written once a day and not for each of its events. */
  readonly lastDay: number;
}

/** The newest, the one before it for what comes late, and one for a time stamp from the future. */
const KEPT = 3;

/** The lives, oldest first, with one sighting more; the very same array where it adds nothing. */
export function withLife(lives: readonly Life[], time: number, rememberMs: number): readonly Life[] {
  const day = dayOf(time);
  if (lives.some(({ from, lastDay }) => from <= time && day <= lastDay)) return lives;
  const joined: Life[] = [];
  for (const life of [...lives, { from: time, lastDay: day }].sort((a, b) => a.from - b.from)) {
    const before = joined.at(-1);
    if (before === undefined || (dayOf(life.from) - before.lastDay) * DAY_MS > rememberMs) joined.push(life);
    else joined[joined.length - 1] = { from: before.from, lastDay: Math.max(before.lastDay, life.lastDay) };
  }
  const kept = joined.slice(-KEPT);
  const tooOld = kept.length === lives.length && kept.every((life, i) => life === lives[i]);
  return tooOld ? lives : kept;
}

/**
 * When the group began to learn what a sighting is judged by; undefined where there is nothing, or it is forgotten. Only
 * what is more than LATEST_MS before the sighting counts, so that nothing that comes later changes the answer.
 */
export function learnsSince(lives: readonly Life[], time: number, rememberMs: number): number | undefined {
  const life = lives.findLast(({ from }) => from < time - LATEST_MS);
  return life === undefined || endOf(life) <= time - LATEST_MS - rememberMs ? undefined : life.from;
}

/** The end of its last day. */
export const endOf = ({ lastDay }: Life): number => (lastDay + 1) * DAY_MS;
