import { SETTLED_MS } from '../../src/memory/detector.ts';
import { windowDetector } from '../../src/memory/windows/detector.ts';
import {
  count3,
  counted,
  DAY,
  every,
  MINUTE,
  type Short,
  START,
  sightings,
  spec,
  values3,
  WINDOW,
} from './windows-sightings.ts';

describe('what is told', () => {
  const detector = windowDetector(spec(count3));

  test('an episode when it opens, with the same key while it grows, and again on a redelivery', () => {
    const [one, two, three, four] = sightings(count3, every(MINUTE, 4)).map((sighting) => [sighting]);
    const before = detector.add(detector.add(detector.empty, one ?? []).state, two ?? []);
    expect(before.episodes).toEqual([]);
    const opened = detector.add(before.state, three ?? []);
    const key = `${START.toString(36)}-event-000000`;
    const until = START + 2 * MINUTE;
    expect(opened.episodes).toEqual([{ key, from: START, until, heldAt: until, count: 3, openedWith: 3 }]);
    const grown = detector.add(opened.state, four ?? []);
    expect(grown.episodes).toMatchObject([{ key, count: 4, openedWith: 3, heldAt: until }]);
    const again = detector.add(grown.state, two ?? []);
    expect(again).toEqual(grown);
    expect(again.state).toBe(grown.state);
  });

  test('of two episodes that become one, that which opened first', () => {
    const early = detector.add(detector.empty, sightings(count3, every(1, 3, 20 * MINUTE)));
    const both = detector.add(
      early.state,
      sightings(
        count3,
        [...every(1, 3)].map(([at]) => [at, '', `late-${at}`]),
      ),
    );
    expect(both.state.episodes).toHaveLength(2);
    const between = every(2 * MINUTE, 9, MINUTE).map(([at]): Short => [at, '', `between-${at}`]);
    const one = detector.add(both.state, sightings(count3, between));
    expect(one.episodes).toMatchObject([{ key: early.episodes[0]?.key, from: START, count: 15, openedWith: 3 }]);
    expect(one.state.episodes).toHaveLength(1);
  });

  test('an end, once; what comes later is counted and the end stays', () => {
    const opened = detector.add(detector.empty, sightings(count3, every(MINUTE, 3)));
    const end = START + 2 * WINDOW + SETTLED_MS - 1;
    expect(detector.due(opened.state)).toBe(end);
    expect(detector.tick(opened.state, end - 1)).toEqual({ state: opened.state, episodes: [] });
    expect(detector.tick(opened.state, end - 1).state).toBe(opened.state);
    const ended = detector.tick(opened.state, end);
    expect(ended.episodes).toMatchObject([{ key: opened.episodes[0]?.key, count: 3, ended: true }]);
    expect(detector.due(ended.state)).toBeUndefined();
    expect(detector.tick(ended.state, end + DAY)).toEqual({ state: ended.state, episodes: [] });
    const late = detector.add(ended.state, sightings(count3, [[MINUTE, '', 'late']]));
    expect(late.episodes).toMatchObject([{ count: 4, ended: true }]);
    expect(detector.due(late.state)).toBeUndefined();
  });

  test('a window that has to be complete: when nobody is waited for, and once', () => {
    const few = windowDetector(spec(counted({ lt: 3 })));
    const { state, episodes } = few.add(few.empty, sightings(count3, [[0]]));
    expect(episodes).toEqual([]);
    expect(few.due(state)).toBe(START + SETTLED_MS);
    expect(few.tick(state, START + SETTLED_MS - 1).state).toBe(state);
    const judged = few.tick(state, START + SETTLED_MS);
    expect(judged.episodes).toMatchObject([{ from: START, until: START, count: 1 }]);
    expect(few.tick(judged.state, START + SETTLED_MS).episodes).toEqual([]);
    // Now there are enough, but what was judged is not judged again.
    const more = few.add(
      judged.state,
      sightings(count3, [
        [0, '', 'x'],
        [0, '', 'y'],
      ]),
    ).state;
    const after = few.tick(more, START + WINDOW + SETTLED_MS);
    expect(after.episodes).toMatchObject([{ until: START, count: 1, ended: true }]);
    expect(after.state.episodes).toHaveLength(1);
  });

  test('the first ten values', () => {
    const many = windowDetector(spec(values3));
    const short = Array.from({ length: 20 }, (_, at): Short => [at, `value ${at}`]);
    const { episodes } = many.add(many.empty, sightings(values3, short));
    expect(episodes).toMatchObject([{ count: 20, values: short.slice(0, 10).map(([, value]) => value) }]);
  });

  test('nothing of an empty state', () => {
    expect(detector.tick(detector.empty, START)).toEqual({ state: detector.empty, episodes: [] });
    expect(detector.add(detector.empty, []).state).toBe(detector.empty);
    expect(detector.due(detector.empty)).toBeUndefined();
  });
});
