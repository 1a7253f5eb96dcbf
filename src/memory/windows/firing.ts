import type { Criteria } from '../memory-rule.ts';
import { farther, holds } from './criteria.ts';
import { measured } from './measure.ts';
import type { Measure } from './sequence.ts';
import { type Kept, overlap, type Span, within } from './state.ts';

/** Windows that hold and overlap. */
export interface Firing extends Span {
  /** Of the first of them, and of the one farthest beyond the limit. */
  readonly opened: number;
  readonly farthest: number;
}

export interface Condition {
  readonly timespanMs: number;
  readonly criteria: Criteria;
  readonly measure: () => Measure;
  /** Every window has to be measured in full: a sum may grow after it holds, and it is the largest that is told. */
  readonly inFull: boolean;
}

/**
 * Where a condition that stays true holds. A window may begin anywhere, but those that hold contain one that begins with
 * a sighting; from the time at which that one holds until its first sighting leaves, every window holds.
 */
export function firingSpans(sightings: readonly Kept[], condition: Condition): readonly Firing[] {
  // Fewer sightings never measure more: where all of them together do not hold, as in nearly every group, no window does.
  if (!holds(condition.criteria, measured(condition.measure(), sightings))) return [];
  const found: Firing[] = [];
  for (const [at, [time]] of sightings.entries()) {
    if (sightings[at - 1]?.[0] === time) continue;
    const held = heldFrom(sightings, at, condition);
    if (held === undefined) continue;
    const { timespanMs } = condition;
    const windows = { start: held.time - timespanMs + 1, end: time + timespanMs - 1 };
    found.push({ ...windows, opened: held.measure, farthest: held.farthest });
  }
  return united(found, condition.criteria);
}

/** The first time at which the window that begins with this sighting holds. */
function heldFrom(
  sightings: readonly Kept[],
  at: number,
  { timespanMs, criteria, measure, inFull }: Condition,
): { readonly time: number; readonly measure: number; readonly farthest: number } | undefined {
  const until = (sightings[at]?.[0] ?? 0) + timespanMs;
  const measuring = measure();
  let held: { readonly time: number; readonly measure: number } | undefined;
  for (let next = at; ; next++) {
    const kept = sightings[next];
    if (kept === undefined || kept[0] >= until) break;
    measuring.add(kept);
    if (held !== undefined || sightings[next + 1]?.[0] === kept[0]) continue;
    const value = measuring.value();
    if (!holds(criteria, value)) continue;
    held = { time: kept[0], measure: value };
    if (!inFull) break;
  }
  return held === undefined ? undefined : { ...held, farthest: inFull ? measuring.value() : held.measure };
}

/** The windows that are judged when they are complete: those that end with a sighting, and those that begin with one. */
export const windowsAt = ([time]: Kept, timespanMs: number): readonly Span[] => [
  { start: time - timespanMs + 1, end: time },
  { start: time, end: time + timespanMs - 1 },
];

export function firingAmong(
  windows: readonly Span[],
  sightings: readonly Kept[],
  condition: Condition,
): readonly Firing[] {
  const found: Firing[] = [];
  for (const { start, end } of windows) {
    const value = measured(condition.measure(), within(sightings, { start, end }));
    if (holds(condition.criteria, value)) found.push({ start, end, opened: value, farthest: value });
  }
  found.sort((one, other) => one.start - other.start || one.end - other.end);
  return united(found, condition.criteria);
}

/** Those that overlap become one; they are in the order of their starts. */
function united(found: readonly Firing[], criteria: Criteria): readonly Firing[] {
  const pieces: Firing[] = [];
  for (const next of found) {
    const last = pieces.at(-1);
    if (last === undefined || !overlap(last, next)) pieces.push(next);
    else {
      const farthest = farther(criteria, last.farthest, next.farthest);
      pieces[pieces.length - 1] = { ...last, end: Math.max(last.end, next.end), farthest };
    }
  }
  return pieces;
}
