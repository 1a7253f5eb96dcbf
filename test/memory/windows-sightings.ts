import type { Sighting } from '../../src/memory/detector.ts';
import type { WindowSpec } from '../../src/memory/memory-rule.ts';
import type { WindowState } from '../../src/memory/windows/state.ts';

export const START = Date.UTC(2026, 10, 20, 14);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
export const WINDOW = 5 * MINUTE;

/** Seconds after START from and until, and the count. */
export const found = ({ episodes }: WindowState): readonly (readonly number[])[] =>
  episodes.map(({ from, until, count }) => [(from - START) / SECOND, (until - START) / SECOND, count]);

export type Some = Pick<WindowSpec, 'type'> & Partial<WindowSpec>;
export const spec = (some: Some): WindowSpec => ({
  timespanMs: WINDOW,
  criteria: {},
  rules: ['a', 'b', 'c'],
  groupBy: [],
  aliases: {},
  ...some,
});

/** Milliseconds after START, and of what the case is about: a value, or a rule. */
export type Short = readonly [after: number, what?: string, id?: string];
const isTemporal = ({ type }: Some): boolean => type.startsWith('temporal');
export const sightings = (some: Some, short: readonly Short[]): readonly Sighting[] =>
  short.map(([after, what, id], place) => ({
    id: id ?? `event-${String(place).padStart(6, '0')}`,
    time: START + after,
    rule: isTemporal(some) ? (what ?? 'a') : 'a',
    ...(isTemporal(some) || what === undefined ? {} : { value: what }),
  }));

export const every = (step: number, count: number, from = 0): Short[] =>
  Array.from({ length: count }, (_, at) => [from + at * step]);
export const count3: Some = { type: 'event_count', criteria: { gte: 3 } };
export const values3: Some = { type: 'value_count', field: 'f', criteria: { gte: 3 } };
export const ordered = (...rules: string[]): Some => ({ type: 'temporal_ordered', rules });
export const sum10: Some = { type: 'value_sum', field: 'f', criteria: { gte: 10 } };
export const average = (criteria: WindowSpec['criteria']): Some => ({ type: 'value_avg', field: 'f', criteria });
export const counted = (criteria: WindowSpec['criteria']): Some => ({ type: 'event_count', criteria });
