import * as fc from 'fast-check';
import { type Episode, LATEST_MS, type Sighting } from '../../src/memory/detector.ts';
import { firstSeenDetector } from '../../src/memory/first-seen/detector.ts';
import type { FirstSeenState } from '../../src/memory/first-seen/state.ts';
import type { FirstSeenSpec } from '../../src/memory/memory-rule.ts';

/**
 * The detector, which sees sightings in pieces, late and more than once, and a naive reading of the definition, which sees
 * the whole history at once, find the same episodes.
 */
const RUNS = 400;
/** The same histories every time, so that a change is what makes the test fail. */
const SEED = 20_261_124;

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 20, 7);

interface Arriving {
  readonly sighting: Sighting;
  readonly arrives: number;
}

/** Times on a coarse grid, so that the boundaries themselves are hit. */
const grid = (hours: number) => fc.integer({ min: 0, max: hours * 4 }).map((quarters) => quarters * (HOUR / 4));

const event = fc.record({
  time: fc.oneof(
    grid(30 * 24),
    grid(30 * 24).map((time) => time - (time % DAY)),
  ),
  value: fc.constantFrom('a', 'b', 'c', 'd'),
  // Up to the very day that is allowed, and again: each delivery has its own delay.
  delays: fc.array(fc.oneof(grid(24), fc.constant(0), fc.constant(LATEST_MS)), { minLength: 1, maxLength: 3 }),
});

const history = fc.record({
  learnMs: fc.constantFrom(0, DAY, 3 * DAY, 10 * DAY),
  rememberMs: fc.constantFrom(2 * DAY, 3 * DAY + HOUR, 6 * DAY, 20 * DAY),
  events: fc.array(event, { minLength: 1, maxLength: 60 }),
  /** How many arrive together, in which order, whether another worker is quicker, and whether the clock looks after them. */
  steps: fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 8 }),
      backwards: fc.boolean(),
      raced: fc.boolean(),
      ticks: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

test('permuted, duplicated, late, in batches and by two workers: the same episodes as of the whole history', () => {
  let [episodes, histories] = [0, 0];
  fc.assert(
    fc.property(history, (given) => {
      const expected = naive(given);
      histories++;
      episodes += expected.length;
      expect(inPieces(given)).toEqual(expected);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  // Where little is found, agreement would say little.
  expect(episodes).toBeGreaterThan(histories);
});

test('a wrong reading would be found', () => {
  const blind = fc.check(
    fc.property(history, (given) => {
      expect(inPieces(given)).toEqual(naive({ ...given, rememberMs: given.rememberMs + HOUR }));
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(blind.failed).toBe(true);
});

const specOf = ({ learnMs, rememberMs }: History): FirstSeenSpec => ({
  type: 'first_seen',
  rules: ['any'],
  groupBy: [],
  aliases: {},
  field: 'awsRegion',
  learnMs,
  rememberMs,
});

const sightingsOf = ({ events }: History): Sighting[] =>
  events.map(({ time, value }, i) => ({ id: `id-${i}`, time: START + time, rule: 'any', value }));

/** In the order of arrival. */
function arrivals(given: History): Arriving[] {
  const sightings = sightingsOf(given);
  return given.events
    .flatMap(({ delays }, i) => delays.map((delay) => ({ sighting: sightings[i] as Sighting, delay })))
    .map(({ sighting, delay }) => ({ sighting, arrives: sighting.time + delay }))
    .sort((a, b) => a.arrives - b.arrives);
}

/** Value and span of each episode as it was last told, however often. */
function inPieces(given: History): string[] {
  const detector = firstSeenDetector(specOf(given));
  const told = new Map<string, Episode>();
  let text = JSON.stringify(detector.empty);
  const read = (): FirstSeenState => frozen(JSON.parse(text) as FirstSeenState);
  const commit = ({ state, episodes }: { state: FirstSeenState; episodes: readonly Episode[] }): void => {
    text = JSON.stringify(state);
    for (const episode of episodes) told.set(episode.key, episode);
  };
  let left = arrivals(given);
  for (let i = 0; left.length > 0; i++) {
    const { size, backwards, raced, ticks } = given.steps[i % given.steps.length] as History['steps'][number];
    const batch = left.slice(0, size);
    const sightings = batch.map(({ sighting }) => sighting);
    left = left.slice(size);
    const seen = read();
    // The other worker got a part of the batch as well, and wrote first: this one's work is thrown away and done again.
    // It is the earlier part: what lies later would make the rest come later than a day.
    if (raced) {
      detector.add(seen, sightings);
      commit(detector.add(seen, sightings.slice(0, size / 2)));
    }
    if (backwards) sightings.reverse();
    commit(detector.add(read(), sightings));
    const again = read();
    expect(detector.add(again, sightings).state).toBe(again);
    if (ticks) commit(detector.tick(read(), batch.at(-1)?.arrives ?? 0));
  }
  return [...told.values()].map(({ values = [], from, until }) => shown(values.join(), from, until)).sort();
}

/** By definition, with everything at hand. */
function naive(given: History): string[] {
  const all = sightingsOf(given).sort((a, b) => a.time - b.time);
  const spans = new Map<string, [value: string, from: number, until: number]>();
  for (const { time, value = '' } of all) {
    const judgedBy = all.filter((other) => other.time < time - LATEST_MS);
    if (
      !hasLearnt(
        judgedBy.map((other) => other.time),
        time,
        given,
      )
    )
      continue;
    const days = firstOfEachDay(judgedBy.filter((other) => other.value === value).map((other) => other.time));
    if (days.some((day) => day >= time - given.rememberMs)) continue;
    const key = `${value} ${days.at(-1)}`;
    const [, from = time] = spans.get(key) ?? [];
    spans.set(key, [value, from, time]);
  }
  return [...spans.values()].map((span) => shown(...span)).sort();
}

/** Goes back from the sighting until the group was silent for too long. */
function hasLearnt(before: readonly number[], time: number, { learnMs, rememberMs }: History): boolean {
  const last = before.at(-1);
  if (last === undefined || (dayOf(last) + 1) * DAY <= time - LATEST_MS - rememberMs) return false;
  let since = last;
  for (const earlier of before.toReversed()) {
    if ((dayOf(since) - dayOf(earlier)) * DAY > rememberMs) break;
    since = earlier;
  }
  return since + learnMs <= time - LATEST_MS;
}

const firstOfEachDay = (times: readonly number[]): number[] =>
  times.filter((time, i) => dayOf(times[i - 1] ?? -1) !== dayOf(time));

const dayOf = (time: number): number => Math.floor(time / DAY);

const shown = (value: string, from: number, until: number): string =>
  `${value} ${new Date(from).toISOString()} ${new Date(until).toISOString()}`;

/** So that a detector that changes what it was given fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
