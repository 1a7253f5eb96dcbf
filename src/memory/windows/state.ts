import type { Episode } from '../detector.ts';

/** What is kept of a sighting: when, which event, and the value or the rule where the type asks for it. 31 bytes without. */
export type Kept = readonly [time: number, id: string, what?: string];

/** Milliseconds of event time, both ends belong to it: a window that holds, or the union of some that overlap. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `start` and `end` are of the windows, `from` and `until` of the events in them. */
export type KeptEpisode = Omit<Episode, 'heldAt' | 'values' | 'usual'> & Span;

export interface WindowState {
  /** By time, then id, each once; see extract.ts for which. */
  readonly sightings: readonly Kept[];
  /** In the order in which they opened. */
  readonly episodes: readonly KeptEpisode[];
  /** There were too many sightings: what is older than this was dropped, and is not taken any more. */
  readonly since?: number;
  /** Windows that ended until then were judged; only where a window is judged when it is complete. */
  readonly judged?: number;
}

export const EMPTY: WindowState = { sightings: [], episodes: [] };

/** Text is compared by its code units: the same on every computer. */
export function byTime([time, id, what = '']: Kept, [otherTime, otherId, otherWhat = '']: Kept): number {
  if (time !== otherTime) return time - otherTime;
  if (id !== otherId) return id < otherId ? -1 : 1;
  if (what === otherWhat) return 0;
  return what < otherWhat ? -1 : 1;
}

export const newestOf = ({ sightings }: WindowState): number => sightings.at(-1)?.[0] ?? 0;

export const overlap = (one: Span, other: Span): boolean => one.start <= other.end && other.start <= one.end;

/** Of lists in order of time. */
export const within = (sightings: readonly Kept[], { start, end }: Span): readonly Kept[] =>
  sightings.filter(([time]) => start <= time && time <= end);
