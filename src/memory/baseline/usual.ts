import { BUCKETS_A_DAY, DAYS, REACH } from './bucket.ts';

/** What is known of the past. */
export interface Past {
  /** The group's first bucket. */
  readonly first: number;
  readonly count: (bucket: number) => number;
}

/** Events in five minutes at a time of day and of the week. */
export interface Usual {
  readonly median: number;
  /** Fewer and more than this are rare; of the bucket and its neighbours, since a job does not start to the second. */
  readonly low: number;
  readonly high: number;
  /** How busy this day was so far, as a share of the days it is compared with; 0.5 to 1.5. */
  readonly today: number;
}

/** How busy a weekday is at a time of day: in the hour before, and in the hour after. */
const AROUND = 12;
/** Weekdays are alike where the one is at most so many times as busy as the other; chance makes a few events of it. */
const ALIKE = 2;
const FEW = 3;
/** Today is measured by the three hours before the reach. They may hold an anomaly, so it goes only so far. */
const SO_FAR = 36;
const [LEAST_TODAY, MOST_TODAY] = [0.5, 1.5];
/** One in so many days may be an anomaly of its own at this time, on either side. */
const ANOMALOUS = 5;

/**
 * What was usual at the same time of the day on days like this one. A burst or an outage on some of them changes nothing,
 * because it is the median, and the extremes are left out. Looks only at what is
 * frozen when the bucket begins.
 *
 * @returns undefined where the group was never seen at this time of the week
 */
export function usualAt(bucket: number, past: Past): Usual | undefined {
  const days = daysLike(bucket, past);
  if (days.length === 0) return undefined;
  const at = (shift: number): number[] =>
    days.map((day) => past.count(bucket + shift - day * BUCKETS_A_DAY)).sort((one, other) => one - other);
  const [before, same, after] = [at(-1), at(0), at(1)];
  const trimmed = Math.floor(days.length / ANOMALOUS);
  return {
    median: medianOf(same),
    low: Math.min(...[before, same, after].map((counts) => counts[trimmed] ?? 0)),
    high: Math.max(...[before, same, after].map((counts) => counts[counts.length - 1 - trimmed] ?? 0)),
    today: today(bucket, days, past),
  };
}

/**
 * How many days ago: all days of those weekdays that are about as busy at this time as the weekday of the bucket is. So
 * working days are one kind and weekends another, whatever days a weekend has.
 */
function daysLike(bucket: number, past: Past): number[] {
  const days = Array.from({ length: DAYS }, (_, at) => at + 1).filter(
    (day) => bucket - day * BUCKETS_A_DAY - 1 >= past.first,
  );
  if (!days.some((day) => day % 7 === 0)) return [];
  const [before, after] = [-AROUND, 0].map((shift) => weekdays(bucket + shift, days, past));
  const isLike = (levels: readonly number[] | undefined, day: number): boolean =>
    areAlike(levels?.[day % 7] ?? 0, levels?.[0] ?? 0);
  return days.filter((day) => isLike(before, day) && isLike(after, day));
}

const areAlike = (one: number, other: number): boolean => Math.max(one, other) <= ALIKE * Math.min(one, other) + FEW;

/** How busy each of the seven weekdays is in the hour from a bucket on; the first is that of the bucket itself. */
function weekdays(from: number, days: readonly number[], past: Past): number[] {
  const levels = Array.from({ length: 7 }, (): number[] => []);
  for (const day of days) levels[day % 7]?.push(medianFrom(from - day * BUCKETS_A_DAY, AROUND, past.count));
  return levels.map((ofDay) => medianOf(ofDay.sort((one, other) => one - other)));
}

/** Of its buckets the median, so that a job of some minutes does not make all days look alike. */
function medianFrom(from: number, length: number, count: Past['count']): number {
  const counts: number[] = [];
  for (let at = 0; at < length; at++) counts.push(count(from + at));
  return medianOf(counts.sort((one, other) => one - other));
}

/** Days are better or worse as a whole. */
function today(bucket: number, days: readonly number[], { count }: Past): number {
  const from = bucket - REACH - SO_FAR;
  const then = days.map((day) => medianFrom(from - day * BUCKETS_A_DAY, SO_FAR, count));
  const usual = medianOf(then.sort((one, other) => one - other));
  const share = (medianFrom(from, SO_FAR, count) + FEW) / (usual + FEW);
  return Math.min(MOST_TODAY, Math.max(LEAST_TODAY, share));
}

/** Of numbers in order; 0 of none. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
