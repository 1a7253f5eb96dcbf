import * as fc from 'fast-check';
import { type Episode, SETTLED_MS, type Sighting } from '../../src/memory/detector.ts';
import { type Criteria, WINDOW_TYPES, type WindowSpec } from '../../src/memory/memory-rule.ts';
import { windowDetector } from '../../src/memory/windows/detector.ts';
import type { WindowState } from '../../src/memory/windows/state.ts';
import { type Expected, isSettled, reference } from './windows-reference.ts';

/** What happened, and how the workers came to know of it. */
export interface History {
  readonly spec: WindowSpec;
  /** So little is kept that much has to be dropped. */
  readonly keptAtAnEnd: number;
  readonly sightings: readonly Sighting[];
  readonly deliveries: readonly Delivery[];
}

interface Delivery {
  /** Places in the list of sightings. A sighting may come often. */
  readonly of: readonly number[];
  /** Both workers read the state before one of them writes; the second has to read again. */
  readonly conflict: boolean;
  /** How late the sightings are in thousandths of what may be, where lateness matters. */
  readonly late: number;
}

export interface Seen {
  readonly episodes: number;
  /** Sightings that the detector did not keep. */
  readonly dropped: number;
}

const RULES = ['a', 'b', 'c'];
const START = Date.UTC(2026, 10, 20, 14);
const TIMESPANS = [1_000, 7_000, 60_000, 300_000];

const limit = fc.integer({ min: 1, max: 5 });
const atOnce: fc.Arbitrary<Criteria> = fc.oneof(
  { weight: 4, arbitrary: limit.map((gte) => ({ gte })) },
  limit.map((gt) => ({ gt: gt - 0.5 })),
  fc.tuple(limit, limit).map(([gte, gt]) => ({ gte, gt: gt - 1 })),
);
const complete: fc.Arbitrary<Criteria> = fc.oneof(
  limit.map((lt) => ({ lt })),
  limit.map((lte) => ({ lte })),
  limit.map((eq) => ({ eq })),
  limit.map((neq) => ({ neq })),
  fc.tuple(limit, limit).map(([gte, more]) => ({ gte, lt: gte + more })),
);

const specs: fc.Arbitrary<WindowSpec> = fc
  .record({
    type: fc.constantFrom(...WINDOW_TYPES),
    timespanMs: fc.constantFrom(...TIMESPANS),
    criteria: fc.oneof({ weight: 3, arbitrary: atOnce }, { weight: 1, arbitrary: complete }),
    ordered: fc.array(fc.constantFrom(...RULES), { minLength: 1, maxLength: 4 }),
    all: fc.boolean(),
    percentile: fc.constantFrom(1, 25, 50, 90, 99),
  })
  .map(({ type, timespanMs, criteria, ordered, all, percentile }) => {
    const isTemporal = type.startsWith('temporal');
    return {
      type,
      timespanMs,
      criteria: isTemporal && all ? {} : criteria,
      rules: type === 'temporal_ordered' ? ordered : RULES,
      groupBy: [],
      aliases: {},
      ...(type.startsWith('value_') ? { field: 'f' } : {}),
      ...(type === 'value_percentile' ? { percentile } : {}),
    };
  });

/** Tenths of a window, often near each other, sometimes a millisecond off; in the first minutes of a day. */
const tenths = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 2, arbitrary: fc.integer({ min: 20, max: 34 }) },
  fc.integer({ min: 0, max: 2_000 }),
);

function sightingsOf({ type, timespanMs }: WindowSpec): fc.Arbitrary<readonly Sighting[]> {
  const maxLength = type === 'temporal_ordered' ? 12 : 60;
  const event = fc.tuple(tenths, fc.constantFrom(0, 0, 0, -1, 1), fc.constantFrom(...RULES), fc.nat(6), fc.nat(9));
  return fc.array(event, { maxLength, size: 'max' }).map((events) =>
    events.flatMap(([tenth, off, rule, number, second]) => {
      const time = START + Math.floor((tenth * timespanMs) / 10) + off;
      const id = `${tenth}/${off}/${rule}/${number}`;
      const value = type === 'value_count' ? `v${number}` : String(number - 2);
      const sighting = { id, time, rule, value };
      // Some events are matched by two rules.
      return type.startsWith('temporal') && second < 2
        ? [sighting, { ...sighting, rule: RULES[second] ?? rule }]
        : [sighting];
    }),
  );
}

export const histories: fc.Arbitrary<History> = specs.chain((spec) =>
  sightingsOf(spec).chain((sightings) =>
    fc.record({
      spec: fc.constant(spec),
      keptAtAnEnd: fc.constantFrom(1, 1, 2, 50),
      sightings: fc.constant(sightings),
      deliveries: deliveriesOf(sightings.length),
    }),
  ),
);

/** Every sighting at least once, in any order, in batches of any size, and some again. */
function deliveriesOf(count: number): fc.Arbitrary<readonly Delivery[]> {
  const places = Array.from({ length: count }, (_, place) => place);
  const batches = fc
    .tuple(
      fc.shuffledSubarray(places, { minLength: count, maxLength: count }),
      fc.array(fc.nat(Math.max(0, count - 1)), { maxLength: Math.min(count, 10) }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
    )
    .map(([order, again, sizes]) => {
      const all = [...order, ...again];
      const cut: (readonly number[])[] = [];
      for (let from = 0, turn = 0; from < all.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        cut.push(all.slice(from, from + size));
        from += size;
      }
      return cut;
    });
  return batches.chain((cut) =>
    fc.tuple(...cut.map((of) => fc.record({ of: fc.constant(of), conflict: fc.boolean(), late: fc.nat(1_000) }))),
  );
}

/** What differs from the reference, or what was seen where nothing does. */
export function differenceIn(
  { spec, keptAtAnEnd, sightings, deliveries }: History,
  expectedOf: typeof reference = reference,
): Seen | string {
  const detector = windowDetector(spec, keptAtAnEnd);
  const state = isSettled(spec) ? onTime() : inAnyOrder();
  const again = detector.add(state, sightings);
  if (again.state !== state) return 'a redelivery of everything changed the state';
  if (JSON.stringify(JSON.parse(JSON.stringify(state))) !== JSON.stringify(state)) return 'the state is not plain JSON';
  const expected = expectedOf(spec, sightings);
  const difference = between(expected, again.episodes, state);
  return difference ?? { episodes: expected.length, dropped: sightings.length - state.sightings.length };

  function inAnyOrder(): WindowState {
    let stored: WindowState = detector.empty;
    for (const [at, { of, conflict }] of deliveries.entries()) {
      const other = deliveries[at + 1];
      if (conflict && other !== undefined) {
        // The other worker read the same state, was faster, and will be asked again: it dies before it can say so.
        stored = detector.add(stored, chosen(other.of)).state;
      }
      stored = detector.add(stored, chosen(of)).state;
    }
    return stored;
  }

  /** What is judged once has to be there by then, so each sighting comes by its time and the clock ticks in between. */
  function onTime(): WindowState {
    const arrivals = deliveries
      .flatMap(({ of, late }) => chosen(of).map((one) => ({ one, at: one.time + (late * SETTLED_MS) / 1_000 })))
      .toSorted((one, other) => one.at - other.at);
    let stored: WindowState = detector.empty;
    for (const [place, { one, at }] of arrivals.entries()) {
      if (place % 3 === 0) stored = detector.tick(stored, at - 1).state;
      stored = detector.add(stored, [one]).state;
    }
    // It ticks when it said that it should.
    for (let due = detector.due(stored); due !== undefined; due = detector.due(stored)) {
      stored = detector.tick(stored, due).state;
    }
    return stored;
  }

  function chosen(of: readonly number[]): readonly Sighting[] {
    return of.map((place) => sightings[place]).filter((one) => one !== undefined);
  }
}

function between(expected: readonly Expected[], found: readonly Episode[], state: WindowState): string | undefined {
  const spans = found
    .map(({ from, until, heldAt }) => ({ from, until, heldAt }))
    .toSorted((one, other) => one.from - other.from);
  const right = expected.map(({ from, until, heldAt }) => ({ from, until, heldAt }));
  if (JSON.stringify(spans) !== JSON.stringify(right)) {
    return `expected ${JSON.stringify(right)}, found ${JSON.stringify(spans)} in ${JSON.stringify(state)}`;
  }
  if (state.episodes.length !== expected.length) return 'the state holds an episode that no sighting takes part in';
  if (new Set(found.map(({ key }) => key)).size !== found.length) return 'two episodes have one key';
  for (const { from, count, more } of found) {
    const exact = expected.find((one) => one.from === from)?.count ?? 0;
    const isRight = more === true ? count <= exact : Math.abs(count - exact) < 1e-9;
    if (!isRight) return `expected the count ${exact}, found ${count}${more === true ? ' or more' : ''}`;
  }
  return undefined;
}
