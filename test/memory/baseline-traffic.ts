import type { Sighting } from '../../src/memory/detector.ts';
import type { BaselineSpec } from '../../src/memory/memory-rule.ts';

export const MINUTE = 60_000;
export const BUCKET = 5 * MINUTE;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday, 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);

export const spec = (direction: BaselineSpec['direction'], changes: Partial<BaselineSpec> = {}): BaselineSpec => ({
  type: 'baseline',
  rules: ['calls'],
  groupBy: [],
  aliases: {},
  direction,
  factor: 3,
  minimum: 20,
  learnMs: 14 * DAY,
  ...changes,
});

/** Events of one bucket, spread over it. The same place has the same ids. */
export const events = (time: number, count: number): Sighting[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${(time / BUCKET).toString(36)}.${at.toString(36)}`.padStart(12, '0'),
    time: time + Math.floor((at * BUCKET) / count),
    rule: 'calls',
  }));

/** Every five minutes so many events. */
export function traffic(from: number, until: number, rate: (time: number) => number): Sighting[] {
  const all: Sighting[] = [];
  for (let time = from; time < until; time += BUCKET) all.push(...events(time, rate(time)));
  return all;
}

/** Working days of ten hours, and quiet weekends. */
export function officeHours(time: number): number {
  const [day, hour] = [Math.floor((time - START) / DAY) % 7, ((time - START) % DAY) / HOUR];
  return day >= 5 ? 1 : hour >= 8 && hour < 18 ? 40 : 4;
}
