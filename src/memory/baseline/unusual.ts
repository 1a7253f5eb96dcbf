import { LATEST_MS } from '../detector.ts';
import { BUCKET_MS } from './bucket.ts';
import type { Unusual } from './state.ts';

/** Unusual buckets less than half an hour apart are one episode: a rate that hovers is told once. */
export const JOINED = 6;

/** A state never holds more; the newest stay. */
const MAX_EPISODES = 20;
const KEPT = LATEST_MS / BUCKET_MS;

interface Rates {
  readonly count: (bucket: number) => number;
  /** What is usual in a bucket. */
  readonly usual: (bucket: number) => number;
}

/** The episodes with one more unusual bucket, in order of time. Which spans they are does not depend on the order of buckets. */
export function withBucket(
  episodes: readonly Unusual[],
  bucket: number,
  rates: Rates,
  joined = JOINED,
): readonly Unusual[] {
  const isNear = ({ from, until }: Unusual): boolean => bucket >= from - joined && bucket <= until + joined;
  const near = episodes.filter(isNear);
  const [first] = near;
  if (near.length === 1 && first !== undefined && bucket >= first.from && bucket <= first.until) return episodes;
  const opened = { key: String(bucket), from: bucket, until: bucket, openedWith: rates.count(bucket), usual: 0 };
  const span = {
    from: Math.min(bucket, ...near.map(({ from }) => from)),
    until: Math.max(bucket, ...near.map(({ until }) => until)),
  };
  const whole = { ...(first ?? opened), ...span, usual: sum(span, rates.usual, near) };
  return [...episodes.filter((one) => !isNear(one)), whole].sort((one, other) => one.from - other.from);
}

/** What is usual in a span, of which parts were summed before: the days of long ago may be forgotten by now. */
function sum(
  span: { from: number; until: number },
  usual: (bucket: number) => number,
  parts: readonly Unusual[],
): number {
  let total = 0;
  for (let bucket = span.from; bucket <= span.until; bucket++) {
    if (!parts.some(({ from, until }) => bucket >= from && bucket <= until)) total += usual(bucket);
  }
  return parts.reduce((all, part) => all + part.usual, total);
}

/** Without those that ended more than a day ago, of which no redelivery comes any more. */
export function withoutOld(episodes: readonly Unusual[], newest: number): readonly Unusual[] {
  const kept = episodes
    .filter(({ until, ended }) => ended === undefined || until >= newest - KEPT)
    .slice(-MAX_EPISODES);
  return kept.length === episodes.length ? episodes : kept;
}
