import type { WindowSpec } from '../memory-rule.ts';
import { type Measure, Sequence } from './sequence.ts';
import type { Kept } from './state.ts';

export function measureOf({ type, rules, percentile = 50 }: WindowSpec): () => Measure {
  switch (type) {
    case 'event_count':
      return () => different(([, id]) => id);
    case 'value_count':
    case 'temporal':
      return () => different(([, , what = '']) => what);
    case 'temporal_ordered':
      return () => new Sequence(rules);
    case 'value_sum':
      return total;
    case 'value_avg':
      return () => ofNumbers(average);
    case 'value_percentile':
      return () => ofNumbers((numbers) => nearestRank(numbers, percentile));
  }
}

export function measured(measure: Measure, sightings: readonly Kept[]): number {
  for (const kept of sightings) measure.add(kept);
  return measure.value();
}

function different(thing: (kept: Kept) => string): Measure {
  const seen = new Set<string>();
  return { add: (kept) => void seen.add(thing(kept)), value: () => seen.size };
}

function ofNumbers(of: (numbers: readonly number[]) => number): Measure {
  const numbers: number[] = [];
  return { add: ([, , what]) => void numbers.push(Number(what)), value: () => of(numbers) };
}

function total(): Measure {
  let sum = 0;
  return { add: ([, , what]) => void (sum = finite(sum + Number(what))), value: () => sum };
}

function average(numbers: readonly number[]): number {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  // Huge numbers are divided before they are added; others after, so that the mean of whole numbers is not a little off.
  return Number.isFinite(mean) ? mean : finite(numbers.reduce((sum, number) => sum + number / numbers.length, 0));
}

/** What is infinite would not survive as JSON. */
const finite = (sum: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, sum));

function nearestRank(numbers: readonly number[], percentile: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1)] ?? 0;
}
