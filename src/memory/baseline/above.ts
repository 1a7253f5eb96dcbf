import { SETTLED_MS } from '../detector.ts';
import { startOf } from './bucket.ts';
import type { Group } from './group.ts';
import type { BaselineState, Unusual } from './state.ts';
import { JOINED, withBucket } from './unusual.ts';
import { isAbove } from './verdict.ts';

/** Judges a bucket that grew. What is compared was frozen a day ago, so the verdict stays whatever else comes. */
export function addAbove(bucket: number, group: Group): void {
  const { newest = Number.NEGATIVE_INFINITY } = group.traffic;
  const count = group.count(bucket);
  if (bucket > newest || count < group.spec.minimum) return;
  const usual = group.usual(bucket);
  if (usual === undefined || !isAbove(count, usual, group.spec)) return;
  group.episodes = withBucket(group.episodes, bucket, { count: group.count, usual: group.median });
}

export function endAbove(group: Group, now: number): void {
  const ends = (episode: Unusual): boolean => episode.ended === undefined && endOf(episode) <= now;
  if (!group.episodes.some(ends)) return;
  group.episodes = group.episodes.map((episode) => (ends(episode) ? { ...episode, ended: true } : episode));
  group.changed = true;
}

/** When the next episode ends, if nothing more comes. */
export function endOfAbove({ episodes }: BaselineState): number | undefined {
  const ends = episodes.filter(({ ended }) => ended === undefined).map(endOf);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** When nobody waits any longer for what would join it. */
const endOf = ({ until }: Unusual): number => startOf(until + JOINED + 1) + SETTLED_MS;
