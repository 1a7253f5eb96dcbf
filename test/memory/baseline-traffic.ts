import type { Sighting } from '../../src/memory/detector.ts';
import type { BaselineSpec } from '../../src/memory/memory-rule.ts';

/** Taken once: Jest makes a look at a global dear. */
const { floor } = Math;

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
export function events(time: number, count: number): Sighting[] {
  const bucket = (time / BUCKET).toString(36);
  return Array.from({ length: count }, (_, at) => ({
    id: `${bucket}.${at.toString(36)}`.padStart(12, '0'),
    time: time + floor((at * BUCKET) / count),
    rule: 'calls',
  }));
}

/** Every five minutes so many events. */
export function traffic(from: number, until: number, rate: (time: number) => number): Sighting[] {
  const all: Sighting[] = [];
  for (let time = from; time < until; time += BUCKET) all.push(...events(time, rate(time)));
  return all;
}

/** Working days of ten hours, and quiet weekends. */
export function officeHours(time: number): number {
  const [day, hour] = [floor((time - START) / DAY) % 7, ((time - START) % DAY) / HOUR];
  return day >= 5 ? 1 : hour >= 8 && hour < 18 ? 40 : 4;
}
