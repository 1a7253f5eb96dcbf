import type { Detector, Episode, Sighting, Step } from '../detector.ts';
import type { BaselineSpec } from '../memory-rule.ts';
import { addAbove, endAbove, endOfAbove } from './above.ts';
import { judgeBelow, nextBelow } from './below.ts';
import { BUCKETS_A_DAY, bucketOf, startOf } from './bucket.ts';
import { Group } from './group.ts';
import { sketchOf } from './sketch.ts';
import { type BaselineState, EMPTY, type Unusual } from './state.ts';
import { FORGET_DAYS } from './traffic.ts';

/**
 * Finds times at which a group has many more events than usual, or many fewer: five minutes of event time are compared with
 * the same time of day on like days of the trailing 28. Nothing is told before the group was seen for a week.
 *
 * `above` is judged as events come, since a count only grows; `below` when nobody is waited for any longer, by `tick`. An
 * event that comes more than two hours after a newer one is not counted, since its bucket's ids are no longer kept: for this
 * detector that is the lateness within which order does not matter.
 *
 * An episode's `from` and `until` are the ends of its buckets, whether or not there was an event at these.
 */
export function baselineDetector(spec: BaselineSpec): Detector<BaselineState> {
  return {
    empty: EMPTY,
    add: (state, sightings) => add(state, sightings, spec),
    tick: (state, now) => tick(state, now, spec),
    due: (state) => due(state, spec),
    expires: ({ newest = 0 }) => startOf(newest + 1 + FORGET_DAYS * BUCKETS_A_DAY),
  };
}

function add(state: BaselineState, sightings: readonly Sighting[], spec: BaselineSpec): Step<BaselineState> {
  const group = new Group(state, spec);
  const ids = idsByBucket(sightings);
  for (const [bucket, seen] of ids) {
    if (!group.traffic.see(bucket, sketchOf(seen))) continue;
    group.changed = true;
    if (spec.direction === 'above') addAbove(bucket, group);
    takeIn(group, undefined);
  }
  const isIn = ({ from, until }: Unusual): boolean => ids.some(([bucket]) => bucket >= from && bucket <= until);
  return stepOf(group, isIn);
}

function tick(state: BaselineState, now: number, spec: BaselineSpec): Step<BaselineState> {
  const group = new Group(state, spec);
  takeIn(group, bucketOf(now));
  if (spec.direction === 'above') endAbove(group, now);
  else judgeBelow(group, now);
  const known = new Map(state.episodes.map((episode) => [episode.key, episode]));
  return stepOf(group, ({ key, ended }) => !known.has(key) || known.get(key)?.ended !== ended);
}

/** What waited and need not any longer. */
function takeIn(group: Group, now: number | undefined): void {
  for (let bucket = group.traffic.takeIn(now); bucket !== undefined; bucket = group.traffic.takeIn(now)) {
    group.changed = true;
    if (group.spec.direction === 'above') addAbove(bucket, group);
  }
}

function due(state: BaselineState, spec: BaselineSpec): number | undefined {
  const waiting = state.recent.find(([bucket]) => state.newest === undefined || bucket > state.newest);
  const own = spec.direction === 'above' ? endOfAbove(state) : nextBelow(state, spec);
  const times = [...(waiting === undefined ? [] : [startOf(waiting[0])]), ...(own === undefined ? [] : [own])];
  return times.length === 0 ? undefined : Math.min(...times);
}

function stepOf(group: Group, isTold: (episode: Unusual) => boolean): Step<BaselineState> {
  const episodes = group.episodes.filter(isTold).map((one) => episodeOf(one, group));
  return { state: group.changed ? group.packed() : group.before, episodes };
}

function episodeOf({ key, from, until, openedWith, usual, ended }: Unusual, { traffic }: Group): Episode {
  let count = 0;
  for (let bucket = from; bucket <= until; bucket++) count += traffic.count(bucket);
  const span = { from: startOf(from), until: startOf(until + 1), heldAt: startOf(from + 1) };
  return { key, ...span, count, openedWith, usual: Math.round(usual), ...(ended ? { ended } : {}) };
}

/** In order of time. A time that is none is nobody's. */
function idsByBucket(sightings: readonly Sighting[]): [number, string[]][] {
  const buckets = new Map<number, string[]>();
  for (const { id, time } of sightings) {
    const bucket = bucketOf(time);
    if (!Number.isFinite(bucket)) continue;
    const ids = buckets.get(bucket);
    if (ids === undefined) buckets.set(bucket, [id]);
    else ids.push(id);
  }
  return [...buckets].sort(([one], [other]) => one - other);
}
