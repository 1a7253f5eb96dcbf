import { type Episode, LATEST_MS, MAX_SIGHTINGS, SETTLED_MS, type Sighting } from '../detector.ts';

/**
 * What is one episode: the sightings of a value until it is known, which takes LATEST_MS. The key is made of what the value
 * was before, so that it is the same whichever of the sightings comes first.
 */
export interface Appearance {
  readonly key: string;
  readonly from: number;
  readonly until: number;
  readonly count: number;
  /** Of the counted sightings, as long as counting goes on: not after the end, and not where there are `more`. */
  readonly ids: readonly string[];
  readonly more?: true;
  readonly ended?: true;
}

/** So many sightings are counted one by one; all that anybody wants to know beyond is that there are more. */
const COUNTED = 50;

export const opened = (key: string, { id, time }: Sighting): Appearance => ({
  key,
  from: time,
  until: time,
  count: 1,
  ids: [id],
});

/** With one sighting more; the very same object where it adds nothing. `held`: ids in the whole state. */
export function withSighting(appearance: Appearance, { id, time }: Sighting, held: number): Appearance {
  const { from, until, count, ids, more, ended } = appearance;
  const inside = from <= time && time <= until;
  if (ids.includes(id) || (inside && (ended || more))) return appearance;
  const span = { from: Math.min(from, time), until: Math.max(until, time) };
  // The ids are gone; but what lies outside of the span was certainly not counted.
  if (ended) return { ...appearance, ...span, count: count + 1 };
  return more || count >= COUNTED || held >= MAX_SIGHTINGS
    ? { ...appearance, ...span, ids: [], more: true }
    : { ...appearance, ...span, count: count + 1, ids: [...ids, id] };
}

/** When nothing can join it any more; undefined where that was noted. */
export const endsAt = ({ until, ended }: Appearance): number | undefined =>
  ended ? undefined : until + LATEST_MS + SETTLED_MS;

export const end = (appearance: Appearance): Appearance => ({ ...appearance, ids: [], ended: true });

export const episodeOf = ({ ids: _ids, ...told }: Appearance, value: string): Episode => ({
  ...told,
  openedWith: 1,
  heldAt: told.from,
  values: [value],
});
