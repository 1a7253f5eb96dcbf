import * as fc from 'fast-check';
import { baselineDetector } from '../../src/memory/baseline/detector.ts';
import { estimate, SKETCH_SIZE, sketchOf, union } from '../../src/memory/baseline/sketch.ts';
import type { BaselineState } from '../../src/memory/baseline/state.ts';
import type { Detector, Episode, Sighting } from '../../src/memory/detector.ts';
import { BUCKET, DAY, HOUR, MINUTE, START, spec, traffic } from '../memory/baseline-traffic.ts';

describe('sketch', () => {
  const ids = fc.array(fc.string({ minLength: 12, maxLength: 12 }), { maxLength: 3 * SKETCH_SIZE });

  test('a union is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(ids, ids, ids, (a, b, c) => {
        const [one, two, three] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        expect(union(one, two)).toBe(union(two, one));
        expect(union(union(one, two), three)).toBe(union(one, union(two, three)));
        expect(union(one, one)).toBe(one);
        expect(union(one, two)).toBe(sketchOf([...a, ...b]));
      }),
    );
  });

  test('it is exact while it is small, and more ids are never less', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const distinct = new Set(a).size;
        if (distinct < SKETCH_SIZE) expect(estimate(sketchOf(a))).toBe(distinct);
        expect(estimate(sketchOf([...a, ...b]))).toBeGreaterThanOrEqual(estimate(sketchOf(a)));
      }),
    );
  });
});

/** Two weeks of twenty events in five minutes, once for all. */
const LEARNT = START + 15 * DAY;
const usual = (): number => 20;

/** Four hours, of which some buckets are bursts and some are empty. */
const hours = fc.array(fc.constantFrom(20, 20, 20, 120, 0), { minLength: 48, maxLength: 48 });
/** Two hours, but for the five minutes by which a bucket is longer than its last event. */
const LATEST = 115 * MINUTE;

describe.each(['above', 'below'] as const)('%s', (direction) => {
  const detector = baselineDetector(spec(direction));
  const learnt = startOf(detector);

  test('order, repeats and batches change no episode', () => {
    fc.assert(
      fc.property(hours, fc.integer(), fc.integer({ min: 1, max: 400 }), (counts, seed, size) => {
        const sightings = traffic(
          LEARNT,
          LEARNT + counts.length * BUCKET,
          (time) => counts[(time - LEARNT) / BUCKET] ?? 0,
        );
        const late = sightings
          .flatMap((sighting, at) => (at % 3 === 0 ? [sighting, sighting] : [sighting]))
          .map((sighting, at): [number, Sighting] => [sighting.time + chance(seed, at) * LATEST, sighting])
          .sort(([one], [other]) => one - other)
          .map(([, sighting]) => sighting);
        expect(spans(detector, learnt, late, size)).toEqual(spans(detector, learnt, sightings, sightings.length + 1));
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

/** From 0 to 1, the same for the same two numbers. */
function chance(seed: number, at: number): number {
  const mixed = Math.imul(seed ^ Math.imul(at + 1, 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function startOf(detector: Detector<BaselineState>): BaselineState {
  const { state } = detector.add(detector.empty, traffic(START, LEARNT, usual));
  return state;
}

/** Which spans were unusual in the end, and what was told of each at its end. */
function spans(
  detector: Detector<BaselineState>,
  from: BaselineState,
  sightings: readonly Sighting[],
  size: number,
): object {
  let state = from;
  for (let at = 0; at < sightings.length; at += size) state = detector.add(state, sightings.slice(at, at + size)).state;
  const ended: Episode[] = [];
  for (let now = LEARNT; now < LEARNT + 7 * HOUR; now += BUCKET) {
    const step = detector.tick(state, now);
    state = step.state;
    ended.push(...step.episodes.filter((episode) => episode.ended === true));
  }
  return {
    kept: state.episodes.map(({ from, until, usual }) => ({ from, until, usual })),
    // The count of frozen buckets too; keys and the count at the opening depend on what came first.
    ended: ended.map(({ from, until, count, usual, heldAt }) => ({ from, until, count, usual, heldAt })),
  };
}
