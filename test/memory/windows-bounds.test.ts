import { LATEST_MS, MAX_SIGHTINGS } from '../../src/memory/detector.ts';
import { windowDetector } from '../../src/memory/windows/detector.ts';
import type { WindowState } from '../../src/memory/windows/state.ts';
import {
  average,
  count3,
  counted,
  DAY,
  every,
  found,
  ordered,
  SECOND,
  type Short,
  type Some,
  START,
  sightings,
  spec,
  sum10,
  values3,
  WINDOW,
} from './windows-sightings.ts';

describe('a state is bounded', () => {
  const MANY = 100_000;
  const BYTES = 200_000;
  const size = (state: WindowState): number => Buffer.byteLength(JSON.stringify(state));

  test.each<readonly [string, Some, (at: number) => Short]>([
    ['100,000 events in one second', count3, () => [0]],
    ['100,000 times the same event', count3, () => [0, '', 'x']],
    ['100,000 events in a day', count3, (at) => [Math.floor((at * DAY) / MANY)]],
    ['100,000 events, a high limit', counted({ gte: 500 }), (at) => [at]],
    ['100,000 values', values3, (at) => [at, `value ${at}`]],
    ['huge values', values3, (at) => [at * 100, `${at} ${'\u0001\uD800"ü'.repeat(at % 10 === 0 ? 1_000 : 0)}`]],
    [
      'a flood around two rules in order',
      ordered('a', 'b', 'c'),
      (at) => [at, at < 500 ? 'a' : at === 9_000 ? 'b' : 'c'],
    ],
    ['100,000 rules matched in one second', ordered('a', 'b', 'c'), (at) => [0, 'abc'[at % 3] ?? 'a']],
    ['100,000 numbers', sum10, (at) => [at, '1']],
    ['100,000 numbers, judged later', average({ gte: 1 }), (at) => [at, '1']],
    ['100,000 bursts', { ...count3, timespanMs: 10 }, (at) => [Math.floor(at / 3) * 1_000]],
  ])('%s', (name, some, short) => {
    const detector = windowDetector(spec(some));
    const all = sightings(
      some,
      Array.from({ length: MANY }, (_, at) => short(at)),
    );
    let { state } = detector.add(detector.empty, all);
    expect(state.sightings.length).toBeLessThanOrEqual(MAX_SIGHTINGS);
    expect(size(state)).toBeLessThan(BYTES);
    const due = detector.due(state);
    if (due !== undefined) ({ state } = detector.tick(state, due));
    const isOne = name.includes('the same event');
    expect(state.episodes.length > 0).toBe(!isOne);
    // The newest stay.
    expect(state.sightings.at(-1)?.[0]).toBe(all.at(-1)?.time);
    expect(detector.add(state, all.slice(-10)).state).toBe(state);
  });

  test('a count that stopped growing says so', () => {
    const detector = windowDetector(spec(count3));
    const { episodes } = detector.add(detector.empty, sightings(count3, every(1, 1_000)));
    expect(episodes).toMatchObject([{ count: 100, more: true }]);
    const exact = detector.add(detector.empty, sightings(count3, every(1, 100)));
    expect(exact.episodes).toMatchObject([{ count: 100 }]);
    expect(exact.episodes[0]).not.toHaveProperty('more');
  });

  test('long values that begin alike are different', () => {
    const detector = windowDetector(spec(values3));
    const long = ['x', 'y', 'z'].map((end, at): Short => [at, `${'long '.repeat(1_000)}${end}`]);
    const { episodes } = detector.add(detector.empty, sightings(values3, long));
    expect(episodes).toMatchObject([{ count: 3 }]);
    for (const value of episodes[0]?.values ?? []) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(120);
  });

  test('an attack of a day is one episode, from its first event on', () => {
    const detector = windowDetector(spec(count3));
    let state = detector.empty;
    const all = sightings(count3, every(SECOND, 24 * 60 * 60));
    for (let from = 0; from < all.length; from += 1_000) {
      ({ state } = detector.add(state, all.slice(from, from + 1_000)));
    }
    expect(state.episodes).toMatchObject([{ from: START, until: all.at(-1)?.time, more: true, openedWith: 400 }]);
  });

  test('what is a day older than the newest finds its window; what is older still, and over, is forgotten', () => {
    const detector = windowDetector(spec(count3));
    let { state } = detector.add(detector.empty, sightings(count3, [[0], [1], [LATEST_MS, '', 'newest']]));
    ({ state } = detector.add(state, sightings(count3, [[2, '', 'late']])));
    expect(found(state)).toEqual([[0, 0.002, 3]]);
    ({ state } = detector.tick(state, START + LATEST_MS));
    expect(state.episodes).toMatchObject([{ ended: true }]);
    const newest = sightings(count3, [[LATEST_MS + 4 * WINDOW, '', 'newer']]);
    ({ state } = detector.add(state, newest));
    expect(state.episodes).toEqual([]);
    expect(state.sightings).toHaveLength(2);
    expect(detector.expires(state)).toBeGreaterThanOrEqual((newest[0]?.time ?? 0) + LATEST_MS + 2 * WINDOW + DAY);
  });
});
