import type { BaselineSpec } from '../memory-rule.ts';
import type { Usual } from './usual.ts';

type Limits = Pick<BaselineSpec, 'factor' | 'minimum'>;

/**
 * Clear is what chance alone makes seldom: the exponent of the bound below. For `below` once in 100,000 buckets, about once a
 * year; with no events at all it takes 11.5 expected ones. `above` is measured against busy days already, so less will do.
 */
const CLEARLY_BELOW = 11.5;
const CLEARLY_ABOVE = 8;

/** A busy day is so much busier than the busy ones before it. */
const DAYS_DIFFER = 1.15;
/** A day that is slow so far makes `above` only a little more watchful: a night says little about the morning. */
const SLOWEST = 0.9;

/**
 * How far a count is from what was expected, if events come independently: the chance of it is below e to the power of
 * minus this (Chernoff's bound for the Poisson distribution). It grows with the distance, to either side.
 */
export function surprise(count: number, expected: number): number {
  return count === 0 ? expected : expected - count + count * Math.log(count / expected);
}

/** Stays true while the count grows. */
export function isAbove(count: number, usual: Usual, { factor, minimum }: Limits): boolean {
  const busy = Math.max(SLOWEST, usual.today);
  const high = DAYS_DIFFER * busy * Math.max(usual.high, 1);
  return (
    count >= minimum && count >= factor * busy * usual.median && count > high && surprise(count, high) >= CLEARLY_ABOVE
  );
}

/** Of one complete bucket. */
export function isBelow(count: number, usual: Usual, { factor, minimum }: Limits): boolean {
  const { median, low, today } = usual;
  return (
    median >= minimum &&
    count * factor < Math.min(1, today) * median &&
    count < low &&
    surprise(count, low) >= CLEARLY_BELOW
  );
}

/** Of two complete buckets in a row, which see less than one alone can. */
export const areBelow = (counts: [number, number], usual: [Usual, Usual], { factor, minimum }: Limits): boolean =>
  isBelow(counts[0] + counts[1], sumOf(usual), { factor, minimum: 2 * minimum });

const sumOf = ([one, other]: [Usual, Usual]): Usual => ({
  median: one.median + other.median,
  low: one.low + other.low,
  high: one.high + other.high,
  today: Math.min(one.today, other.today),
});
