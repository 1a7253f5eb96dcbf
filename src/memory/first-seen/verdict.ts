import { LATEST_MS } from '../detector.ts';
import type { FirstSeenSpec } from '../memory-rule.ts';
import { lastBefore } from './days.ts';
import { learnsSince } from './lives.ts';
import type { FirstSeenState, KnownValue } from './state.ts';
import { appearanceKey } from './value-name.ts';

export type Verdict =
  /** Nothing to tell: the value was seen before, or the group is learning. */
  | { readonly is: 'usual' }
  /** A part of the appearance with this key. */
  | { readonly is: 'new'; readonly key: string }
  /** It looks new, but values were pushed out of the memory, and it may have been one of them. */
  | { readonly is: 'unknowable' };

/**
 * Judges a sighting by what lies more than LATEST_MS before it. All of that has arrived, so that neither order nor
 * duplicates change the verdict:
 *
 * ```
 *  time − remember           time − LATEST         time
 *  ───[ the value: usual ──────────)── not used ───┤
 *  ◀── the group's first + learnMs ≤ here
 * ```
 *
 * A value in the last LATEST_MS of that says nothing, so all sightings of a value's first day are new: one appearance.
 */
export function verdictOn(
  { lives, lostUntil }: Pick<FirstSeenState, 'lives' | 'lostUntil'>,
  { name, days, appearances = [] }: KnownValue,
  time: number,
  { learnMs, rememberMs }: FirstSeenSpec,
): Verdict {
  // What was told stays told, also when it comes again after the days that it was judged by are gone.
  const told = appearances.find(({ from, until }) => from <= time && time <= until);
  if (told !== undefined) return { is: 'new', key: told.key };

  const since = learnsSince(lives, time, rememberMs);
  if (since === undefined || since + learnMs > time - LATEST_MS) return { is: 'usual' };

  const before = lastBefore(days, time);
  const horizon = time - rememberMs;
  if (before === 'often' || (before !== 'never' && before >= horizon)) return { is: 'usual' };

  const key = appearanceKey(name, before);
  const lost = before === 'never' && lostUntil !== undefined && lostUntil >= horizon;
  return lost && !appearances.some((known) => known.key === key) ? { is: 'unknowable' } : { is: 'new', key };
}
