import type { Criteria } from '../memory-rule.ts';
import { farther } from './criteria.ts';
import type { Firing } from './firing.ts';
import { type Kept, type KeptEpisode, overlap, type Span, within } from './state.ts';

/** The newest stay. A window of seconds and a burst every minute would otherwise fill the item with what is long over. */
export const MOST_EPISODES = 100;

/** What an episode is counted in. */
export interface Counting {
  readonly criteria: Criteria;
  /** Of all sightings of an episode; undefined where the farthest window is told. */
  readonly inSpan?: (sightings: readonly Kept[]) => number;
  /** Sightings before this time were dropped. */
  readonly since: number;
  /** In the buckets of these times something that is counted was dropped. */
  readonly lost: readonly number[];
}

/** Each firing span opens an episode, or joins those that it overlaps; the key of the one that opened first stays. */
export function withFirings(
  known: readonly KeptEpisode[],
  firings: readonly Firing[],
  sightings: readonly Kept[],
  counting: Counting,
): readonly KeptEpisode[] {
  let episodes = known;
  for (const firing of firings) {
    const joined = episodes.filter((episode) => overlap(episode, firing));
    const [oldest] = joined;
    if (oldest === undefined) episodes = [...episodes, opened(firing, sightings, counting)];
    else {
      const grown = joinedBy(oldest, joined, firing, sightings, counting);
      episodes = episodes.flatMap((one) => (one === oldest ? [grown] : joined.includes(one) ? [] : [one]));
    }
  }
  return episodes;
}

function opened(firing: Firing, sightings: readonly Kept[], counting: Counting): KeptEpisode {
  const { start, end, farthest } = firing;
  const inside = within(sightings, firing);
  const [from, id] = inside[0] ?? [start, ''];
  const [until] = inside.at(-1) ?? [end];
  const count = counting.inSpan?.(inside) ?? farthest;
  const openedWith = counting.inSpan === undefined ? firing.opened : count;
  const episode = { key: `${from.toString(36)}-${id}`, start, end, from, until, count, openedWith };
  return isPartial(firing, counting) ? { ...episode, more: true } : episode;
}

function joinedBy(
  oldest: KeptEpisode,
  joined: readonly KeptEpisode[],
  firing: Firing,
  sightings: readonly Kept[],
  counting: Counting,
): KeptEpisode {
  const { criteria, inSpan, since } = counting;
  const start = Math.min(firing.start, ...joined.map(({ start }) => start));
  const end = Math.max(firing.end, ...joined.map(({ end }) => end));
  const inside = within(sightings, { start, end });
  const first = inside[0]?.[0] ?? start;
  const from = start < since ? Math.min(first, ...joined.map(({ from }) => from)) : first;
  const until = inside.at(-1)?.[0] ?? oldest.until;
  // Some of what was counted once may be gone, so a count never shrinks.
  const count = joined.reduce((most, { count }) => farther(criteria, most, count), inSpan?.(inside) ?? firing.farthest);
  const more = joined.some(({ more }) => more === true) || isPartial({ start, end }, counting);
  const grown = { ...oldest, start, end, from, until, count, ...(more ? { more } : {}) };
  return joined.length === 1 && isSame(oldest, grown) ? oldest : grown;
}

const isPartial = ({ start, end }: Span, { since, lost }: Counting): boolean =>
  start < since || lost.some((time) => start <= time && time <= end);

const isSame = (one: KeptEpisode, other: KeptEpisode): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is over, told, and older than anything that may still come is forgotten. */
export function remembered(episodes: readonly KeptEpisode[], oldest: number): readonly KeptEpisode[] {
  const open = episodes.filter(({ ended, end }) => ended !== true || end >= oldest);
  if (open.length <= MOST_EPISODES) return open.length === episodes.length ? episodes : open;
  const newest = new Set(open.toSorted((one, other) => other.end - one.end).slice(0, MOST_EPISODES));
  return open.filter((episode) => newest.has(episode));
}
