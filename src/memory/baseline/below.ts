import { SETTLED_MS } from '../detector.ts';
import type { BaselineSpec } from '../memory-rule.ts';
import { BUCKET_MS, BUCKETS_A_DAY, bucketOf, startOf } from './bucket.ts';
import type { Group } from './group.ts';
import type { BaselineState, Unusual } from './state.ts';
import { JOINED, withBucket } from './unusual.ts';
import type { Usual } from './usual.ts';
import { areBelow, isBelow } from './verdict.ts';

/** A clock that stood still looks back so far. */
const LOOK_BACK = BUCKETS_A_DAY;

/** Judges the buckets for which nobody is waited for any longer, each once and in order; also those without any event. */
export function judgeBelow(group: Group, now: number): void {
  const settled = bucketOf(now - SETTLED_MS) - 1;
  if (group.learnt === undefined || settled < group.learnt) return;
  const from = Math.max(group.next ?? group.learnt, group.learnt, settled - LOOK_BACK);
  for (let bucket = from; bucket <= settled; bucket++) judge(bucket, group);
  const next = nextWorth(Math.max(from, settled + 1), group);
  group.changed ||= next !== group.next;
  group.next = next;
}

function judge(bucket: number, group: Group): void {
  const usual = group.usual(bucket);
  if (usual === undefined) return;
  const ended = group.episodes.filter((episode) => episode.ended === true);
  const open = group.episodes.filter((episode) => episode.ended === undefined);
  if (isUnusual(bucket, usual, group)) {
    const rates = { count: group.count, usual: group.median };
    // However long it was quiet in between: a night does not end what began on the day before.
    group.episodes = [...ended, ...withBucket(open, bucket, rates, Number.POSITIVE_INFINITY)];
    group.changed = true;
  } else if (open.some(({ until }) => bucket >= until + JOINED) && isBack(group.count(bucket), usual, group.spec)) {
    group.episodes = group.episodes.map((episode): Unusual => ({ ...episode, ended: true }));
    group.changed = true;
  }
}

function isUnusual(bucket: number, usual: Usual, group: Group): boolean {
  const count = group.count(bucket);
  if (isBelow(count, usual, group.spec)) return true;
  const before = group.usual(bucket - 1);
  return before !== undefined && areBelow([group.count(bucket - 1), count], [before, usual], group.spec);
}

/** No events at a time at which none are usual say nothing. */
const isBack = (count: number, { median }: Usual, { factor }: BaselineSpec): boolean =>
  count > 0 && count * factor >= median;

/** The next bucket that could be unusual, or end what is; a group that is too small is looked at once a day. */
function nextWorth(from: number, group: Group): number {
  if (group.episodes.some(({ ended }) => ended === undefined)) return from;
  for (let bucket = from; bucket < from + BUCKETS_A_DAY; bucket++) {
    if (group.median(bucket) >= group.spec.minimum) return bucket;
  }
  return from + BUCKETS_A_DAY;
}

/** When that bucket is complete. */
export function nextBelow({ first, next }: BaselineState, { learnMs }: BaselineSpec): number | undefined {
  if (first === undefined) return undefined;
  const bucket = Math.max(next ?? 0, first + Math.ceil(learnMs / BUCKET_MS));
  return startOf(bucket + 1) + SETTLED_MS;
}
