import { createHash } from 'node:crypto';
import { LATEST_MS, MAX_SIGHTINGS, SETTLED_MS } from '../../src/memory/detector.ts';
import {
  type Appearance,
  end,
  endsAt,
  episodeOf,
  opened,
  withSighting,
} from '../../src/memory/first-seen/appearance.ts';
import { DAY_MS } from '../../src/memory/first-seen/days.ts';
import { endOf, type Life, learnsSince, withLife } from '../../src/memory/first-seen/lives.ts';
import {
  appearancesIn,
  appeared,
  type KnownValue,
  MAX_VALUES,
  pushOut,
  seen,
} from '../../src/memory/first-seen/state.ts';
import { appearanceKey, nameOf, shownOf } from '../../src/memory/first-seen/value-name.ts';
import { verdictOn } from '../../src/memory/first-seen/verdict.ts';
import type { FirstSeenSpec } from '../../src/memory/memory-rule.ts';

const sighting = (id: string, time: number) => ({ id, time, rule: 'r', value: 'v' });

describe('an appearance', () => {
  const FIRST: Appearance = { key: 'k', from: 10, until: 10, count: 1, ids: ['a'] };
  const TWO: Appearance = { key: 'k', from: 10, until: 20, count: 2, ids: ['a', 'b'] };
  const OVER: Appearance = { ...TWO, ids: [], ended: true };
  const MANY: Appearance = { ...TWO, ids: [], more: true };

  test('opens with one sighting', () => {
    expect(opened('k', sighting('a', 10))).toEqual(FIRST);
  });

  test.each<[string, Appearance, string, number, Partial<Appearance> | undefined]>([
    ['a second one', FIRST, 'b', 20, TWO],
    ['one before it', FIRST, 'b', 5, { from: 5, count: 2, ids: ['a', 'b'] }],
    ['one between', TWO, 'c', 15, { count: 3, ids: ['a', 'b', 'c'] }],
    ['one that is known', TWO, 'a', 10, undefined],
    ['one that is known, at another time', TWO, 'a', 99, undefined],
    ['one in what is over', OVER, 'c', 15, undefined],
    ['one at the beginning of what is over', OVER, 'c', 10, undefined],
    ['one at the end of what is over', OVER, 'c', 20, undefined],
    ['one before what is over', OVER, 'c', 9, { from: 9, count: 3 }],
    ['one behind what is over', OVER, 'c', 21, { until: 21, count: 3 }],
    ['one in what are more', MANY, 'c', 15, undefined],
    ['one behind what are more', MANY, 'c', 21, { until: 21 }],
  ])('with %s', (_name, before, id, time, change) => {
    const after = withSighting(before, sighting(id, time), 0);
    expect(after).toEqual({ ...before, ...change });
    if (change === undefined) expect(after).toBe(before);
  });

  test.each([
    [49, MAX_SIGHTINGS - 1, false],
    [50, 0, true],
    [2, MAX_SIGHTINGS - 1, false],
    [2, MAX_SIGHTINGS, true],
  ])('of %d, and %d in the state, one more is only more: %s', (count, held, isMore) => {
    const ids = Array.from({ length: count }, (_, n) => `e${n}`);
    const before = { ...TWO, count, ids };
    expect(withSighting(before, sighting('x', 30), held)).toEqual(
      isMore
        ? { key: 'k', from: 10, until: 30, count, ids: [], more: true }
        : { key: 'k', from: 10, until: 30, count: count + 1, ids: [...ids, 'x'] },
    );
  });

  test('ends when nothing can join it any more, and is told without its ids', () => {
    expect([endsAt(TWO), endsAt(OVER)]).toEqual([20 + LATEST_MS + SETTLED_MS, undefined]);
    expect(end(TWO)).toEqual(OVER);
    expect(episodeOf(OVER, 'v')).toEqual({
      key: 'k',
      from: 10,
      until: 20,
      count: 2,
      ended: true,
      openedWith: 1,
      heldAt: 10,
      values: ['v'],
    });
  });
});

describe('the lives of a group', () => {
  const day = (n: number, more = 0): number => n * DAY_MS + more;
  const REMEMBER = 10 * DAY_MS;
  const life = (from: number, lastDay: number): Life => ({ from: day(from, 5), lastDay });

  test.each<[string, readonly Life[], number, readonly Life[]]>([
    ['the first', [], day(3, 5), [life(3, 3)]],
    ['a later day', [life(3, 3)], day(4), [life(3, 4)]],
    ['earlier on the first day', [life(3, 3)], day(3, 4), [{ from: day(3, 4), lastDay: 3 }]],
    ['as late as is remembered', [life(3, 3)], day(13, 5), [life(3, 13)]],
    ['a day later', [life(3, 3)], day(14, 5), [life(3, 3), life(14, 14)]],
    ['a long time before', [life(30, 31)], day(3, 5), [life(3, 3), life(30, 31)]],
    ['between two, joining both', [life(3, 3), life(20, 21)], day(12), [life(3, 21)]],
    ['between two, joining none', [life(3, 3), life(40, 40)], day(20, 5), [life(3, 3), life(20, 20), life(40, 40)]],
    ['a fourth', [life(3, 3), life(20, 20), life(40, 40)], day(60, 5), [life(20, 20), life(40, 40), life(60, 60)]],
  ])('%s', (_name, lives, time, expected) => {
    expect(withLife(lives, time, REMEMBER)).toEqual(expected);
  });

  test('what adds nothing gives back the same list', () => {
    const lives = [life(23, 24), life(40, 40), life(60, 60)];
    for (const time of [day(23, 5), day(24, DAY_MS - 1), day(3)]) expect(withLife(lives, time, REMEMBER)).toBe(lives);
  });

  test('a sighting is judged by the life that began more than a day before', () => {
    const lives = [life(3, 3), life(20, 21)];
    const since = (time: number) => learnsSince(lives, time, REMEMBER);
    expect(since(day(4, 5))).toBeUndefined();
    expect(since(day(4, 6))).toBe(day(3, 5));
    expect(since(day(15) - 1)).toBe(day(3, 5));
    expect(since(day(15))).toBeUndefined();
    expect(since(day(21, 6))).toBe(day(20, 5));
    expect(endOf(life(3, 7))).toBe(day(8));
  });
});

describe('what is known of a value', () => {
  const appearance = (key: string, more: Partial<Appearance> = {}): Appearance => ({
    key,
    from: 0,
    until: 0,
    count: 1,
    ids: [],
    ...more,
  });
  const value: KnownValue = { name: 'v', days: [5] };

  test('a day that is known changes nothing', () => {
    expect(seen(value, 6)).toBe(value);
    expect(seen(value, DAY_MS)).toEqual({ name: 'v', days: [5, DAY_MS] });
  });

  test('an appearance takes the place of its earlier self, and those that are over go', () => {
    const [a, b, c] = [appearance('a', { ended: true }), appearance('b'), appearance('c')];
    expect(appeared(value, a)).toEqual({ ...value, appearances: [a] });
    const three = { ...value, appearances: [a, b, c] };
    expect(appeared(three, b)).toBe(three);
    const grown = appearance('b', { count: 2 });
    expect(appeared(three, grown).appearances).toEqual([c, grown]);
    const more = ['d', 'e'].map((key) => appearance(key));
    expect(more.reduce(appeared, three).appearances).toEqual([c, ...more]);
  });

  test('of too many values the one that was not seen for longest goes', () => {
    const values = new Map(
      Array.from({ length: MAX_VALUES }, (_, n) => [`v${n}`, { name: `v${n}`, days: [1, n === 7 ? 2 : 100 + n] }]),
    );
    expect(pushOut(values)).toBeUndefined();
    values.set('late', { name: 'late', days: [3] });
    expect([pushOut(values), values.size, values.has('v7'), values.has('late')]).toEqual([2, 1000, false, true]);
    values.set('empty', { name: 'empty', days: [] });
    expect([pushOut(values), values.has('empty')]).toEqual([0, false]);
  });

  test('all appearances, that of the full memory last', () => {
    const [a, b, full] = ['a', 'b', 'full'].map((key) => appearance(key));
    const values = [value, { ...value, appearances: [appearance('a')] }, { ...value, appearances: [appearance('b')] }];
    expect(appearancesIn({ lives: [], values })).toEqual([a, b]);
    expect(appearancesIn({ lives: [], values, full: appearance('full') })).toEqual([a, b, full]);
  });
});

describe('the name of a value', () => {
  const sha = (text: string) => createHash('sha256').update(text, 'utf16le').digest('hex');

  test.each([
    ['', ''],
    ['a', 'a'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), `${'x'.repeat(80)}…${sha('x'.repeat(101)).slice(0, 32)}`],
    [
      `${'x'.repeat(79)}😀${'y'.repeat(30)}`,
      `${'x'.repeat(79)}\ufffd…${sha(`${'x'.repeat(79)}😀${'y'.repeat(30)}`).slice(0, 32)}`,
    ],
  ])('of %s', (value, name) => {
    expect(nameOf(value)).toBe(name);
    expect(shownOf(name)).toBe(value.length <= 100 ? value : name.slice(0, 81));
  });

  test('a key is made of the value, and of when it was seen before', () => {
    expect(appearanceKey('v', 'never')).toBe(sha('never\0v').slice(0, 24));
    expect(appearanceKey('v', 7)).toBe(sha('7\0v').slice(0, 24));
  });
});

describe('the verdict', () => {
  const LEARN = 14 * DAY_MS;
  const REMEMBER = 90 * DAY_MS;
  const SPEC: FirstSeenSpec = {
    type: 'first_seen',
    rules: [],
    groupBy: [],
    aliases: {},
    field: 'f',
    learnMs: LEARN,
    rememberMs: REMEMBER,
  };
  const FROM = 1000 * DAY_MS;
  const lives = [{ from: FROM, lastDay: 1200 }];
  const NOW = FROM + 100 * DAY_MS;
  const told = (from: number, until: number): Appearance => ({ key: 'told', from, until, count: 1, ids: [] });
  const is = (value: Partial<KnownValue>, time = NOW, lostUntil?: number) =>
    verdictOn(
      { lives, ...(lostUntil === undefined ? {} : { lostUntil }) },
      { name: 'v', days: [], ...value },
      time,
      SPEC,
    );
  const usual = { is: 'usual' };
  const fresh = (before: number | 'never') => ({ is: 'new', key: appearanceKey('v', before) });

  test.each([
    ['one before learning was over', FROM + LEARN + LATEST_MS - 1, usual],
    ['one when it was over', FROM + LEARN + LATEST_MS, fresh('never')],
  ])('on %s', (_name, time, verdict) => {
    expect(is({}, time)).toEqual(verdict);
  });

  test.each([
    ['never', [], fresh('never')],
    ['within the last day', [NOW - LATEST_MS], fresh('never')],
    ['before the last day', [NOW - LATEST_MS - 1], usual],
    ['as long ago as is remembered', [NOW - REMEMBER], usual],
    ['longer ago', [NOW - REMEMBER - 1], fresh(NOW - REMEMBER - 1)],
    ['longer ago, and within the last day', [NOW - REMEMBER - 1, NOW - 5], fresh(NOW - REMEMBER - 1)],
    ['on so many later days that nobody knows', [1, 2, 3, 4, 5].map((n) => NOW + n * DAY_MS), usual],
  ])('on a value that was seen %s', (_name, days, verdict) => {
    expect(is({ days })).toEqual(verdict);
  });

  test.each([
    [NOW - 6, NOW - 1, fresh('never')],
    [NOW - 5, NOW, { is: 'new', key: 'told' }],
    [NOW, NOW + 5, { is: 'new', key: 'told' }],
    [NOW + 1, NOW + 5, fresh('never')],
  ])('on one that was told from %d to %d', (from, until, verdict) => {
    expect(is({ appearances: [told(from, until)] })).toEqual(verdict);
  });

  test('what was told stays told where the group is learning anew', () => {
    expect(is({ appearances: [told(0, FROM)] }, FROM)).toEqual({ is: 'new', key: 'told' });
  });

  test.each([
    [NOW - REMEMBER - 1, fresh('never')],
    [NOW - REMEMBER, { is: 'unknowable' }],
    [NOW, { is: 'unknowable' }],
  ])('on a new one where others were lost until %d', (lostUntil, verdict) => {
    expect(is({}, NOW, lostUntil)).toEqual(verdict);
    expect(is({ days: [NOW - REMEMBER - 1] }, NOW, lostUntil)).toEqual(fresh(NOW - REMEMBER - 1));
    const open = { ...told(NOW - 9, NOW - 5), key: appearanceKey('v', 'never') };
    expect(is({ appearances: [open] }, NOW, lostUntil)).toEqual(fresh('never'));
  });
});
