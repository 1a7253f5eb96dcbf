import { LATEST_MS, MAX_SIGHTINGS } from '../detector.ts';
import type { WindowSpec } from '../memory-rule.ts';
import { alikeFrom, criteriaOf, isMonotone } from './criteria.ts';
import { byTime, type Kept } from './state.ts';

/** Counted exactly in a bucket are twice as many, so that an alert about an ordinary burst can say how many it were. */
export const KEPT_AT_AN_END = 50;

/** Half of a state: one bucket never fills more than a state. A limit above this cannot be seen; check it at load. */
export const MOST_COUNTED = MAX_SIGHTINGS / 2;

/**
 * Which sightings suffice to judge every window, also together with those that are still to come.
 *
 * Time is cut into buckets as long as the window. A window then is the end of one bucket and the beginning of the next,
 * so of each bucket the first `ends` and the last `ends` different things are enough to say whether a window has that
 * many. Where something was dropped, the bucket has so many by itself, lies in an episode as a whole, and its first and
 * last sighting are kept: the span of the episode is exact too. The extract of two extracts together is the extract of
 * everything: in any order, any number of times.
 */
export interface Extract {
  /** Sightings with the same are one. */
  readonly identity: (kept: Kept) => string;
  /** What is counted. Of each thing its first and its last sighting in a bucket are kept. */
  readonly thing: (kept: Kept) => string;
  /** Kept apart within a bucket, so that a flood of one rule cannot push out the one event of another. */
  readonly apart: (kept: Kept) => string;
  readonly ends: number;
}

export function extractFor(spec: WindowSpec, keptAtAnEnd: number): Extract {
  const event = ([, id]: Kept): string => id;
  const what = ([, , what = '']: Kept): string => what;
  const both = ([, id, what = '']: Kept): string => `${id} ${what}`;
  const together = (): string => '';
  const enough = Math.min(MOST_COUNTED, Math.max(keptAtAnEnd, alikeFrom(criteriaOf(spec))));
  switch (spec.type) {
    case 'event_count':
      return { identity: event, thing: event, apart: together, ends: enough };
    case 'value_count':
      return isMonotone(spec)
        ? { identity: both, thing: what, apart: together, ends: enough }
        : { identity: both, thing: both, apart: together, ends: MOST_COUNTED };
    case 'temporal':
      return { identity: both, thing: isMonotone(spec) ? what : both, apart: together, ends: MOST_COUNTED };
    case 'temporal_ordered': {
      const ends = Math.floor(MOST_COUNTED / new Set(spec.rules).size);
      return { identity: both, thing: both, apart: what, ends };
    }
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return { identity: event, thing: event, apart: together, ends: MOST_COUNTED };
  }
}

export const bucketStart = (time: number, timespanMs: number): number => Math.floor(time / timespanMs) * timespanMs;

/** Before it nothing is waited for: an event that comes as late as may be still finds all of its windows. */
export const oldest = (newest: number, timespanMs: number): number =>
  bucketStart(newest - LATEST_MS - 2 * timespanMs, timespanMs);

/** In order of time, each once. Of the same thing seen twice the first given stays, so that what is known stays itself. */
export function inOrder(sightings: readonly Kept[], { identity }: Extract): readonly Kept[] {
  const seen = new Set<string>();
  return sightings.toSorted(byTime).filter((kept) => {
    const is = identity(kept);
    if (seen.has(is)) return false;
    seen.add(is);
    return true;
  });
}

/** `lost`: a time in each bucket of which something that is counted had to go. */
export function extracted(
  sightings: readonly Kept[],
  extract: Extract,
  timespanMs: number,
): { readonly kept: readonly Kept[]; readonly lost: readonly number[] } {
  const { identity, thing, ends } = extract;
  // Nothing is dropped where there is room for all: nearly always.
  if (identity === thing && sightings.length <= ends) return { kept: sightings, lost: [] };
  const stay = new Set<Kept>();
  const lost: number[] = [];
  for (const part of parts(sightings, extract, timespanMs)) {
    const [first] = part;
    const staying = [...beginning(part, thing, ends), ...beginning(part.toReversed(), thing, ends)];
    for (const kept of staying) stay.add(kept);
    const things = (list: readonly Kept[]): number => new Set(list.map(thing)).size;
    if (first !== undefined && part.length > ends && things(staying) < things(part)) lost.push(first[0]);
  }
  return { kept: sightings.filter((kept) => stay.has(kept)), lost };
}

/** As `lost`, of an extract by itself: where each sighting is counted, and as many are kept as can be. */
export const full = (kept: readonly Kept[], extract: Extract, timespanMs: number): readonly number[] =>
  parts(kept, extract, timespanMs).flatMap((part) =>
    part.length < 2 * extract.ends ? [] : part.slice(0, 1).map(([time]) => time),
  );

function parts(sightings: readonly Kept[], { apart }: Extract, timespanMs: number): readonly (readonly Kept[])[] {
  const parts = new Map<string, Kept[]>();
  for (const kept of sightings) {
    const name = `${bucketStart(kept[0], timespanMs)} ${apart(kept)}`;
    const part = parts.get(name);
    if (part === undefined) parts.set(name, [kept]);
    else part.push(kept);
  }
  return [...parts.values()];
}

function beginning(part: readonly Kept[], thing: Extract['thing'], ends: number): readonly Kept[] {
  const seen = new Set<string>();
  return part.filter((kept) => {
    if (seen.size >= ends || seen.has(thing(kept))) return false;
    seen.add(thing(kept));
    return true;
  });
}

/** Where the oldest buckets have to go for the rest to fit into a state; undefined where all fit. */
export function fittingSince(sightings: readonly Kept[], timespanMs: number): number | undefined {
  if (sightings.length <= MAX_SIGHTINGS) return undefined;
  const tooOld = sightings.at(-MAX_SIGHTINGS - 1)?.[0] ?? 0;
  return bucketStart(tooOld, timespanMs) + timespanMs;
}
