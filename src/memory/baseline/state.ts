import type { Sketch } from './sketch.ts';

/** Plain JSON, below 30 KB. Buckets are numbers (bucket.ts). */
export interface BaselineState {
  /** The group's first bucket; absent before anything was taken in. */
  readonly first?: number;
  /** The newest bucket that was taken in. Newer ones in `recent` wait (traffic.ts). */
  readonly newest?: number;
  /** In order of time: the ids of the last two hours, and what waits. */
  readonly recent: readonly (readonly [bucket: number, ids: Sketch])[];
  /** Counts of the buckets before those, up to newest − REACH. */
  readonly history: string;
  /** Of `below`: the bucket that is to be judged next. */
  readonly next?: number;
  readonly episodes: readonly Unusual[];
}

/** Unusual buckets and what lies between them. */
export interface Unusual {
  readonly key: string;
  /** The first and the last unusual bucket. */
  readonly from: number;
  readonly until: number;
  readonly openedWith: number;
  readonly usual: number;
  readonly ended?: true;
}

export const EMPTY: BaselineState = { recent: [], history: '', episodes: [] };
