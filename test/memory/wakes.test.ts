import { failed, ok, type Result, retry } from '../../src/errors.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import { admit, MAX_GROUPS_PER_HOUR } from '../../src/memory/admission.ts';
import { dayOf, lastBefore, withDay } from '../../src/memory/first-seen/days.ts';
import type { Group } from '../../src/memory/groups.ts';
import { addKeys, keysIn } from '../../src/memory/key-list.ts';
import { askFor, KEEP_MS, mustAsk, noteLooked, reachedSlots, SLOT_MS, slotFor } from '../../src/memory/wakes.ts';
import type { Memory, RememberRequest } from '../../src/ports.ts';
import { toRecord } from '../../src/record/record.ts';

const DAY = 86_400_000;
const LIST = { key: 'list', max: 3, expires: 7 };

/** A memory that notes what is written, and can refuse to read, to write, or to write first what somebody else wrote. */
function noting({ read = false, write = false, contended = 0 } = {}) {
  const memory = inProcessMemory();
  const writes: RememberRequest[] = [];
  let left = contended;
  const refusal = failed(retry('throttled', 'table'));
  const noted: Memory = {
    read: async (keys) => (read ? refusal : memory.read(keys)),
    write: async (request): Promise<Result<boolean>> => {
      writes.push(request);
      if (write) return refusal;
      return left-- > 0 ? ok(false) : memory.write(request);
    },
  };
  return { memory: noted, writes };
}
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
};
const reasonOf = (result: Result<unknown>): string | undefined => (result.ok ? undefined : result.failure.reason);

describe('a bounded list of keys', () => {
  test('takes each key once, as long as there is room, and says which are in it', async () => {
    const { memory, writes } = noting();
    expect([...valueOf(await addKeys(LIST, ['a', 'b'], memory))]).toEqual(['a', 'b']);
    expect([...valueOf(await addKeys(LIST, ['b', 'c', 'd'], memory))]).toEqual(['b', 'c']);
    expect([...valueOf(await addKeys(LIST, ['e', 'a'], memory))]).toEqual(['a']);
    expect(writes.map(({ key, expires, version }) => [key, expires, version])).toEqual([
      ['list', 7, 0],
      ['list', 7, 1],
    ]);
    expect(keysIn(writes.at(-1)?.state ?? '')).toEqual(['a', 'b', 'c']);
  });

  test('of which somebody else wrote in between is read again, and not for ever', async () => {
    const { memory, writes } = noting({ contended: 2 });
    expect([...valueOf(await addKeys(LIST, ['a'], memory))]).toEqual(['a']);
    expect(writes).toHaveLength(3);
    const busy = noting({ contended: 1_000 });
    expect(reasonOf(await addKeys(LIST, ['a'], busy.memory))).toBe('contention');
    expect(busy.writes).toHaveLength(20);
  });

  test.each([
    ['read', { read: true }],
    ['write', { write: true }],
  ])('that cannot be used, by %s, is a failure', async (_name, broken) => {
    const { memory } = noting(broken);
    expect(reasonOf(await addKeys(LIST, ['a'], memory))).toBe('throttled');
    expect(reasonOf(await askFor(1, ['a'], memory))).toBe('throttled');
    if ('read' in broken) expect(reasonOf(await reachedSlots(0, 0, memory))).toBe('throttled');
    expect(reasonOf(await noteLooked(DAY, memory))).toBe('throttled');
  });

  test.each(['', 'x', '[]', 'null', '{}', '{"keys":"a"}'])('that is %j holds nothing', (state) => {
    expect(keysIn(state)).toEqual([]);
  });
});

describe('slots of the clock', () => {
  const noon = Date.UTC(2026, 10, 20, 12);
  const slot = noon / SLOT_MS;

  test.each([
    ['exactly at a slot', noon, 0, slot],
    ['a moment later', noon + 1, 0, slot + 1],
    ['due already: the slot that the clock is in', noon, noon + DAY + 1, slot + DAY / SLOT_MS],
  ])('%s', (_name, due, now, expected) => {
    expect(slotFor(due, now)).toBe(expected);
  });

  test.each([
    ['never asked', slot, undefined, noon, true],
    ['for later than asked', slot + 1, slot, noon, false],
    ['for the same', slot, slot, noon, false],
    ['for earlier than asked', slot - 1, slot, noon, true],
    ['the slot went by, and is kept', slot + 1, slot, noon + KEEP_MS, false],
    ['the slot went by, and is forgotten', slot + 1, slot, noon + KEEP_MS + SLOT_MS, true],
  ])('%s', (_name, wanted, asked, now, expected) => {
    expect(mustAsk(wanted, asked, now)).toBe(expected);
  });

  test('what is asked for is found when its time has come, and is kept for a week', async () => {
    const { memory, writes } = noting();
    valueOf(await askFor(slot, ['a', 'b'], memory));
    valueOf(await askFor(slot + 1, ['c'], memory, 'quiet'));
    expect(writes.map(({ expires }) => expires)).toEqual([noon + KEEP_MS, noon + SLOT_MS + KEEP_MS]);
    expect(valueOf(await reachedSlots(noon - 1, noon - DAY, memory))).toEqual([]);
    expect(valueOf(await reachedSlots(noon, noon - DAY, memory))).toEqual([{ slot, groups: ['a', 'b'] }]);
    expect(valueOf(await reachedSlots(noon + DAY, noon - DAY, memory, 'quiet'))).toEqual([
      { slot: slot + 1, groups: ['c'] },
    ]);
  });

  test('more than a slot holds go into the next one', async () => {
    const { memory } = noting();
    const many = Array.from({ length: 5_002 }, (_, i) => `g${i}`);
    valueOf(await askFor(slot, many, memory));
    const slots = valueOf(await reachedSlots(noon + SLOT_MS, noon, memory));
    expect(slots.map((one) => [one.slot, one.groups.length])).toEqual([
      [slot, 5_000],
      [slot + 1, 2],
    ]);
  });

  test('what was looked at is not looked at again, but for the slots in which somebody may just have asked', async () => {
    const { memory, writes } = noting();
    for (const at of [-3, -2, -1, 0, 1]) valueOf(await askFor(slot + at, [`g${at}`], memory));
    valueOf(await noteLooked(noon, memory));
    const found = async (now: number) =>
      valueOf(await reachedSlots(now, noon - DAY, memory)).flatMap(({ groups }) => groups);
    expect(await found(noon)).toEqual(['g-1', 'g0']);
    expect(await found(noon + SLOT_MS)).toEqual(['g-1', 'g0', 'g1']);
    // A clock that is behind takes nothing back.
    const before = writes.length;
    expect(valueOf(await noteLooked(noon - DAY, memory))).toBe(true);
    expect(writes).toHaveLength(before);
  });

  test('a clock that stood still for long finds every slot', async () => {
    const { memory } = noting();
    const far = [0, 99, 100, 101, 500];
    for (const at of far) valueOf(await askFor(slot + at, [`g${at}`], memory));
    const slots = valueOf(await reachedSlots(noon + 600 * SLOT_MS, noon, memory));
    expect(slots.flatMap(({ groups }) => groups)).toEqual(far.map((at) => `g${at}`));
  });
});

describe('new groups of a rule', () => {
  const rule = { id: 'rule', memory: { groupBy: ['x'] } } as unknown as Group['rule'];
  const group = (key: string, time: number, of = rule): Group => ({
    rule: of,
    values: [key],
    key,
    sightings: [{ id: key, time, rule: 'r' }],
    record: toRecord({ eventID: key }),
  });
  const many = (prefix: string, count: number, time: number) =>
    Array.from({ length: count }, (_, i) => group(`${prefix}${i}`, time));

  test('are let in up to a number in an hour; what is known, and a rule with one group for all, always is', async () => {
    const { memory, writes } = noting();
    const admitted = async (groups: readonly Group[], known: readonly string[] = []) => {
      const { groups: inside, overflows } = valueOf(await admit(groups, ({ key }) => known.includes(key), memory));
      return [inside.length, overflows.map(({ hour, record }) => [hour, record.id])];
    };
    expect(await admitted(many('a', MAX_GROUPS_PER_HOUR, 3_599_999))).toEqual([MAX_GROUPS_PER_HOUR, []]);
    expect(writes[0]).toMatchObject({ key: 'groups#rule#0', expires: 3 * DAY });
    expect(await admitted([group('b1', 0), group('b2', 0)])).toEqual([0, [[0, 'b1']]]);
    expect(await admitted([group('b1', 0)], ['b1'])).toEqual([1, []]);
    expect(await admitted([group('a7', 0)])).toEqual([1, []]);
    expect(await admitted([group('b1', 3_600_000)])).toEqual([1, []]);
    const all = { ...rule, memory: { groupBy: [] } } as unknown as Group['rule'];
    expect(await admitted([group('all', 0, all)])).toEqual([1, []]);
    const other = { ...rule, id: 'other' };
    expect(await admitted([group('b1', 0, other)])).toEqual([1, []]);
  });
});

describe('the days of a value', () => {
  const day = (n: number, hour = 12) => n * DAY + hour * 3_600_000;

  test.each<[string, number[], number, number[]]>([
    ['the first', [], day(1), [day(1)]],
    ['earlier on the same day', [day(1)], day(1, 3), [day(1, 3)]],
    ['an older day', [day(2)], day(1), [day(1), day(2)]],
    [
      'of more than five the newest stay',
      [1, 2, 3, 4, 5].map((n) => day(n)),
      day(6),
      [2, 3, 4, 5, 6].map((n) => day(n)),
    ],
    [
      'earlier on the oldest of five',
      [1, 2, 3, 4, 5].map((n) => day(n)),
      day(1, 3),
      [day(1, 3), ...[2, 3, 4, 5].map((n) => day(n))],
    ],
    ['between five', [1, 2, 4, 5, 6].map((n) => day(n)), day(3), [2, 3, 4, 5, 6].map((n) => day(n))],
  ])('%s', (_name, days, time, expected) => {
    expect(withDay(days, time)).toEqual(expected);
  });

  test('what adds nothing gives back the same list', () => {
    const days = [1, 2, 3, 4, 5].map((n) => day(n));
    for (const time of [day(3), day(3, 13), day(0)]) expect(withDay(days, time)).toBe(days);
  });

  test('a sighting is judged by what is more than a day older', () => {
    expect(lastBefore([day(1), day(3)], day(4))).toBe(day(1));
    expect(lastBefore([day(1), day(3)], day(4) + 1)).toBe(day(3));
    expect(lastBefore([day(3)], day(4))).toBe('never');
    expect(
      lastBefore(
        [3, 4, 5, 6, 7].map((n) => day(n)),
        day(2),
      ),
    ).toBe('often');
    expect(dayOf(-1)).toBe(-1);
  });
});
