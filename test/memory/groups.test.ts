import { Grouping } from '../../src/memory/grouping.ts';
import { type Counted, fieldsCounted } from '../../src/memory/groups.ts';
import type { MemoryRule, MemorySpec } from '../../src/memory/memory-rule.ts';
import { toRecord } from '../../src/record/record.ts';

const ruleOf = (memory: Partial<MemorySpec>): MemoryRule => ({
  id: 'id',
  name: 'counting',
  title: 'T',
  level: 'high',
  tags: [],
  falsepositives: [],
  alert: { title: 'T', dedup: [], quietMs: 0, show: [] },
  memory: {
    type: 'event_count',
    rules: ['call', 'other'],
    groupBy: [],
    aliases: {},
    timespanMs: 60_000,
    criteria: { gte: 2 },
    ...memory,
  } as MemorySpec,
});

const event = (fields: Record<string, unknown>, rule = 'call'): Counted => ({
  rule,
  id: `event ${JSON.stringify(fields)}`,
  time: 0,
  record: toRecord({ eventID: 'e', ...fields }),
});

const groupsOf = (memory: Partial<MemorySpec>, events: readonly Counted[]) =>
  new Grouping(ruleOf(memory)).groupsOf(events);

/** What the groups are called, and what each of them counts. */
const counted = (memory: Partial<MemorySpec>, ...events: readonly Counted[]): Record<string, (string | undefined)[]> =>
  Object.fromEntries(
    groupsOf(memory, events).map(({ values, sightings }) => [values.join(' '), sightings.map(({ value }) => value)]),
  );

const machines = (...ids: readonly unknown[]): object => ({
  requestParameters: { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } },
});
const INSTANCE = 'requestParameters.instancesSet.items.instanceId';

test('a call that stops two machines is an event of both', () => {
  const stopped = event({ ...machines('i-1', 'i-2'), account: 'a' });
  expect(counted({ groupBy: ['account', INSTANCE] }, stopped)).toEqual({ 'a i-1': [undefined], 'a i-2': [undefined] });
});

test('a list of one is grouped like the value alone', () => {
  expect(counted({ groupBy: ['a'] }, event({ a: ['x'] }), event({ a: 'x', b: 1 }))).toEqual({
    x: [undefined, undefined],
  });
});

test('an element that comes twice counts once', () => {
  expect(counted({ groupBy: ['a'] }, event({ a: ['x', 'x'] }))).toEqual({ x: [undefined] });
});

test('of two lists every combination is a group', () => {
  const groups = counted({ groupBy: ['a', 'b'] }, event({ a: ['1', '2'], b: ['x', 'y'] }));
  expect(Object.keys(groups)).toEqual(['1 x', '1 y', '2 x', '2 y']);
});

test('empty texts, nulls and empty lists are no values; objects count as their JSON', () => {
  expect(counted({ groupBy: ['a'] }, event({ a: ['', null, { b: 1 }, 7] }))).toEqual({
    '{"b":1}': [undefined],
    '7': [undefined],
  });
  expect(counted({ groupBy: ['a'] }, event({ a: [] }), event({ a: [''] }), event({ a: null }), event({}))).toEqual({});
});

test.each<['value_count' | 'value_sum', string[], unknown[], string]>([
  ['value_count', ['s1', 's2'], ['s1', 's2', 's1'], 'each different one once'],
  ['value_sum', ['5', '5', '7'], [5, 5, 7], 'equal numbers each'],
])('%s looks at the elements of a list: %p of %p, %s', (type, expected, list) => {
  const groups = groupsOf({ type, groupBy: ['who'], field: 'a' }, [event({ who: 'mallory', a: list })]);
  expect(groups.map(({ sightings }) => sightings.map(({ value }) => value))).toEqual([expected]);
  // Each is a sighting of its own, and the same ones when the event comes again.
  const ids = groups.flatMap(({ sightings }) => sightings.map(({ id }) => id));
  expect(new Set(ids).size).toBe(expected.length);
  const again = groupsOf({ type, groupBy: ['who'], field: 'a' }, [event({ who: 'mallory', a: list })]);
  expect(again.flatMap(({ sightings }) => sightings.map(({ id }) => id))).toEqual(ids);
});

test('lists that an attacker makes long cost no more than a hundred', () => {
  const long = Array.from({ length: 5_000 }, (_, i) => `${i}`);
  const grouped = groupsOf({ groupBy: ['a', 'b', 'c'] }, [event({ a: long, b: long, c: long })]);
  expect(grouped).toHaveLength(100);
  const looked = groupsOf({ type: 'value_count', groupBy: [], field: 'a' }, [event({ a: long })]);
  expect(looked.flatMap(({ sightings }) => sightings)).toHaveLength(100);
  // Nor does repeating one value use up the room of the others.
  const filled = event({ a: [...Array.from({ length: 5_000 }, () => 'x'), 'y'] });
  expect(counted({ type: 'value_count', groupBy: [], field: 'a' }, filled)).toEqual({ '': ['x', 'y'] });
});

test('aliases hold for the field as for the group', () => {
  const memory: Partial<MemorySpec> = {
    type: 'value_count',
    groupBy: ['who'],
    field: 'what',
    aliases: { who: { call: 'user', other: 'role' }, what: { call: 'secretId', other: 'name' } },
  };
  const events = [event({ user: 'm', secretId: 's1' }), event({ role: 'm', name: ['s2', 's3'] }, 'other')];
  expect(counted(memory, ...events)).toEqual({ m: ['s1', 's2', 's3'] });
  expect(new Grouping(ruleOf(memory)).missingValues(event({ name: 'n' }, 'other'))).toEqual(['role']);
  expect(new Grouping(ruleOf(memory)).missingValues(event({ user: 'm', secretId: '' }))).toEqual(['secretId']);
});

describe('the fields that rules with memory ask an event for', () => {
  const bursts = ruleOf({ rules: ['call'], groupBy: ['account', 'who'], aliases: { who: { call: 'user' } } });
  const above = {
    ...ruleOf({ type: 'value_count', rules: ['counting'], groupBy: ['region'], field: 'ip' }),
    name: 'above',
  };

  test('behind the aliases', () => expect(fieldsCounted([bursts], 'call')).toEqual(['account', 'user']));
  test('also those of a rule that counts what they find', () =>
    expect(fieldsCounted([bursts, above], 'call')).toEqual(['account', 'user', 'region', 'ip']));
  test('none, where nobody counts it', () => expect(fieldsCounted([bursts, above], 'other')).toEqual([]));
});

test('of a record that is not parsed the outline is asked, and nothing else', () => {
  const { record, ...rest } = event({ a: 'x' });
  const unparsed = { ...record, outline: { a: 'outlined' } };
  expect(counted({ groupBy: ['a'] }, { ...rest, record: unparsed })).toEqual({ outlined: [undefined] });
});

test('hostile: names without end do not change what the groups are called', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => event({ a: `${i % 6_000}` }));
  const grouping = new Grouping(ruleOf({ groupBy: ['a'] }));
  const keyOf = (one: Counted): string[] => grouping.placesOf(one).map(({ key }) => key);
  const first = many.slice(0, 6_000).map(keyOf);
  expect(many.slice(6_000).map(keyOf)).toEqual(first.slice(0, 4_000));
  expect(new Set(first.flat()).size).toBe(6_000);
  expect(new Grouping(ruleOf({ groupBy: ['a'] })).placesOf(event({ a: '0' }))[0]?.key).toBe(first[0]?.[0]);
});
