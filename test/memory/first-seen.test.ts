import { type Episode, MAX_SIGHTINGS, type Sighting, type Step } from '../../src/memory/detector.ts';
import { firstSeenDetector } from '../../src/memory/first-seen/detector.ts';
import type { FirstSeenState } from '../../src/memory/first-seen/state.ts';
import type { FirstSeenSpec } from '../../src/memory/memory-rule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Noon, so that an hour more or less is the same UTC day. */
const START = Date.UTC(2026, 10, 20, 12);
const LEARN = 14 * DAY;
const REMEMBER = 90 * DAY;
/** When the first value may be told: learning, and the day in which late events may come. */
const LEARNT = LEARN + DAY;
/** After what was last seen at noon of the thirtieth day: from the end of that day, and a day for late events. */
const SILENT = 30 * DAY + 12 * HOUR + REMEMBER + DAY;
const FUTURE = 50 * 365 * DAY;

const SPEC: FirstSeenSpec = {
  type: 'first_seen',
  rules: ['any'],
  groupBy: ['derived.actor'],
  aliases: {},
  field: 'awsRegion',
  learnMs: LEARN,
  rememberMs: REMEMBER,
};
const detector = firstSeenDetector(SPEC);

/** `after` is counted from START. */
const at = (after: number, value: string, id = `${value}@${after}`): Sighting => ({
  id,
  time: START + after,
  rule: 'any',
  value,
});

/** Adds in the order given, one by one, and keeps what each told. */
function history(sightings: readonly Sighting[], from = detector.empty): { state: FirstSeenState; told: Episode[][] } {
  let state = from;
  const told = sightings.map((sighting) => {
    const step: Step<FirstSeenState> = detector.add(state, [sighting]);
    // Plain JSON: what is written and read again is the same.
    state = JSON.parse(JSON.stringify(step.state)) as FirstSeenState;
    return [...step.episodes];
  });
  return { state, told };
}

/** What the last of them told, as `value +count`. */
const lastTold = (sightings: readonly Sighting[]): string[] =>
  (history(sightings).told.at(-1) ?? []).map(({ values = [], count }) => `${values.join()} +${count}`);

/** A group that has learnt `home`, which it is seen in every ten days. */
const learnt = (until = LEARNT): Sighting[] =>
  Array.from({ length: Math.floor(until / (10 * DAY)) + 1 }, (_, i) => at(i * 10 * DAY, 'home'));

/** 23:00, 01:00 two days later, and then 22:00 of the day between, when the value was not yet known. */
const lateOfThree = (noon: number): Sighting[] => [11, 37, 34].map((hours) => at(noon + hours * HOUR, 'new'));

test.each<[string, Sighting[], string[]]>([
  ['the first of all values', [at(0, 'home')], []],
  ['a value while the group learns', [at(0, 'home'), at(LEARN, 'new')], []],
  ['… in the day after, in which late events may come', [at(0, 'home'), at(LEARNT - 1, 'new')], []],
  ['… at the end of that day', [at(0, 'home'), at(LEARNT, 'new')], ['new +1']],
  ['a value that the group has', [...learnt(), at(LEARNT, 'home')], []],
  ['a value seen at the end of learning', [at(0, 'home'), at(LEARN - 1, 'new'), at(LEARNT, 'new')], []],
  ['a second sighting within the day', [at(0, 'home'), at(LEARNT, 'new'), at(LEARNT + DAY, 'new')], ['new +2']],
  ['a sighting just after that day', [at(0, 'home'), at(LEARNT, 'new'), at(LEARNT + DAY + 1, 'new')], []],
  ['a value last seen rememberMs ago', [at(0, 'v'), ...learnt(REMEMBER), at(REMEMBER, 'v')], []],
  ['… and a millisecond', [at(0, 'v'), ...learnt(REMEMBER), at(REMEMBER + 1, 'v')], ['v +1']],
  [
    'a group that learnt earlier than was known',
    [at(1, 'b'), at(LEARNT + 1, 'x'), at(0, 'b'), at(LEARNT, 'y')],
    ['y +1'],
  ],
  ['one of three days that comes late', [...learnt(), ...lateOfThree(LEARNT)], ['new +2']],
  [
    '… of a value that was forgotten, and after a time stamp from the future',
    [at(0, 'new'), at(FUTURE, 'new'), ...learnt(REMEMBER + 20 * DAY), ...lateOfThree(REMEMBER + 20 * DAY)],
    ['new +2'],
  ],
  ['the last moment before a silence is too long', [...learnt(30 * DAY), at(SILENT - 1, 'new')], ['new +1']],
  [
    '… also after a time stamp from the future',
    [...learnt(30 * DAY), at(FUTURE, 'home'), at(SILENT - 1, 'new')],
    ['new +1'],
  ],
  ['a silence that is too long', [...learnt(30 * DAY), at(SILENT, 'new')], []],
  ['an empty value', [...learnt(), at(LEARNT, '')], [' +1']],
  ['a name of every object', [...learnt(), at(LEARNT, '__proto__')], ['__proto__ +1']],
])('%s', (_name, sightings, expected) => expect(lastTold(sightings)).toEqual(expected));

test('a group silent for so long that all is forgotten learns anew, whether or not TTL has deleted it', () => {
  const back = REMEMBER + 3 * DAY;
  const again = [at(back, 'home'), at(back + HOUR, 'new'), at(back + 13 * DAY, 'newer')];
  expect(history([at(0, 'home'), ...again]).told.flat()).toEqual([]);
  expect(history(again).told.flat()).toEqual([]);
  expect(lastTold([at(0, 'home'), ...again, at(back + LEARNT, 'newest')])).toEqual(['newest +1']);
  expect(detector.expires(history([at(0, 'home')]).state)).toBe(Date.UTC(2026, 10, 21) + REMEMBER + 2 * DAY);
});

describe('an appearance', () => {
  const [a, b, c] = [at(LEARNT + DAY, 'new'), at(LEARNT + DAY + HOUR, 'new'), at(LEARNT + 2 * DAY - 1, 'new')];

  test('is one episode, whichever of its sightings comes first', () => {
    const orders = [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ].map((order) => history([...learnt(), ...order]).told.at(-1));
    expect(orders[0]).toEqual([
      {
        key: expect.stringMatching(/^[0-9a-f]{24}$/),
        from: a.time,
        until: c.time,
        count: 3,
        openedWith: 1,
        heldAt: a.time,
        values: ['new'],
      },
    ]);
    expect(orders).toEqual([orders[0], orders[0], orders[0]]);
    expect(detector.add(history(learnt()).state, [c, a, b]).episodes).toEqual(orders[0]);
  });

  test('a redelivery tells it again and changes nothing', () => {
    const { state, told } = history([...learnt(), a, b]);
    const again = detector.add(state, [a, b, a]);
    expect(again.episodes).toEqual(told.at(-1));
    expect(again.state).toBe(state);
  });

  test('a redelivery tells it again also after weeks in which the value was seen every day', () => {
    const days = Array.from({ length: 20 }, (_, i) => at(LEARNT + (i + 3) * DAY, 'new'));
    const { state, told } = history([...learnt(), a, ...days]);
    expect(told.slice(-20).flat()).toEqual([]);
    expect(detector.add(state, [a])).toEqual({ state, episodes: told.find(({ length }) => length > 0) });
  });

  test('of a value that was forgotten is another one', () => {
    const back = LEARNT + 2 * DAY + REMEMBER;
    const keys = history([...learnt(), a, ...learnt(back), at(back, 'new')]).told.flatMap((told) =>
      told.map(({ key }) => key),
    );
    expect(new Set(keys).size).toBe(2);
  });

  test.each([
    [49, 49, undefined],
    [50, 50, undefined],
    [51, 50, true],
    [500, 50, true],
  ])('of %d sightings is counted as %d', (sightings, count, more) => {
    const many = Array.from({ length: sightings }, (_, i) => at(LEARNT + i, 'new'));
    const { state, told } = history([...learnt(), ...many, ...many]);
    expect(told.at(-1)).toMatchObject([{ count, from: START + LEARNT, until: START + LEARNT + sightings - 1 }]);
    expect(told.at(-1)?.[0]?.more).toBe(more);
    expect(detector.add(state, many).state).toBe(state);
  });
});

describe('the end', () => {
  const first = at(LEARNT, 'new');
  const ends = first.time + DAY + 30 * MINUTE;
  const { state } = history([...learnt(), first]);

  test('is due a day and half an hour after the last sighting', () => {
    expect(detector.due(state)).toBe(ends);
    expect(detector.due(history([first], state).state)).toBe(ends);
    expect(detector.due(history([at(LEARNT + HOUR, 'new')], state).state)).toBe(ends + HOUR);
    expect(detector.due(history(learnt()).state)).toBeUndefined();
    expect(detector.due(detector.empty)).toBeUndefined();
  });

  test('is told once', () => {
    expect(detector.tick(state, ends - 1)).toEqual({ state, episodes: [] });
    expect(detector.tick(state, ends - 1).state).toBe(state);
    const ended = detector.tick(state, ends);
    expect(ended.episodes).toEqual([{ ...detector.add(state, [first]).episodes[0], ended: true }]);
    expect(detector.due(ended.state)).toBeUndefined();
    expect(detector.tick(ended.state, ends + DAY).state).toBe(ended.state);
  });

  test('a redelivery after it is known, and what comes later still widens it', () => {
    const ended = detector.tick(state, ends);
    expect(detector.add(ended.state, [first])).toEqual({ state: ended.state, episodes: ended.episodes });
    const late = detector.add(ended.state, [at(LEARNT + 20 * HOUR, 'new')]);
    expect(late.episodes).toEqual([{ ...ended.episodes[0], until: first.time + 20 * HOUR, count: 2 }]);
    expect(detector.due(late.state)).toBeUndefined();
  });
});

describe('long values', () => {
  const long = (end: string): string => `${'u'.repeat(200_000)}${end}`;

  test('are shown by their beginning and told apart by all of them', () => {
    const { state, told } = history([...learnt(), at(LEARNT, long('a'), 'a'), at(LEARNT, long('b'), 'b')]);
    const shown = [`${'u'.repeat(80)}…`];
    expect(told.slice(-2).map(([episode]) => episode?.values)).toEqual([shown, shown]);
    expect(new Set(told.flat().map(({ key }) => key)).size).toBe(2);
    expect(JSON.stringify(state).length).toBeLessThan(2_000);
  });

  test('halves of surrogate pairs are different values', () => {
    const keys = ['\ud83e', '\ud83f'].map((half) => lastKey([...learnt(), at(LEARNT, long(half))]));
    expect(new Set(keys).size).toBe(2);
  });

  test('a value that is written as the short name of another one is itself', () => {
    const { state } = history([...learnt(), at(LEARNT, long('a'))]);
    const name = state.values.at(-1)?.name ?? '';
    expect(lastTold([...learnt(), at(LEARNT, long('a')), at(LEARNT + HOUR, name)])).toEqual([`${'u'.repeat(80)}… +1`]);
    expect(lastKey([...learnt(), at(LEARNT, name)])).not.toBe(lastKey([...learnt(), at(LEARNT, long('a'))]));
  });

  const lastKey = (sightings: readonly Sighting[]): string | undefined => history(sightings).told.at(-1)?.[0]?.key;
});

describe('time stamps of an attacker', () => {
  test.each([
    ['one from the far future', [at(FUTURE, 'home')]],
    ['one from the far future, of another value', [at(FUTURE, 'other')]],
    ['one from next month', [at(LEARNT + 30 * DAY, 'home')]],
    ['one from 1970', [at(-START, 'home')]],
    ['one from 1970, of another value', [at(-START, 'other')]],
    [
      'some from the past',
      [at(-400 * DAY, 'other'), at(-800 * DAY, 'other'), at(-1200 * DAY, 'other'), at(-1600 * DAY, 'home')],
    ],
    ['one that is no date at all', [at(1e300, 'home')]],
  ])('%s: what was known is known, and what is new is told', (_name, hostile) => {
    // Also where home is seen every day, so that its kept days are few.
    const daily = Array.from({ length: 16 }, (_, i) => at(i * DAY, 'home'));
    const { state } = history([...daily, ...hostile]);
    expect(history([at(LEARNT + DAY, 'home')], state).told.flat()).toEqual([]);
    expect(history([at(LEARNT + 2 * DAY, 'home')], state).told.flat()).toEqual([]);
    expect(history([at(LEARNT + DAY, 'new')], state).told.flat()).toMatchObject([{ values: ['new'] }]);
  });

  test.each([
    ['future', FUTURE],
    ['past', -START],
  ])('the first of a group from the far %s does not end its learning, nor keep it from learning', (_name, time) => {
    const { state } = history([at(time, 'home'), at(0, 'home')]);
    expect(history([at(DAY * 2, 'new')], state).told.flat()).toEqual([]);
    expect(history([at(LEARNT, 'new')], state).told.flat()).toMatchObject([{ values: ['new'] }]);
  });
});

describe('more values than a group holds', () => {
  const values = (count: number, from: number, prefix = 'made-up'): Sighting[] =>
    Array.from({ length: count }, (_, i) => at(from + i, `${prefix}-${i}`));
  const { state: known } = history(learnt());

  test('are told up to the bound, then by one episode that grows and ends', () => {
    const { state, episodes } = detector.add(known, values(1_500, LEARNT));
    const full = episodes.filter(({ key }) => key.startsWith('full'));
    // `home` was pushed out by the thousandth; it is what the others cannot be judged for.
    expect(episodes).toHaveLength(1_001);
    expect(full).toMatchObject([
      { values: ['more than 1,000 values'], from: START + LEARNT + 1_000, openedWith: 1, more: true },
    ]);
    expect(state.values).toHaveLength(1_000);
    const ended = detector.tick(state, START + LEARNT + 3 * DAY);
    expect(ended.episodes.filter(({ key }) => key === full[0]?.key)).toMatchObject([{ ended: true }]);
    expect(detector.due(ended.state)).toBeUndefined();
  });

  test('a new value is then told by the episode of the full memory, which opens again where it ended', () => {
    const flooded = detector.add(known, values(1_500, LEARNT)).state;
    const during = detector.add(flooded, [at(LEARNT + HOUR, 'eu-south-2')]).episodes;
    expect(during).toMatchObject([{ key: `full-${START + LEARNT + 1_000}`, values: ['more than 1,000 values'] }]);
    const ended = detector.tick(flooded, START + LEARNT + 3 * DAY).state;
    const after = detector.add(ended, [at(LEARNT + 5 * DAY, 'eu-south-2')]);
    expect(after.episodes).toMatchObject([{ key: `full-${START + LEARNT + 5 * DAY}`, count: 1 }]);
    expect(detector.add(after.state, [at(LEARNT + 5 * DAY, 'eu-south-2')])).toEqual(after);
    expect(detector.add(ended, [at(LEARNT + 1_200, 'made-up-1200')]).state).toBe(ended);
  });

  test('what was lost is forgotten at last, and new values are told again', () => {
    const flooded = detector.add(known, values(1_500, LEARNT)).state;
    const later = history(learnt(LEARNT + REMEMBER).slice(2), flooded).state;
    const { told } = history([at(LEARNT + REMEMBER + DAY, 'eu-south-2')], later);
    expect(told.flat()).toMatchObject([{ values: ['eu-south-2'] }]);
  });

  test('while the group learns nothing is told of them', () => {
    expect(detector.add(detector.empty, values(3_000, 0)).episodes).toEqual([]);
  });

  test('a state stays below what an item holds', () => {
    const wide = values(1_500, LEARNT, 'x'.repeat(120)).flatMap((one) => [
      one,
      { ...one, id: `${one.id}b`, time: one.time + 1 },
    ]);
    const days = [0, 1, 2, 3, 4].flatMap((day) => wide.map((one) => ({ ...one, time: one.time + day * DAY })));
    expect(Buffer.byteLength(JSON.stringify(detector.add(known, days).state))).toBeLessThan(397 * 1024);
  });
});

test('a batch of many new values keeps no more sightings than a state may hold, and says of the others that there are more', () => {
  const { state } = history(learnt());
  const batch = Array.from({ length: 40 }, (_, value) =>
    Array.from({ length: 40 }, (_, i) => at(LEARNT + i * MINUTE, `new-${value}`)),
  ).flat();
  const { state: next, episodes } = detector.add(state, batch);
  const held = next.values.flatMap(({ appearances = [] }) => appearances).reduce((sum, { ids }) => sum + ids.length, 0);
  expect(episodes).toHaveLength(40);
  expect(held).toBeLessThanOrEqual(MAX_SIGHTINGS + 40);
  // One after the other until it is full: what is counted is not thrown away for what comes later.
  expect(episodes.every(({ count, more }) => more === true || count === 40)).toBe(true);
  expect(episodes.some(({ more }) => more === true)).toBe(true);
});
