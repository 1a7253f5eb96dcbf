import { countsIn, rounded, textOfCounts } from '../../src/memory/baseline/count-text.ts';
import { baselineDetector } from '../../src/memory/baseline/detector.ts';
import { estimate, SKETCH_SIZE, sketchOf, union } from '../../src/memory/baseline/sketch.ts';
import type { Unusual } from '../../src/memory/baseline/state.ts';
import { Traffic } from '../../src/memory/baseline/traffic.ts';
import { JOINED, withBucket, withoutOld } from '../../src/memory/baseline/unusual.ts';
import { type Usual, usualAt } from '../../src/memory/baseline/usual.ts';
import { areBelow, isAbove, isBelow, surprise } from '../../src/memory/baseline/verdict.ts';
import { SETTLED_MS } from '../../src/memory/detector.ts';
import { BUCKET, DAY, events, START, spec, traffic } from './baseline-traffic.ts';

const A_DAY = 288;

describe('unusual buckets', () => {
  const rates = { count: (bucket: number) => bucket * 10, usual: (bucket: number) => bucket };
  const one = (from: number, until: number, more: Partial<Unusual> = {}): Unusual => ({
    key: `${from}`,
    from,
    until,
    openedWith: from * 10,
    usual: 1000,
    ...more,
  });

  test('the first opens an episode', () => {
    expect(withBucket([], 50, rates)).toEqual([{ key: '50', from: 50, until: 50, openedWith: 500, usual: 50 }]);
    expect(JOINED).toBe(6);
  });

  test.each<[number, readonly Unusual[]]>([
    [93, [{ key: '93', from: 93, until: 93, openedWith: 930, usual: 93 }, one(100, 102)]],
    [94, [one(100, 102, { from: 94, usual: 1000 + 94 + 95 + 96 + 97 + 98 + 99 })]],
    [99, [one(100, 102, { from: 99, usual: 1099 })]],
    [103, [one(100, 102, { until: 103, usual: 1103 })]],
    [108, [one(100, 102, { until: 108, usual: 1000 + 103 + 104 + 105 + 106 + 107 + 108 })]],
    [109, [one(100, 102), { key: '109', from: 109, until: 109, openedWith: 1090, usual: 109 }]],
  ])('%d beside 100 to 102', (bucket, expected) => {
    expect(withBucket([one(100, 102)], bucket, rates)).toEqual(expected);
  });

  test('what lies in an episode changes nothing', () => {
    const known = [one(100, 102)];
    for (const bucket of [100, 101, 102]) expect(withBucket(known, bucket, rates)).toBe(known);
  });

  test('between two it joins both, and the first key stays', () => {
    const known = [one(50, 50), one(100, 102), one(106, 107, { usual: 5 })];
    expect(withBucket(known, 104, rates)).toEqual([one(50, 50), one(100, 107, { usual: 1000 + 5 + 103 + 104 + 105 })]);
    expect(withBucket([one(100, 102)], 500, rates, Number.POSITIVE_INFINITY)).toHaveLength(1);
  });

  test('what ended more than a day ago is forgotten, and of too many the newest stay', () => {
    const ended = true;
    const known = [one(1, 99, { ended }), one(2, 100, { ended }), one(3, 3)];
    expect(withoutOld(known, 100 + A_DAY)).toEqual([known[1], known[2]]);
    expect(withoutOld(known, 99 + A_DAY)).toBe(known);
    const many = Array.from({ length: 22 }, (_, n) => one(n, n));
    expect(withoutOld(many, 0)).toEqual(many.slice(2));
    expect(withoutOld(many.slice(2), 0)).toEqual(many.slice(2));
  });
});

describe('the verdict', () => {
  const limits = { factor: 3, minimum: 20 };
  const usual = (median: number, low: number, high: number, today = 1): Usual => ({ median, low, high, today });

  test.each<[string, Usual, number]>([
    ['the minimum', usual(0, 0, 0), 20],
    ['the factor', usual(40, 0, 40), 120],
    ['the factor, on a busy day', usual(40, 0, 40, 1.5), 180],
    ['the factor, on a slow day', usual(40, 0, 40, 0.5), 108],
    ['chance, above the busiest', usual(10, 0, 100), 161],
    ['chance, above the busiest of a busy day', usual(10, 0, 100, 1.5), 228],
  ])('above from a count on that is bound by %s', (_name, of, from) => {
    expect([from - 1, from].map((count) => isAbove(count, of, limits))).toEqual([false, true]);
  });

  test.each<[string, Usual, number]>([
    ['the factor', usual(60, 60, 90), 19],
    ['the factor, on a slow day', usual(60, 60, 90, 0.5), 9],
    ['the factor, however busy the day', usual(60, 60, 90, 1.5), 19],
    ['chance', usual(60, 20, 90), 2],
  ])('below up to a count that is bound by %s', (_name, of, until) => {
    expect([until, until + 1].map((count) => isBelow(count, of, limits))).toEqual([true, false]);
  });

  test.each([
    [19, false],
    [20, true],
  ])('with a median of %d nothing is below: %s', (median, is) => {
    expect(isBelow(0, usual(median, 20, 90), limits)).toBe(is);
  });

  test.each([
    [11.4, false],
    [11.5, true],
  ])('with %d at least, nothing at all is below: %s', (low, is) => {
    expect(isBelow(0, usual(40, low, 90), limits)).toBe(is);
  });

  test('two buckets are judged by their sums', () => {
    const [one, other] = [usual(30, 10, 50, 0.5), usual(34, 14, 60, 1)];
    expect(areBelow([0, 0], [one, other], limits)).toBe(true);
    expect(areBelow([4, 0], [one, other], limits)).toBe(
      isBelow(4, usual(64, 24, 110, 0.5), { factor: 3, minimum: 40 }),
    );
    expect(areBelow([0, 0], [usual(10, 10, 10), usual(29, 29, 29)], limits)).toBe(false);
    expect(areBelow([0, 0], [usual(10, 10, 10), usual(30, 30, 30)], limits)).toBe(true);
  });

  test('surprise in numbers', () => {
    expect(surprise(0, 7)).toBe(7);
    expect(surprise(20, 10)).toBeCloseTo(10 - 20 + 20 * Math.log(2), 10);
    expect(surprise(5, 10)).toBeCloseTo(10 - 5 + 5 * Math.log(0.5), 10);
  });
});

describe('usual', () => {
  const NOW = 28 * A_DAY + 144;
  const past = (count: (daysAgo: number, shift: number) => number, first = 0) => ({
    first,
    count: (bucket: number) => {
      const daysAgo = Math.round((NOW - bucket) / A_DAY);
      return count(daysAgo, bucket - (NOW - daysAgo * A_DAY));
    },
  });

  test('is the median of the days, and their extremes but for one in five', () => {
    expect(
      usualAt(
        NOW,
        past((ago) => 100 + ago),
      ),
    ).toEqual({ median: 114.5, low: 106, high: 123, today: expect.any(Number) });
  });

  test('is the same in whatever order the days were busy', () => {
    const shuffled = (ago: number) => (ago === 0 ? 100 : 101 + ((ago * 5 + 3) % 28));
    expect(usualAt(NOW, past(shuffled))).toEqual({ median: 114.5, low: 106, high: 123, today: 103 / 117.5 });
  });

  test('today is not measured by a gap of half an hour', () => {
    const gap = (ago: number, shift: number) => (ago === 0 && shift >= -45 && shift <= -40 ? 0 : 40);
    expect(usualAt(NOW, past(gap))?.today).toBe(1);
  });

  test('of a neighbour the extremes count too', () => {
    expect(
      usualAt(
        NOW,
        past((_ago, shift) => (shift === -1 ? 90 : shift === 1 ? 130 : 100)),
      ),
    ).toMatchObject({
      median: 100,
      low: 90,
      high: 130,
    });
    expect(
      usualAt(
        NOW,
        past((_ago, shift) => (shift === -1 ? 130 : shift === 1 ? 90 : 100)),
      ),
    ).toMatchObject({
      low: 90,
      high: 130,
    });
  });

  test.each([
    [43, 43],
    [83, 83],
    [84, 40],
  ])('weekdays with %d to 40 are alike where twice and three are not passed', (others, median) => {
    const rate = (ago: number) => (ago % 7 === 0 ? 40 : others);
    expect(usualAt(NOW, past(rate))?.median).toBe(median);
  });

  test.each([
    [40, 1],
    [10, 0.5],
    [50, 53 / 43],
    [30, 33 / 43],
    [400, 1.5],
  ])('today was %d instead of 40 so far', (rate, today) => {
    expect(
      usualAt(
        NOW,
        past((ago) => (ago === 0 ? rate : 40)),
      )?.today,
    ).toBe(today);
  });
});

describe('counts as text', () => {
  test('of every character', () => {
    expect(textOfCounts(Array.from({ length: 17 }, (_, n) => n))).toBe('0123456789ABCDEFG');
    expect(countsIn('GHIJz~')).toEqual([16, 19, 22, 25, 12_727, 699_995]);
    expect([17, 18, 19, 20, 21, 22].map(rounded)).toEqual([16, 19, 19, 22, 22, 22]);
  });

  test.each([
    [4, '10000'],
    [5, '1!5!'],
    [36, '1!10!'],
  ])('%d zeros', (zeros, text) => {
    const counts = [1, ...Array<number>(zeros).fill(0)];
    expect([textOfCounts(counts), countsIn(text)]).toEqual([text, counts]);
  });

  test('what is no count is none', () => {
    expect(countsIn('1 "é2')).toEqual([1, 0, 0, 0, 2]);
  });
});

describe('a sketch', () => {
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `e${at + from}`);

  test('is a union of sets', () => {
    const [one, other] = [sketchOf(ids(100)), sketchOf(ids(100, 50))];
    expect(union(one, other)).toBe(sketchOf(ids(150)));
    expect(union(other, one)).toBe(union(one, other));
    expect([union(one, one), union(one, ''), union('', one)]).toEqual([one, one, one]);
    expect([one.length, sketchOf([])]).toEqual([SKETCH_SIZE * 6, '']);
  });

  test('never shrinks', () => {
    const estimates = [0, 1, 63, 64, 65, 80, 200, 1000].map((count) => estimate(sketchOf(ids(count))));
    expect(estimates).toEqual(estimates.toSorted((a, b) => a - b));
    expect(estimates.slice(0, 3)).toEqual([0, 1, 63]);
  });
});

describe('traffic', () => {
  const empty = { recent: [], history: '', episodes: [] };
  const ids = (count: number) => sketchOf(Array.from({ length: count }, (_, n) => `i${n}`));
  function taken(...buckets: readonly (readonly [bucket: number, count: number])[]) {
    const seen = new Traffic(empty);
    for (const [bucket, count] of buckets) {
      seen.see(bucket, ids(count));
      seen.takeIn(seen.newest === undefined ? bucket : undefined);
      while (seen.takeIn(undefined) !== undefined);
    }
    return seen;
  }

  test('counts what it saw, recent and long ago', () => {
    const seen = taken([1000, 3], [1001, 2], [1024, 1], [1025, 5], [1030, 7]);
    expect([999, 1000, 1001, 1002, 1024, 1025, 1030, 1031].map((bucket) => seen.count(bucket))).toEqual([
      0, 3, 2, 0, 1, 5, 7, 0,
    ]);
    const { recent, history, ...span } = seen.packed();
    expect(span).toEqual({ first: 1000, newest: 1030 });
    expect(recent.map(([bucket]) => bucket)).toEqual([1024, 1025, 1030]);
    expect(countsIn(history).slice(-6)).toEqual([3, 2, 0, 0, 0, 0]);
  });

  test.each([
    [1006, true],
    [1005, false],
  ])('two hours before the newest, %d is taken: %s', (bucket, is) => {
    const seen = taken([1020, 1], [1030, 1]);
    expect([seen.see(bucket, ids(1)), seen.count(bucket), seen.first]).toEqual([is, is ? 1 : 0, is ? bucket : 1020]);
    expect(seen.see(1030, ids(1))).toBe(false);
  });

  test.each([
    [1024, []],
    [1025, [1025]],
  ])('what is two hours ahead is taken in, later it waits: %d', (bucket, waiting) => {
    const seen = taken([1000, 1], [bucket, 1]);
    expect(seen.waiting()).toEqual(waiting);
    if (waiting.length === 0) return;
    expect([seen.takeIn(bucket - 1), seen.takeIn(bucket), seen.takeIn(bucket)]).toEqual([undefined, bucket, undefined]);
  });

  test.each([
    [12, 12],
    [13, 0],
  ])('of %d buckets ahead %d wait', (count, waiting) => {
    const ahead = Array.from({ length: count }, (_, n) => [5000 + n, 1] as const);
    expect(taken([1000, 1], ...ahead).waiting()).toHaveLength(waiting);
  });

  test.each([
    [35 * A_DAY, 1000],
    [35 * A_DAY + 1, 1000 + 35 * A_DAY + 1],
  ])('after %d buckets without anything it began at %d', (silent, first) => {
    const seen = taken([1000, 1]);
    seen.see(1000 + silent, ids(1));
    seen.takeIn(1000 + silent);
    expect([seen.first, seen.newest]).toEqual([first, 1000 + silent]);
  });
});

describe('the detector', () => {
  const above = baselineDetector(spec('above'));

  test('knows nothing, waits for nothing', () => {
    expect([above.due(above.empty), baselineDetector(spec('below')).due(above.empty)]).toEqual([undefined, undefined]);
    expect(above.expires(above.empty)).toBe(BUCKET + 35 * DAY);
    expect(above.tick(above.empty, START)).toEqual({ state: above.empty, episodes: [] });
    expect(above.add(above.empty, [{ id: 'a', time: Number.NaN, rule: 'calls' }])).toEqual({
      state: above.empty,
      episodes: [],
    });
  });

  test('a burst in numbers', () => {
    const before = above.add(
      above.empty,
      traffic(START, START + 15 * DAY, () => 5),
    ).state;
    const at = START + 15 * DAY;
    const { state, episodes } = above.add(before, events(at, 60));
    const told = {
      key: String(at / BUCKET),
      from: at,
      until: at + BUCKET,
      heldAt: at + BUCKET,
      count: 60,
      openedWith: 60,
      usual: 5,
    };
    expect(episodes).toEqual([told]);
    const end = at + (JOINED + 1) * BUCKET + SETTLED_MS;
    expect(above.due(state)).toBe(end);
    expect(above.tick(state, end - 1).episodes).toEqual([]);
    expect(above.tick(state, end).episodes).toEqual([{ ...told, ended: true }]);
    expect(above.due(above.tick(state, end).state)).toBeUndefined();
  });

  test('a stop is told when its first bucket is complete and nobody is waited for', () => {
    const below = baselineDetector(spec('below'));
    const stopped = START + 15 * DAY;
    let { state } = below.add(
      below.empty,
      traffic(START, stopped, () => 40),
    );
    ({ state } = below.tick(state, stopped));
    const complete = stopped + BUCKET + SETTLED_MS;
    expect(below.tick(state, complete - 1).episodes).toEqual([]);
    expect(below.tick(state, complete).episodes).toEqual([
      {
        key: String(stopped / BUCKET),
        from: stopped,
        until: stopped + BUCKET,
        heldAt: stopped + BUCKET,
        count: 0,
        openedWith: 0,
        usual: expect.any(Number),
      },
    ]);
  });
});
