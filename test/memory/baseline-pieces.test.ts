import { countsIn, rounded, textOfCounts } from '../../src/memory/baseline/count-text.ts';
import { estimate, SKETCH_SIZE, sketchOf } from '../../src/memory/baseline/sketch.ts';
import type { Usual } from '../../src/memory/baseline/usual.ts';
import { usualAt } from '../../src/memory/baseline/usual.ts';
import { areBelow, isAbove, isBelow, surprise } from '../../src/memory/baseline/verdict.ts';

const A_DAY = 288;
/** A Monday at noon after four weeks of history; the group is as old as that. */
const NOW = 28 * A_DAY + 144;

describe('usual', () => {
  type Rate = (daysAgo: number, atNoon: boolean) => number;
  const at = (rate: Rate, bucket = NOW, first = 0): Usual | undefined =>
    usualAt(bucket, {
      first,
      count: (of) => {
        const back = Math.round((bucket - of) / A_DAY);
        return of < first ? 0 : rate(back, of === bucket - back * A_DAY);
      },
    });
  /** Two days of the week, five and six days before every Monday… as seen from a Monday, 1 and 2 days ago. */
  const isWeekend = (daysAgo: number): boolean => daysAgo % 7 === 1 || daysAgo % 7 === 2;

  test.each<[string, Rate, number]>([
    ['the same every day', () => 40, 40],
    ['weekends are quiet, and not compared with a Monday', (ago) => (isWeekend(ago) ? 2 : 100), 100],
    ['only the weekday itself is busy', (ago) => (ago % 7 === 0 ? 100 : 2), 100],
    ['only the weekday itself is quiet', (ago) => (ago % 7 === 0 ? 2 : 100), 2],
    ['a burst yesterday', (ago) => (ago === 1 ? 4_000 : 40), 40],
    ['a burst on the same weekday, a week ago', (ago) => (ago === 7 ? 4_000 : 40), 40],
    ['an outage a week ago', (ago) => (ago === 7 ? 0 : 40), 40],
    ['a job on the hour', (_ago, atNoon) => (atNoon ? 300 : 40), 300],
    ['nothing at all', () => 0, 0],
  ])('%s', (_name, rate, median) => expect(at(rate)?.median).toBe(median));

  test('of a neighbour the extremes count, because a job does not start to the second', () => {
    const usual = at((_ago, atNoon) => (atNoon ? 300 : 40));
    expect(usual).toMatchObject({ low: 40, high: 300 });
    const beside = at((_ago, atNoon) => (atNoon ? 40 : 300));
    expect(beside).toMatchObject({ median: 40, high: 300 });
  });

  test('anomalies of one day in five leave the extremes as they are', () => {
    expect(at((ago) => (ago % 5 === 0 ? 4_000 : 40))).toMatchObject({ high: 40 });
    expect(at((ago) => (ago % 5 === 0 ? 0 : 40))).toMatchObject({ low: 40 });
  });

  test('a group that never saw this time of the week knows nothing', () => {
    expect(at(() => 40, NOW, NOW - 6 * A_DAY)).toBeUndefined();
    expect(at(() => 40, NOW, NOW - 7 * A_DAY - 1)?.median).toBe(40);
  });

  test('how busy today is goes only so far, so that an anomaly in it does not deafen', () => {
    expect(at((ago) => (ago === 0 ? 4_000 : 40))?.today).toBe(1.5);
    expect(at((ago) => (ago === 0 ? 0 : 40))?.today).toBe(0.5);
  });
});

describe('verdict', () => {
  const limits = { factor: 3, minimum: 20 };
  const usual = (median: number, low = median, high = median): Usual => ({ median, low, high, today: 1 });

  test.each<[string, number, Usual, boolean]>([
    ['five times as many', 200, usual(40), true],
    ['twice as many', 80, usual(40), false],
    ['fewer than the minimum', 19, usual(0), false],
    ['as many as the minimum where there is nothing', 20, usual(0), true],
    ['three times as many, and seen before', 120, usual(40, 40, 100), false],
    ['a busy day makes no burst', 130, { ...usual(40), today: 1.5 }, false],
  ])('above: %s', (_name, count, of, is) => expect(isAbove(count, of, limits)).toBe(is));

  test.each<[string, number, Usual, boolean]>([
    ['nothing at all', 0, usual(40), true],
    ['a tenth', 4, usual(40), true],
    ['half', 20, usual(40), false],
    ['usual is below the minimum', 0, usual(19), false],
    ['there are days with as little', 0, usual(40, 5), false],
    ['a slow day is no stop', 12, { ...usual(40), today: 0.5 }, false],
  ])('below: %s', (_name, count, of, is) => expect(isBelow(count, of, limits)).toBe(is));

  test('two buckets see what one alone cannot', () => {
    const little = usual(20, 10);
    expect(isBelow(0, little, limits)).toBe(false);
    expect(areBelow([0, 0], [little, little], limits)).toBe(true);
  });

  test('surprise is nothing at what was expected, and grows to both sides', () => {
    expect(surprise(30, 30)).toBe(0);
    expect(surprise(40, 30)).toBeGreaterThan(surprise(31, 30));
    expect(surprise(60, 30)).toBeGreaterThan(surprise(40, 30));
    expect(surprise(0, 30)).toBe(30);
    expect(surprise(29, 30)).toBeLessThan(surprise(10, 30));
  });
});

describe('counts as text', () => {
  test.each<[string, number[], string]>([
    ['none', [], ''],
    ['small ones as they are', [1, 2, 3, 0, 9, 10], '12309A'],
    ['a run of zeros as its length', [1, ...Array.from({ length: 40 }, () => 0), 2], '1!14!2'],
  ])('%s', (_name, counts, text) => {
    expect(textOfCounts(counts)).toBe(text);
    expect(countsIn(text)).toEqual(counts);
  });

  test('every count comes back within 8 % and one, and the same the next time', () => {
    for (let count = 0; count < 500_000; count = Math.ceil(count * 1.01 + 0.5)) {
      const back = rounded(count);
      expect(Math.abs(back - count)).toBeLessThanOrEqual(count <= 16 ? 0 : 0.08 * count + 1);
      expect(rounded(back)).toBe(back);
      expect(countsIn(textOfCounts([count]))).toEqual([back]);
    }
  });

  test('hostile: more than can be said stays at the most', () => {
    expect(rounded(1e15)).toBe(rounded(1e12));
    expect(JSON.stringify(textOfCounts([1e15]))).toHaveLength(3);
  });
});

describe('sketch', () => {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `event${at}`.padStart(12, '0'));

  test.each([0, 1, SKETCH_SIZE - 1])('%d ids are counted exactly', (count) =>
    expect(estimate(sketchOf(ids(count)))).toBe(count),
  );
  test('hostile: one id a thousand times is one event', () =>
    expect(estimate(sketchOf(Array.from({ length: 1_000 }, () => 'one')))).toBe(1));
  test.each([200, 1_000, 10_000])('%d ids are estimated within 40 %', (count) => {
    const share = estimate(sketchOf(ids(count))) / count;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(1.4);
  });
});
