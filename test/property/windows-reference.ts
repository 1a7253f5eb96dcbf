import type { Sighting } from '../../src/memory/detector.ts';
import type { Criteria, WindowSpec } from '../../src/memory/memory-rule.ts';

/** An episode as it should be in the end. */
export interface Expected {
  readonly from: number;
  readonly until: number;
  readonly heldAt: number;
  readonly count: number;
}

interface Windows {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** A slow reading of the definition: it keeps every sighting of the whole history and looks at every window. */
export function reference(spec: WindowSpec, history: readonly Sighting[]): readonly Expected[] {
  const sightings = once(
    spec,
    history.filter((sighting) => counts(spec, sighting)),
  );
  const holding = (isSettled(spec) ? completeWindows : everyWindow)(spec, sightings);
  return joined(holding).map(({ start, end, value }) => {
    const inside = sightings.filter(({ time }) => start <= time && time <= end);
    const times = inside.filter((one) => bounds(spec, one, sightings)).map(({ time }) => time);
    const isLargest = isSettled(spec) || spec.type === 'value_sum';
    return {
      from: Math.min(...times),
      until: Math.max(...times),
      heldAt: start + spec.timespanMs - 1,
      count: isLargest ? value : measure(spec, inside),
    };
  });

  function joined(windows: readonly Windows[]): readonly Windows[] {
    const least = spec.criteria.lt !== undefined || spec.criteria.lte !== undefined;
    const episodes: Windows[] = [];
    for (const next of windows.toSorted((one, other) => one.start - other.start)) {
      const last = episodes.at(-1);
      if (last === undefined || last.end < next.start) episodes.push(next);
      else {
        const value = least ? Math.min(last.value, next.value) : Math.max(last.value, next.value);
        episodes[episodes.length - 1] = { start: last.start, end: Math.max(last.end, next.end), value };
      }
    }
    return episodes;
  }
}

export const isSettled = ({ type, criteria: { lt, lte, eq, neq } }: WindowSpec): boolean =>
  type === 'value_avg' || type === 'value_percentile' || [lt, lte, eq, neq].some((limit) => limit !== undefined);

const counts = (spec: WindowSpec, { value }: Sighting): boolean => {
  if (!spec.type.startsWith('value_')) return true;
  if (spec.type === 'value_count') return value !== undefined;
  const number = Number(value);
  return Number.isFinite(number) && (number >= 0 || isSettled(spec));
};

function once({ type }: WindowSpec, sightings: readonly Sighting[]): readonly Sighting[] {
  const seen = new Map<string, Sighting>();
  for (const one of sightings) seen.set(type.startsWith('temporal') ? `${one.id} ${one.rule}` : one.id, one);
  return [...seen.values()].toSorted((one, other) => one.time - other.time);
}

/** The end of a window may be any millisecond, but what is in it changes only where an event comes in or goes out. */
function everyWindow(spec: WindowSpec, sightings: readonly Sighting[]): Windows[] {
  const { timespanMs } = spec;
  const changes = [...new Set(sightings.flatMap(({ time }) => [time, time + timespanMs]))].toSorted((a, b) => a - b);
  return changes.flatMap((end, at) => {
    const value = measure(spec, inWindow(sightings, end - timespanMs + 1, end));
    const until = (changes[at + 1] ?? end + 1) - 1;
    return value > 0 && meets(spec, value) ? [{ start: end - timespanMs + 1, end: until, value }] : [];
  });
}

function completeWindows(spec: WindowSpec, sightings: readonly Sighting[]): Windows[] {
  const { timespanMs } = spec;
  return sightings
    .flatMap(({ time }) => [
      { start: time - timespanMs + 1, end: time },
      { start: time, end: time + timespanMs - 1 },
    ])
    .map(({ start, end }) => ({ start, end, value: measure(spec, inWindow(sightings, start, end)) }))
    .filter(({ value }) => meets(spec, value));
}

const inWindow = (sightings: readonly Sighting[], start: number, end: number): readonly Sighting[] =>
  sightings.filter(({ time }) => start <= time && time <= end);

/**
 * A value that was seen before and is seen again in one aligned span of the window's length bounds no episode: only its
 * first and its last sighting there do, and the rule's of a `temporal`.
 */
function bounds(spec: WindowSpec, sighting: Sighting, sightings: readonly Sighting[]): boolean {
  if (isSettled(spec) || (spec.type !== 'value_count' && spec.type !== 'temporal')) return true;
  const bucket = (time: number): number => Math.floor(time / spec.timespanMs);
  const thing = ({ value, rule }: Sighting): string | undefined => (spec.type === 'temporal' ? rule : value);
  const alike = sightings
    .filter((one) => thing(one) === thing(sighting) && bucket(one.time) === bucket(sighting.time))
    .map(({ time }) => time);
  return sighting.time === Math.min(...alike) || sighting.time === Math.max(...alike);
}

function measure({ type, rules, percentile = 50 }: WindowSpec, inside: readonly Sighting[]): number {
  const numbers = inside.map(({ value }) => Number(value));
  const sum = numbers.reduce((total, number) => total + number, 0);
  switch (type) {
    case 'event_count':
      return inside.length;
    case 'value_count':
      return new Set(inside.map(({ value }) => value)).size;
    case 'temporal':
      return new Set(inside.map(({ rule }) => rule)).size;
    case 'temporal_ordered':
      return longest(rules, inside);
    case 'value_sum':
      return sum;
    case 'value_avg':
      return sum / numbers.length;
    case 'value_percentile': {
      // Nearest rank: the smallest number that so many per cent of all do not exceed.
      const reached = (limit: number): boolean =>
        numbers.filter((number) => number <= limit).length * 100 >= percentile * numbers.length;
      return Math.min(...numbers.filter(reached));
    }
  }
}

/** Tries every choice of events for every place. */
function longest(rules: readonly string[], inside: readonly Sighting[]): number {
  let most = 0;
  const chains: { place: number; time: number; used: readonly string[] }[] = [{ place: 0, time: 0, used: [] }];
  for (let chain = chains.pop(); chain !== undefined; chain = chains.pop()) {
    const { place, time, used } = chain;
    most = Math.max(most, used.length);
    const rule = rules[place];
    if (rule === undefined || used.length + rules.length - place <= most) continue;
    chains.push({ place: place + 1, time, used });
    for (const one of inside) {
      if (one.rule !== rule || one.time < time || used.includes(one.id)) continue;
      chains.push({ place: place + 1, time: one.time, used: [...used, one.id] });
    }
  }
  return most;
}

function meets({ type, rules, criteria }: WindowSpec, value: number): boolean {
  const tests: Readonly<Record<keyof Criteria, (limit: number) => boolean>> = {
    gt: (limit) => value > limit,
    gte: (limit) => value >= limit,
    lt: (limit) => value < limit,
    lte: (limit) => value <= limit,
    eq: (limit) => value === limit,
    neq: (limit) => value !== limit,
  };
  const given = Object.entries(criteria) as [keyof Criteria, number][];
  if (given.length > 0) return given.every(([name, limit]) => tests[name](limit));
  return type === 'temporal_ordered' ? value === rules.length : value === new Set(rules).size;
}
