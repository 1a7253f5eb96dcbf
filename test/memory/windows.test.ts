import type { WindowSpec } from '../../src/memory/memory-rule.ts';
import { windowDetector } from '../../src/memory/windows/detector.ts';
import type { WindowState } from '../../src/memory/windows/state.ts';
import {
  average,
  count3,
  counted,
  every,
  found,
  MINUTE,
  ordered,
  SECOND,
  type Short,
  type Some,
  sightings,
  spec,
  sum10,
  values3,
  WINDOW,
} from './windows-sightings.ts';

const percentile = (percentile: number, criteria: WindowSpec['criteria']): Some => ({
  type: 'value_percentile',
  field: 'f',
  percentile,
  criteria,
});
/** One after the other, and the clock until nothing is waited for. */
function settled(some: Some, short: readonly Short[]): WindowState {
  const detector = windowDetector(spec(some));
  let state = sightings(some, short).reduce((known, one) => detector.add(known, [one]).state, detector.empty);
  for (let due = detector.due(state); due !== undefined; due = detector.due(state))
    state = detector.tick(state, due).state;
  return state;
}

type Case = readonly [name: string, some: Some, short: readonly Short[], ...found: number[][]];
const CASES: readonly Case[] = [
  ['events: as many as asked for', count3, every(MINUTE, 3), [0, 120, 3]],
  ['events: one fewer', count3, every(MINUTE, 2)],
  ['events: gt', counted({ gt: 3 }), every(MINUTE, 3)],
  ['events: gt and one more', counted({ gt: 3 }), every(MINUTE, 4), [0, 180, 4]],
  ['events: both limits must hold', counted({ gte: 2, gt: 2 }), every(MINUTE, 2)],
  ['events: exactly a window apart', count3, [[0], [MINUTE], [WINDOW]]],
  ['events: a millisecond less than a window apart', count3, [[0], [MINUTE], [WINDOW - 1]], [0, 299.999, 3]],
  ['events: one second', count3, [[0], [0], [0]], [0, 0, 3]],
  [
    'events: the same one again',
    count3,
    [
      [0, '', 'x'],
      [0, '', 'x'],
      [0, '', 'x'],
      [0, '', 'y'],
    ],
  ],
  ['events: a late one in the middle', count3, [[0], [2 * MINUTE], [60 * MINUTE], [MINUTE]], [0, 120, 3]],
  ['events: a late one at the beginning', count3, [[2 * MINUTE], [3 * MINUTE], [0]], [0, 180, 3]],
  ['events: two episodes', count3, [...every(1, 3), ...every(1, 3, 20 * MINUTE)], [0, 0.002, 3], [1200, 1200.002, 3]],
  [
    'events: two episodes and one between that belongs to neither',
    count3,
    [...every(MINUTE, 3), ...every(MINUTE, 3, 11 * MINUTE), [6 * MINUTE + 30 * SECOND]],
    [0, 120, 3],
    [660, 780, 3],
  ],
  [
    'events: a late one bridges two episodes',
    count3,
    [[0], [110 * SECOND], [120 * SECOND], [690 * SECOND], [695 * SECOND], [700 * SECOND], [405 * SECOND]],
    [0, 700, 7],
  ],
  [
    'events: late ones bridge two episodes',
    count3,
    [...every(MINUTE, 3), ...every(MINUTE, 3, 14 * MINUTE), ...every(MINUTE, 3, 7 * MINUTE)],
    [0, 960, 9],
  ],
  [
    'values: different ones',
    values3,
    [
      [0, 'x'],
      [1, 'y'],
      [2, 'z'],
    ],
    [0, 0.002, 3],
  ],
  [
    'values: not enough different ones',
    values3,
    [
      [0, 'x'],
      [1, 'y'],
      [2, 'x'],
      [3, 'y'],
    ],
  ],
  [
    'values: case counts, as does the empty text',
    values3,
    [
      [0, 'x'],
      [1, 'X'],
      [2, ''],
    ],
    [0, 0.002, 3],
  ],
  ['values: none is left out', values3, [[0, 'x'], [1, 'y'], [2]]],
  [
    'temporal: all rules, in any order',
    { type: 'temporal' },
    [
      [0, 'c'],
      [1, 'a'],
      [2, 'b'],
    ],
    [0, 0.002, 3],
  ],
  [
    'temporal: one is missing',
    { type: 'temporal' },
    [
      [0, 'c'],
      [1, 'a'],
      [2, 'a'],
    ],
  ],
  [
    'temporal: two of three',
    { type: 'temporal', criteria: { gte: 2 } },
    [
      [0, 'c'],
      [1, 'a'],
    ],
    [0, 0.001, 2],
  ],
  [
    'temporal: one event, two rules',
    { type: 'temporal', rules: ['a', 'b'] },
    [
      [0, 'a', 'x'],
      [0, 'b', 'x'],
    ],
    [0, 0, 2],
  ],
  [
    'temporal: a rule that is named twice',
    { type: 'temporal', rules: ['a', 'a', 'b'] },
    [
      [0, 'a'],
      [1, 'b'],
    ],
    [0, 0.001, 2],
  ],
  [
    'ordered: in order',
    ordered('a', 'b'),
    [
      [0, 'a'],
      [1, 'b'],
    ],
    [0, 0.001, 2],
  ],
  [
    'ordered: the other way round',
    ordered('a', 'b'),
    [
      [0, 'b'],
      [1, 'a'],
    ],
  ],
  [
    'ordered: one second is in order',
    ordered('a', 'b'),
    [
      [0, 'b'],
      [0, 'a'],
    ],
    [0, 0, 2],
  ],
  [
    'ordered: one event is not two',
    ordered('a', 'b'),
    [
      [0, 'a', 'x'],
      [0, 'b', 'x'],
    ],
  ],
  [
    'ordered: a rule twice wants two events',
    ordered('a', 'a', 'b'),
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
  [
    'ordered: a rule twice has two events',
    ordered('a', 'a', 'b'),
    [
      [0, 'a'],
      [0, 'a'],
      [1, 'b'],
    ],
    [0, 0.001, 3],
  ],
  [
    'ordered: an event goes where it is needed',
    ordered('a', 'b'),
    [
      [0, 'a', 'x'],
      [0, 'b', 'x'],
      [0, 'a', 'y'],
    ],
    [0, 0, 2],
  ],
  [
    'ordered: others in between',
    ordered('a', 'c'),
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
      [3, 'c'],
    ],
    [0, 0.003, 2],
  ],
  [
    'ordered: arrived the other way round',
    ordered('a', 'b'),
    [
      [MINUTE, 'b'],
      [0, 'a'],
    ],
    [0, 60, 2],
  ],
  [
    'ordered: too far apart',
    ordered('a', 'b'),
    [
      [0, 'a'],
      [WINDOW, 'b'],
    ],
  ],
  [
    'ordered: two of three',
    { ...ordered('a', 'b', 'c'), criteria: { gte: 2 } },
    [
      [0, 'a'],
      [1, 'c'],
    ],
    [0, 0.001, 2],
  ],
  [
    'sum: reached',
    sum10,
    [
      [0, '4'],
      [1, '6'],
    ],
    [0, 0.001, 10],
  ],
  [
    'sum: not reached',
    sum10,
    [
      [0, '4'],
      [1, '5.9'],
    ],
  ],
  [
    'sum: the largest window is told',
    sum10,
    [
      [0, '10'],
      [1, '2'],
      [WINDOW, '1'],
    ],
    [0, 0.001, 12],
  ],
  [
    'sum: negative numbers are left out',
    sum10,
    [
      [0, '10'],
      [1, '-5'],
    ],
    [0, 0, 10],
  ],
  [
    'sum: what is no number is left out',
    sum10,
    [
      [0, '0x10'],
      [1, 'Infinity'],
      [2, ''],
      [3, '1e999'],
      [4, 'ten'],
    ],
  ],
  ['sum: written in any way', sum10, [[0, ' 1e1 ']], [0, 0, 10]],
  [
    'sum: too large for a number',
    sum10,
    [
      [0, '1.7e308'],
      [1, '1.7e308'],
    ],
    [0, 0.001, Number.MAX_VALUE],
  ],
  [
    'sum: a second window, with its own sum',
    sum10,
    [
      [0, '10'],
      [MINUTE, '2'],
      [WINDOW, '9'],
    ],
    [0, 300, 12],
  ],
  ['complete: lt', counted({ lt: 3 }), [[0], [WINDOW + 1]], [0, 300.001, 1]],
  ['complete: lt, never so few', counted({ lt: 2 }), [[0], [0]]],
  ['complete: lte', counted({ lte: 2 }), [[0], [0]], [0, 0, 2]],
  ['complete: eq', counted({ eq: 2 }), [[0], [1]], [0, 0.001, 2]],
  ['complete: eq, one more', counted({ eq: 2 }), [[0], [0], [0]]],
  ['complete: neq', counted({ neq: 2 }), [[0], [0]]],
  ['complete: a range', counted({ gte: 2, lt: 4 }), every(0, 3), [0, 0, 3]],
  ['complete: above a range', counted({ gte: 2, lt: 4 }), every(0, 4)],
  [
    'complete: of different values',
    { ...values3, criteria: { lt: 2 } },
    [
      [0, 'x'],
      [0, 'x'],
    ],
    [0, 0, 1],
  ],
  [
    'complete: a sum may be negative',
    { ...sum10, criteria: { lt: 0 } },
    [
      [0, '-5'],
      [0, '3'],
    ],
    [0, 0, -2],
  ],
  [
    'average: above',
    average({ gte: 5 }),
    [
      [0, '4'],
      [0, '6'],
    ],
    [0, 0, 5],
  ],
  [
    'average: below',
    average({ gt: 5 }),
    [
      [0, '4'],
      [0, '6'],
    ],
  ],
  [
    'average: too large for a number',
    average({ gt: 5 }),
    [
      [0, '1.7e308'],
      [0, '1.7e308'],
    ],
    [0, 0, 1.7e308],
  ],
  [
    'percentile: nearest rank',
    percentile(50, { eq: 20 }),
    [
      [0, '35'],
      [0, '20'],
      [0, '15'],
      [0, '50'],
    ],
    [0, 0, 20],
  ],
  [
    'percentile: the highest',
    percentile(99, { gte: 50 }),
    [
      [0, '35'],
      [0, '20'],
      [0, '50'],
    ],
    [0, 0, 50],
  ],
  [
    'percentile: the lowest',
    percentile(1, { lte: 20 }),
    [
      [0, '35'],
      [0, '20'],
      [0, '50'],
    ],
    [0, 0, 20],
  ],
  [
    'percentile: by number, not by text',
    percentile(50, { eq: 9 }),
    [
      [0, '10'],
      [0, '9'],
      [0, '1'],
    ],
    [0, 0, 9],
  ],
];

test.each(CASES.map(([name, ...rest]) => [name, rest] as const))('%s', (_name, [some, short, ...expected]) => {
  const state = settled(some, short);
  expect(found(state)).toEqual(expected);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
