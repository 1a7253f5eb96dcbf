import { createHash } from 'node:crypto';
import { MAX_SIGHTINGS } from '../../src/memory/detector.ts';
import type { Criteria, WindowType } from '../../src/memory/memory-rule.ts';
import { alikeFrom, criteriaOf, farther, holds, isMonotone } from '../../src/memory/windows/criteria.ts';
import { type Counting, MOST_EPISODES, remembered, withFirings } from '../../src/memory/windows/episodes.ts';
import {
  bucketStart,
  extracted,
  extractFor,
  fittingSince,
  full,
  inOrder,
  KEPT_AT_AN_END,
  MOST_COUNTED,
  oldest,
} from '../../src/memory/windows/extract.ts';
import { type Condition, firingAmong, firingSpans, windowsAt } from '../../src/memory/windows/firing.ts';
import { keeper } from '../../src/memory/windows/kept.ts';
import { measured, measureOf } from '../../src/memory/windows/measure.ts';
import {
  byTime,
  EMPTY,
  type Kept,
  type KeptEpisode,
  newestOf,
  overlap,
  within,
} from '../../src/memory/windows/state.ts';
import { DAY, type Some, spec } from './windows-sightings.ts';

const TYPES: readonly WindowType[] = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
];

describe('criteria', () => {
  test.each<[Criteria, readonly boolean[]]>([
    [{}, [true, true, true]],
    [{ gt: 5 }, [false, false, true]],
    [{ gte: 5 }, [false, true, true]],
    [{ lt: 5 }, [true, false, false]],
    [{ lte: 5 }, [true, true, false]],
    [{ eq: 5 }, [false, true, false]],
    [{ neq: 5 }, [true, false, true]],
    [{ gt: 4, lt: 6 }, [false, true, false]],
    [{ gte: 4, neq: 5 }, [true, false, true]],
  ])('%j of 4, 5 and 6: %j', (criteria, expected) => {
    expect([4, 5, 6].map((measure) => holds(criteria, measure))).toEqual(expected);
  });

  test('what is given counts; the temporal types without any want all their rules', () => {
    const rules = ['a', 'b', 'a'];
    const of = (type: WindowType, criteria: Criteria) => criteriaOf(spec({ type, rules, criteria }));
    for (const type of TYPES) expect(of(type, { lt: 0 })).toEqual({ lt: 0 });
    expect(TYPES.map((type) => of(type, {}))).toEqual([{}, {}, { gte: 2 }, { gte: 3 }, {}, {}, {}]);
  });

  test.each<[Criteria, boolean]>([
    [{}, true],
    [{ gt: 1, gte: 1 }, true],
    [{ gte: 1, lt: 0 }, false],
    [{ gte: 1, lte: 0 }, false],
    [{ gte: 1, eq: 0 }, false],
    [{ gte: 1, neq: 0 }, false],
  ])('with %j what grows stays true: %s', (criteria, stays) => {
    const monotone = TYPES.filter((type) => isMonotone(spec({ type, criteria })));
    expect(monotone).toEqual(stays ? TYPES.slice(0, 5) : []);
  });

  test.each<[Criteria, number]>([
    [{}, 1],
    [{ gte: 3 }, 4],
    [{ gte: 3, lt: 10 }, 11],
    [{ gt: 2.9 }, 3],
    [{ gt: -7 }, 1],
  ])('with %j all are alike from %d', (criteria, from) => {
    expect(alikeFrom(criteria)).toBe(from);
  });

  test.each<[Criteria, number]>([
    [{ gte: 1 }, 7],
    [{ lt: 9 }, 3],
    [{ lte: 9 }, 3],
    [{ gte: 1, lte: 9 }, 3],
    [{}, 7],
  ])('with %j, of 3 and 7 the farther is %d', (criteria, expected) => {
    expect([farther(criteria, 3, 7), farther(criteria, 7, 3)]).toEqual([expected, expected]);
  });
});

const of = (...whats: readonly (string | number)[]): Kept[] => whats.map((what, at) => [at, `e${at}`, String(what)]);
const HUGE = Number.MAX_VALUE;

test.each<[Some, readonly Kept[], number]>([
  [
    { type: 'event_count' },
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
    ],
    2,
  ],
  [{ type: 'value_count' }, of('x', 'y', 'x'), 2],
  [
    { type: 'value_count' },
    [
      [0, 'a'],
      [1, 'b', ''],
    ],
    1,
  ],
  [{ type: 'temporal' }, of('x', 'y', 'x', 'z'), 3],
  [{ type: 'value_sum' }, of(1, 2.5, -1), 2.5],
  [{ type: 'value_sum' }, [], 0],
  [{ type: 'value_sum' }, of(HUGE, HUGE), HUGE],
  [{ type: 'value_sum' }, of(-HUGE, -HUGE, 1), -HUGE],
  [{ type: 'value_avg' }, of(1, 2, 6), 3],
  [{ type: 'value_avg' }, of(HUGE, HUGE), HUGE],
  [{ type: 'value_avg' }, of(-HUGE, -HUGE), -HUGE],
  [{ type: 'value_percentile' }, of(4, 1, 3, 2), 2],
  [{ type: 'value_percentile' }, of(10, 9), 9],
  [{ type: 'value_percentile' }, [], 0],
  [{ type: 'value_percentile', percentile: 1 }, of(4, 1, 3, 2), 1],
  [{ type: 'value_percentile', percentile: 75 }, of(4, 1, 3, 2), 3],
  [{ type: 'value_percentile', percentile: 76 }, of(4, 1, 3, 2), 4],
  [{ type: 'value_percentile', percentile: 99 }, of(4, 1, 3, 2), 4],
])('%j of %j is %d', (some, sightings, measure) => {
  expect(measured(measureOf(spec(some))(), sightings)).toBe(measure);
});

describe('a sequence of a, b, c', () => {
  const filled = (rules: readonly string[], sightings: readonly Kept[]) =>
    measured(measureOf(spec({ type: 'temporal_ordered', rules }))(), sightings);

  test.each<[string, readonly Kept[], number]>([
    ['nothing', [], 0],
    ['in order', of('a', 'b', 'c'), 3],
    ['backwards', of('c', 'b', 'a'), 1],
    ['with one left out', of('a', 'c'), 2],
    ['with one too late', of('a', 'c', 'b'), 2],
    ['with others between', of('a', 'x', 'b', 'a', 'c'), 3],
    [
      'all at once',
      [
        [0, 'x', 'c'],
        [0, 'y', 'b'],
        [0, 'z', 'a'],
      ],
      3,
    ],
    [
      'two at once, then the third',
      [
        [0, 'x', 'b'],
        [0, 'y', 'a'],
        [1, 'z', 'c'],
      ],
      3,
    ],
    [
      'one event of all rules',
      [
        [0, 'x', 'a'],
        [0, 'x', 'b'],
        [0, 'x', 'c'],
      ],
      1,
    ],
    [
      'two events of all rules at once',
      ['x', 'y'].flatMap((id) => ['a', 'b', 'c'].map((rule): Kept => [0, id, rule])),
      2,
    ],
    [
      'one event of two rules, and another of the first',
      [
        [0, 'x', 'a'],
        [0, 'x', 'b'],
        [0, 'y', 'a'],
      ],
      2,
    ],
    ['a flood of the first', [...Array.from({ length: 9 }, (_, at): Kept => [0, `f${at}`, 'a']), [0, 'y', 'b']], 2],
    [
      'one of no rule',
      [
        [0, 'x'],
        [0, 'y'],
      ],
      0,
    ],
  ])('%s', (_name, sightings, expected) => {
    expect(filled(['a', 'b', 'c'], sightings)).toBe(expected);
  });

  test.each<[readonly Kept[], number]>([
    [of('a', 'a'), 2],
    [of('a', 'a', 'a'), 2],
    [of('a', 'b', 'a'), 3],
    [
      [
        [0, 'x', 'a'],
        [0, 'y', 'a'],
        [0, 'z', 'b'],
      ],
      3,
    ],
    [
      [
        [0, 'x', 'a'],
        [0, 'z', 'b'],
      ],
      2,
    ],
  ])('of a, b, a: %j', (sightings, expected) => {
    expect(filled(['a', 'b', 'a'], sightings)).toBe(expected);
  });

  test('it may be asked in between', () => {
    const measure = measureOf(spec({ type: 'temporal_ordered', rules: ['a', 'b'] }))();
    const values = of('b', 'a', 'x', 'b').map((kept) => {
      measure.add(kept);
      return [measure.value(), measure.value()];
    });
    expect(values).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('what is kept of a sighting', () => {
  const kept = (some: Some, value?: string) =>
    keeper(spec(some))({ time: 1, id: 'e', rule: 'r', ...(value === undefined ? {} : { value }) });

  test('as much as the type asks for', () => {
    expect(kept({ type: 'event_count' }, 'v')).toEqual([1, 'e']);
    expect(kept({ type: 'temporal' }, 'v')).toEqual([1, 'e', 'r']);
    expect(kept({ type: 'temporal_ordered' }, 'v')).toEqual([1, 'e', 'r']);
    expect(kept({ type: 'value_count' }, 'v')).toEqual([1, 'e', 'v']);
    for (const type of TYPES.slice(4)) expect(kept({ type }, '7')).toEqual([1, 'e', '7']);
    for (const type of ['value_count', ...TYPES.slice(4)] as const) expect(kept({ type })).toBeUndefined();
  });

  test.each<[string, string | undefined]>([
    ['0', '0'],
    ['7', '7'],
    ['+7', '7'],
    ['-7', '-7'],
    [' 7\n', '7'],
    ['7.', '7'],
    ['7.5', '7.5'],
    ['.5', '0.5'],
    ['.', undefined],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1e-3', '0.001'],
    ['1e', undefined],
    ['e3', undefined],
    ['1e999', undefined],
    ['', undefined],
    [' ', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['7 8', undefined],
    ['a7', undefined],
    ['7a', undefined],
    ['--7', undefined],
  ])('the number in %j is %s', (text, number) => {
    expect(kept({ type: 'value_avg' }, text)).toEqual(number === undefined ? undefined : [1, 'e', number]);
  });

  test('what would make a sum smaller is left out where the sum is told at once', () => {
    const told = (criteria: Criteria) =>
      ['-1', '-0', '1'].map((text) => kept({ type: 'value_sum', criteria }, text)?.[2]);
    expect(told({ gte: 1 })).toEqual([undefined, '0', '1']);
    expect(told({ lt: 1 })).toEqual(['-1', '0', '1']);
  });

  test.each([
    ['120 letters', 'x', 120, undefined],
    ['121 letters', 'x', 121, 83],
    ['1,000 letters', 'x', 1000, 83],
    ['60 umlauts', 'ä', 60, undefined],
    ['61 umlauts', 'ä', 61, 41],
    ['20 controls', '\u0007', 20, undefined],
    ['21 controls', '\u0007', 21, 14],
  ])('a value of %s', (_name, char, length, beginning) => {
    const value = char.repeat(length);
    const hash = createHash('sha256').update(value).digest('base64url').slice(0, 22);
    const expected = beginning === undefined ? value : `${char.repeat(beginning)}…${hash}`;
    expect(kept({ type: 'value_count' }, value)).toEqual([1, 'e', expected]);
  });
});

test('sightings are in order of time, then of id, then of what they are', () => {
  const sorted: Kept[] = [
    [1, 'a'],
    [1, 'a', 'x'],
    [1, 'a', 'y'],
    [1, 'b', 'a'],
    [2, 'A'],
  ];
  for (const [at, one] of sorted.entries())
    for (const [place, other] of sorted.entries()) expect(Math.sign(byTime(one, other))).toBe(Math.sign(at - place));
  expect(sorted.toReversed().toSorted(byTime)).toEqual(sorted);
  expect([newestOf(EMPTY), newestOf({ ...EMPTY, sightings: sorted })]).toEqual([0, 2]);
});

test.each([
  [0, 4, false],
  [0, 5, true],
  [9, 20, true],
  [10, 20, false],
  [6, 7, true],
  [0, 20, true],
])('from %d to %d overlaps 5 to 9: %s', (start, end, expected) => {
  expect(overlap({ start, end }, { start: 5, end: 9 })).toBe(expected);
  expect(overlap({ start: 5, end: 9 }, { start, end })).toBe(expected);
});

test('both ends belong to a span', () => {
  const sightings = of('a', 'b', 'c', 'd', 'e');
  expect(within(sightings, { start: 1, end: 3 }).map(([time]) => time)).toEqual([1, 2, 3]);
});

describe('an extract', () => {
  const SIGHTING: Kept = [1, 'id', 'what'];
  test.each<[Some, readonly [identity: string, thing: string, apart: string, ends: number]]>([
    [{ type: 'event_count', criteria: { gte: 3 } }, ['id', 'id', '', 50]],
    [{ type: 'event_count', criteria: { gte: 49 } }, ['id', 'id', '', 50]],
    [{ type: 'event_count', criteria: { gte: 50 } }, ['id', 'id', '', 51]],
    [{ type: 'event_count', criteria: { gte: 499 } }, ['id', 'id', '', 500]],
    [{ type: 'event_count', criteria: { gte: 900 } }, ['id', 'id', '', 500]],
    [{ type: 'value_count', criteria: { gte: 3 } }, ['id what', 'what', '', 50]],
    [{ type: 'value_count', criteria: { lt: 3 } }, ['id what', 'id what', '', 500]],
    [{ type: 'temporal', criteria: {} }, ['id what', 'what', '', 500]],
    [{ type: 'temporal', criteria: { lt: 2 } }, ['id what', 'id what', '', 500]],
    [{ type: 'temporal_ordered', criteria: {} }, ['id what', 'id what', 'what', 166]],
    [{ type: 'temporal_ordered', rules: ['a', 'b', 'a'] }, ['id what', 'id what', 'what', 250]],
    [{ type: 'value_sum', criteria: { gte: 3 } }, ['id', 'id', '', 500]],
    [{ type: 'value_avg', criteria: { gte: 3 } }, ['id', 'id', '', 500]],
    [{ type: 'value_percentile', criteria: { gte: 3 } }, ['id', 'id', '', 500]],
  ])('of %j', (some, expected) => {
    const { identity, thing, apart, ends } = extractFor(spec(some), KEPT_AT_AN_END);
    expect([identity(SIGHTING), thing(SIGHTING), apart(SIGHTING), ends]).toEqual(expected);
    expect([KEPT_AT_AN_END, MOST_COUNTED, MAX_SIGHTINGS]).toEqual([50, 500, 1000]);
  });

  test('without a value it goes by the empty text', () => {
    const { identity, thing } = extractFor(spec({ type: 'value_count', criteria: { gte: 1 } }), 1);
    expect([identity([1, 'id']), thing([1, 'id'])]).toEqual(['id ', '']);
    expect(extractFor(spec({ type: 'temporal_ordered' }), 1).apart([1, 'id'])).toBe('');
  });

  test.each([
    [0, 0],
    [9, 0],
    [10, 10],
    [19, 10],
    [-1, -10],
  ])('the bucket of %d begins at %d', (time, start) => {
    expect(bucketStart(time, 10)).toBe(start);
  });

  test('nothing older than a day and two windows is waited for', () => {
    expect([oldest(DAY + 20, 10), oldest(DAY + 29, 10), oldest(DAY + 30, 10)]).toEqual([0, 0, 10]);
  });

  const extract = extractFor(spec({ type: 'event_count', criteria: { gte: 1 } }), 2);
  const numbered = (...times: readonly number[]): Kept[] => times.map((time) => [time, `e${time}`]);
  const times = (list: readonly Kept[]) => list.map(([time]) => time);

  test('of the same event the first in time stays', () => {
    const given: Kept[] = [
      [3, 'a'],
      [2, 'b'],
      [1, 'a'],
      [2, 'b', 'x'],
    ];
    expect(inOrder(given, extract)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test.each<[string, readonly number[], readonly number[], readonly number[]]>([
    ['as many as are kept', [0, 1, 8, 9], [0, 1, 8, 9], []],
    ['one more', [0, 1, 5, 8, 9], [0, 1, 8, 9], [0]],
    ['in two buckets', [0, 1, 5, 8, 9, 10, 11, 12, 19], [0, 1, 8, 9, 10, 11, 12, 19], [0]],
    ['in the second of two', [9, 10, 11, 12, 13, 14], [9, 10, 11, 13, 14], [10]],
    ['none', [], [], []],
  ])('of one bucket: %s', (_name, given, kept, lost) => {
    const result = extracted(numbered(...given), extract, 10);
    expect([times(result.kept), result.lost]).toEqual([kept, lost]);
  });

  test('of a thing its first and its last sighting in a bucket stay', () => {
    const values = extractFor(spec({ type: 'value_count', criteria: { gte: 1 } }), 2);
    const given: Kept[] = [
      [0, 'a', 'x'],
      [1, 'b', 'x'],
      [2, 'c', 'y'],
      [3, 'd', 'x'],
      [4, 'e', 'y'],
      [5, 'f', 'z'],
    ];
    const { kept, lost } = extracted(given, values, 10);
    expect([times(kept), lost]).toEqual([[0, 2, 4, 5], []]);
  });

  test('rules of a sequence are kept apart', () => {
    const rules = ['a', 'b'];
    const sequence = { ...extractFor(spec({ type: 'temporal_ordered', rules }), 2), ends: 1 };
    const given: Kept[] = [
      [0, '1', 'a'],
      [1, '2', 'b'],
      [2, '3', 'a'],
      [3, '4', 'a'],
      [4, '5', 'b'],
    ];
    const { kept, lost } = extracted(given, sequence, 10);
    expect([times(kept), lost]).toEqual([[0, 1, 3, 4], [0]]);
  });

  test('a bucket is full when as many are in it as are kept', () => {
    expect(full(numbered(0, 1, 2), extract, 10)).toEqual([]);
    expect(full(numbered(0, 1, 2, 3, 10, 11, 12, 20, 21, 22, 23, 24), extract, 10)).toEqual([0, 20]);
  });

  test.each([
    [999, undefined],
    [1000, undefined],
    [1001, 10],
    [1015, 20],
  ])('%d sightings fit since %s', (count, since) => {
    expect(fittingSince(numbered(...Array(count).keys()), 10)).toBe(since);
  });
});

describe('where a condition holds', () => {
  const condition = (criteria: Criteria, some: Some = { type: 'event_count' }, inFull = false): Condition => ({
    timespanMs: 10,
    criteria,
    measure: measureOf(spec(some)),
    inFull,
  });
  const at = (...times: readonly number[]): Kept[] => times.map((time, n) => [time, `e${n}`]);

  test.each<[string, readonly number[], readonly object[]]>([
    ['too few', [0], []],
    ['two at one time', [5, 5], [{ start: -4, end: 14, opened: 2, farthest: 2 }]],
    ['nearly a window apart', [0, 9], [{ start: 0, end: 9, opened: 2, farthest: 2 }]],
    ['a window apart', [0, 10], []],
    ['three', [0, 5, 9], [{ start: -4, end: 14, opened: 2, farthest: 2 }]],
    [
      'two pairs',
      [0, 1, 30, 32],
      [
        { start: -8, end: 9, opened: 2, farthest: 2 },
        { start: 23, end: 39, opened: 2, farthest: 2 },
      ],
    ],
  ])('%s', (_name, times, expected) => {
    expect(firingSpans(at(...times), condition({ gte: 2 }))).toEqual(expected);
  });

  test('a sum is measured in full', () => {
    const sightings: Kept[] = [
      [0, 'a', '3'],
      [1, 'b', '4'],
      [2, 'c', '5'],
      [2, 'd', '6'],
      [12, 'e', '1'],
    ];
    const sum: Some = { type: 'value_sum' };
    expect(firingSpans(sightings, condition({ gte: 7 }, sum, true))).toEqual([
      { start: -8, end: 11, opened: 7, farthest: 18 },
    ]);
    expect(firingSpans(sightings, condition({ gte: 7 }, sum))).toEqual([
      { start: -8, end: 11, opened: 7, farthest: 15 },
    ]);
  });

  test('windows that are judged when they are complete', () => {
    expect(windowsAt([20, 'a'], 10)).toEqual([
      { start: 11, end: 20 },
      { start: 20, end: 29 },
    ]);
    const sightings = at(0, 5, 9, 40);
    const windows = sightings.flatMap((kept) => windowsAt(kept, 10));
    expect(firingAmong(windows, sightings, condition({ lte: 1 }))).toEqual([
      { start: -9, end: 0, opened: 1, farthest: 1 },
      { start: 9, end: 18, opened: 1, farthest: 1 },
      { start: 31, end: 49, opened: 1, farthest: 1 },
    ]);
    expect(firingAmong(windows, sightings, condition({ lte: 2 }))).toEqual([
      { start: -9, end: 18, opened: 1, farthest: 1 },
      { start: 31, end: 49, opened: 1, farthest: 1 },
    ]);
    expect(firingAmong(windows, sightings, condition({ gt: 2 }))).toEqual([
      { start: 0, end: 9, opened: 3, farthest: 3 },
    ]);
    expect(firingAmong([], sightings, condition({ lte: 1 }))).toEqual([]);
  });
});

describe('episodes', () => {
  const SIGHTINGS: Kept[] = [
    [10, 'a'],
    [12, 'b'],
    [15, 'c'],
    [30, 'd'],
    [31, 'e'],
  ];
  const counting = (more: Partial<Counting> = {}): Counting => ({
    criteria: { gte: 1 },
    since: -100,
    lost: [],
    ...more,
  });
  const firing = (start: number, end: number, measure = 2, farthest = measure) => ({
    start,
    end,
    opened: measure,
    farthest,
  });
  const episode = (start: number, end: number, more: Partial<KeptEpisode> = {}): KeptEpisode => ({
    key: `${start}-${end}`,
    start,
    end,
    from: start,
    until: end,
    count: 1,
    openedWith: 1,
    ...more,
  });

  test('each firing opens one', () => {
    expect(withFirings([], [firing(9, 20, 2, 3), firing(25, 40)], SIGHTINGS, counting())).toEqual([
      { key: 'a-a', start: 9, end: 20, from: 10, until: 15, count: 3, openedWith: 2 },
      { key: 'u-d', start: 25, end: 40, from: 30, until: 31, count: 2, openedWith: 2 },
    ]);
  });

  test('what is counted of all its sightings is what it opened with', () => {
    const inSpan = (sightings: readonly Kept[]) => sightings.length * 100;
    expect(withFirings([], [firing(9, 20)], SIGHTINGS, counting({ inSpan }))).toEqual([
      { key: 'a-a', start: 9, end: 20, from: 10, until: 15, count: 300, openedWith: 300 },
    ]);
  });

  test('of a window without sightings its own ends', () => {
    expect(withFirings([], [firing(50, 60, 0)], SIGHTINGS, counting())).toEqual([
      { key: '1e-', start: 50, end: 60, from: 50, until: 60, count: 0, openedWith: 0 },
    ]);
  });

  test.each<[string, Partial<Counting>, boolean]>([
    ['nothing was dropped', {}, false],
    ['it begins where sightings were dropped', { since: 10 }, true],
    ['it begins just then', { since: 9 }, false],
    ['something was dropped before it', { lost: [8] }, false],
    ['something was dropped at its beginning', { lost: [9] }, true],
    ['something was dropped at its end', { lost: [5, 20] }, true],
    ['something was dropped behind it', { lost: [21] }, false],
  ])('%s: more than was counted %s', (_name, more, is) => {
    const [opened] = withFirings([], [firing(9, 20)], SIGHTINGS, counting(more));
    expect(opened?.more).toBe(is ? true : undefined);
    const [grown] = withFirings([episode(9, 9)], [firing(9, 20)], SIGHTINGS, counting(more));
    expect(grown?.more).toBe(is ? true : undefined);
  });

  test('a firing that overlaps joins, and the first key stays', () => {
    const known = [
      episode(100, 110),
      episode(9, 12, { count: 5, openedWith: 4 }),
      episode(28, 32, { count: 1, more: true }),
    ];
    expect(withFirings(known, [firing(12, 28, 3)], SIGHTINGS, counting())).toEqual([
      known[0],
      { ...known[1], start: 9, end: 32, from: 10, until: 31, count: 5, openedWith: 4, more: true },
    ]);
    expect(withFirings(known, [firing(13, 27, 3)], SIGHTINGS, counting())).toHaveLength(4);
    expect(withFirings(known, [firing(12, 13, 3)], SIGHTINGS, counting({ criteria: { lt: 9 } }))[1]?.count).toBe(3);
  });

  test('where nothing changes it is the same', () => {
    const [known] = withFirings([], [firing(9, 20)], SIGHTINGS, counting());
    const again = withFirings(known === undefined ? [] : [known], [firing(9, 20)], SIGHTINGS, counting());
    expect(again[0]).toBe(known);
    expect(withFirings(again, [], SIGHTINGS, counting())).toBe(again);
  });

  test('where its first sightings are gone it keeps its beginning', () => {
    const known = episode(-50, 12, { from: -45, until: 12 });
    expect(withFirings([known], [firing(9, 20)], SIGHTINGS, counting({ since: 0 }))[0]).toMatchObject({
      from: -45,
      until: 15,
    });
    expect(withFirings([known], [firing(9, 20)], SIGHTINGS, counting())[0]).toMatchObject({ from: 10, until: 15 });
    expect(withFirings([known], [firing(9, 20)], [], counting())[0]).toMatchObject({ from: -50, until: 12 });
  });

  test('what is over and old is forgotten', () => {
    const ended = true;
    const known = [episode(0, 10, { ended }), episode(0, 9, { ended }), episode(0, 8)];
    expect(remembered(known, 10)).toEqual([known[0], known[2]]);
    expect(remembered(known, 9)).toBe(known);
    expect(remembered(known, 11)).toEqual([known[2]]);
  });

  test('of too many the newest stay, in their order', () => {
    const many = Array.from({ length: MOST_EPISODES + 2 }, (_, n) => episode(0, (n * 7) % (MOST_EPISODES + 2)));
    expect(MOST_EPISODES).toBe(100);
    expect(remembered(many, 0)).toEqual(many.filter(({ end }) => end > 1));
    const enough = many.slice(0, MOST_EPISODES);
    expect(remembered(enough, 0)).toBe(enough);
  });
});
