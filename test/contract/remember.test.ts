import { dynamoMemory } from '../../src/aws/dynamo-memory.ts';
import { ok } from '../../src/errors.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import { MAX_GROUPS_PER_HOUR } from '../../src/memory/admission.ts';
import { wakeUp } from '../../src/memory/clock.ts';
import type { Counted } from '../../src/memory/groups.ts';
import type { MemoryRule, MemorySpec } from '../../src/memory/memory-rule.ts';
import { MemoryRules } from '../../src/memory/memory-rules.ts';
import { type Found, type Remembered, remember } from '../../src/memory/remember.ts';
import type { Memory } from '../../src/ports.ts';
import { toRecord } from '../../src/record/record.ts';
import { startTable } from './servers.ts';

/** Counting on both stores: what is found must not depend on where it is remembered, or on who else counts. */
const server = await startTable();
afterAll(() => server.stop());

const NOON = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

const stores: [string, () => Memory][] = [
  ['in process', inProcessMemory],
  ['DynamoDB', () => apart(dynamoMemory(server.client, server.table))],
];

let rules = 0;
const ruleOf = (memory: Partial<MemorySpec> & Pick<MemorySpec, 'type'>, name = `rule-${rules++}`): MemoryRule => ({
  id: `id-of-${name}-${rules++}`,
  name,
  title: name,
  level: 'high',
  tags: [],
  falsepositives: [],
  alert: { title: name, dedup: [], quietMs: 0, show: [] },
  memory: {
    rules: ['denied'],
    groupBy: ['actor'],
    aliases: {},
    timespanMs: 10 * MINUTE,
    criteria: { gte: 5 },
    ...memory,
  } as MemorySpec,
});

const seen = (minute: number, fields: object = {}, rule = 'denied'): Counted => {
  const id = `${rule}-${minute}-${JSON.stringify(fields)}`;
  const record = toRecord({
    eventID: id,
    eventTime: new Date(NOON + minute * MINUTE).toISOString(),
    actor: 'a',
    ...fields,
  });
  return { rule, id, time: NOON + minute * MINUTE, record };
};
const minutes = (from: number, count: number): Counted[] => Array.from({ length: count }, (_, i) => seen(from + i));

/** A part of a store, so that tests on one table do not meet. */
function apart(memory: Memory): Memory {
  const prefix = `test-${rules++}-`;
  return {
    async read(keys) {
      const read = await memory.read(keys.map((key) => prefix + key));
      return read.ok ? ok(new Map([...read.value].map(([key, item]) => [key.slice(prefix.length), item]))) : read;
    },
    write: (request) => memory.write({ ...request, key: prefix + request.key }),
  };
}

/** A store that counts the calls to it. */
const counting = (memory: Memory) => {
  const calls = { reads: 0, writes: 0 };
  const watched: Memory = {
    read: (keys) => (calls.reads++, memory.read(keys)),
    write: (request) => (calls.writes++, memory.write(request)),
  };
  return { watched, calls };
};

const spans = ({ found }: Remembered) =>
  found.map(({ episode: { from, until, count } }) => [(from - NOON) / MINUTE, (until - NOON) / MINUTE, count]);

describe.each(stores)('counting, %s', (_name, store) => {
  const setUp = (...memoryRules: MemoryRule[]) => {
    const { watched, calls } = counting(store());
    const clock = { time: NOON + 60 * MINUTE, now: () => clock.time };
    const ports = { memory: watched, clock };
    const asked = new MemoryRules(memoryRules);
    return { ports, calls, clock, asked, count: (found: readonly Counted[]) => remember(found, asked, ports) };
  };

  test('finds what the threshold asks for, and again when the same comes again', async () => {
    const { count } = setUp(ruleOf({ type: 'event_count' }));
    expect(spans(await count(minutes(0, 4)))).toEqual([]);
    expect(spans(await count(minutes(4, 1)))).toEqual([[0, 4, 5]]);
    // A worker that died before it told must find it again.
    expect(spans(await count(minutes(4, 1)))).toEqual([[0, 4, 5]]);
    expect(spans(await count(minutes(0, 1)))).toEqual([[0, 4, 5]]);
  });

  test('six hundred events of one group are one read and one write of it, with a read and a write for its hour', async () => {
    const { count, calls } = setUp(ruleOf({ type: 'event_count', criteria: { gte: 500 } }));
    await count(Array.from({ length: 600 }, (_, i) => seen(i / 30)));
    expect(calls).toEqual({ reads: 2, writes: 2 });
    await count(Array.from({ length: 600 }, (_, i) => seen(20 + i / 30)));
    expect(calls).toEqual({ reads: 3, writes: 3 });
  });

  test('eight workers at once find it together, and only one group is begun', async () => {
    const { count } = setUp(ruleOf({ type: 'event_count', criteria: { gte: 8 } }));
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => count([seen(i)])));
    expect(answers.flatMap(({ failures }) => failures)).toEqual([]);
    const found = answers.flatMap((answer) => answer.found);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ episode }) => episode.key)).size).toBe(1);
    expect(spans(await count([seen(3)]))).toEqual([[0, 7, 8]]);
  });

  test('an event without a value for the group, or with null, is left out', async () => {
    const { count } = setUp(ruleOf({ type: 'event_count', criteria: { gte: 1 } }));
    expect(
      (await count([seen(0, { actor: null }), seen(1, { actor: undefined }), seen(2, { actor: '' })])).found,
    ).toEqual([]);
    expect((await count([seen(3, { actor: 'b' })])).found.map(({ values }) => values)).toEqual([['b']]);
  });

  test('an alias names other fields in other rules', async () => {
    const rule = ruleOf({
      type: 'temporal',
      rules: ['made', 'used'],
      groupBy: ['key'],
      aliases: { key: { made: 'responseElements.accessKey.accessKeyId', used: 'userIdentity.accessKeyId' } },
      criteria: {},
    });
    const { count } = setUp(rule);
    const made = seen(0, { responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE' } } }, 'made');
    const used = seen(1, { userIdentity: { accessKeyId: 'AKIAEXAMPLE' } }, 'used');
    const other = seen(1, { userIdentity: { accessKeyId: 'AKIAOTHER' } }, 'used');
    expect(spans(await count([made, other]))).toEqual([]);
    expect((await count([used])).found.map(({ values }) => values)).toEqual([['AKIAEXAMPLE']]);
  });

  test('a rule counts what another rule with memory finds', async () => {
    const burst = ruleOf({ type: 'event_count' }, 'burst');
    const after = ruleOf({
      type: 'temporal_ordered',
      rules: ['burst', 'sign-in'],
      criteria: {},
      timespanMs: 60 * MINUTE,
    });
    const { count } = setUp(burst, after);
    expect((await count([seen(2, {}, 'sign-in')])).found).toEqual([]);
    // The sign-in came before the burst was one.
    expect((await count(minutes(0, 5))).found.map(({ rule }) => rule.name)).toEqual(['burst']);
    expect((await count([seen(20, {}, 'sign-in')])).found.map(({ rule }) => rule.name)).toEqual([after.name]);
  });

  test('who makes up a group for every event is told, and known groups go on', async () => {
    const { count } = setUp(ruleOf({ type: 'event_count', criteria: { gte: 2 } }));
    const made = (from: number, many: number) =>
      Array.from({ length: many }, (_, i) => seen(1, { actor: `a${from + i}` }));
    expect(await count(made(0, MAX_GROUPS_PER_HOUR))).toMatchObject({ overflows: [], failures: [] });
    const over = await count(made(MAX_GROUPS_PER_HOUR, 10));
    expect(over.overflows.map(({ hour }) => hour)).toEqual([NOON]);
    expect(over.failures).toEqual([]);
    expect(
      (await count([seen(2, { actor: 'a0' }), seen(2, { actor: `a${MAX_GROUPS_PER_HOUR}` })])).found.map(
        ({ values }) => values,
      ),
    ).toEqual([['a0']]);
    // The next hour has room again.
    expect((await count([seen(61, { actor: 'late' })])).overflows).toEqual([]);
  }, 60_000);

  test('a hundred new groups in one batch do not keep each other from asking for the same slot', async () => {
    const { count, calls, ports, asked, clock } = setUp(ruleOf({ type: 'event_count', criteria: { gte: 1 } }));
    const batch = Array.from({ length: 100 }, (_, i) => seen(1, { actor: `a${i}` }));
    const { found, failures } = await count(batch);
    expect(failures).toEqual([]);
    expect(found).toHaveLength(100);
    // Each group by itself; their hour and their slot once for all.
    expect(calls).toEqual({ reads: 3, writes: 102 });
    clock.time = NOON + 2 * 60 * MINUTE;
    const ended: Found[] = [];
    expect(await wakeUp(asked, ports, async (told) => (ended.push(...told.found), []))).toEqual([]);
    expect(ended).toHaveLength(100);
  }, 60_000);

  test('the clock ends what is over, once, whoever looks', async () => {
    const { count, ports, asked, clock } = setUp(ruleOf({ type: 'event_count' }));
    await count(minutes(0, 5));
    const told: Found[] = [];
    const look = async (hours: number) => {
      clock.time = NOON + hours * 60 * MINUTE;
      return wakeUp(asked, ports, async ({ found }) => {
        told.push(...found);
        return [];
      });
    };
    await look(0.5);
    expect(told).toEqual([]);
    await look(2);
    await look(2);
    expect(told.map(({ episode }) => [episode.ended, episode.count])).toEqual([[true, 5]]);
  });

  test('what could not be told is told by the next look', async () => {
    const { count, ports, asked, clock } = setUp(ruleOf({ type: 'event_count' }));
    await count(minutes(0, 5));
    clock.time = NOON + 2 * 60 * MINUTE;
    const failure = { next: 'retry', reason: 'throttled', detail: 'SNS' } as const;
    expect(await wakeUp(asked, ports, async () => [failure])).toEqual([failure]);
    const told: Found[] = [];
    await wakeUp(asked, ports, async ({ found }) => (told.push(...found), []));
    expect(told).toHaveLength(1);
  });
});
