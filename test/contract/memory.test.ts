import { randomBytes, randomUUID } from 'node:crypto';
import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoMemory } from '../../src/aws/dynamo-memory.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import type { Memory, Remembered } from '../../src/ports.ts';
import { startTable } from './servers.ts';

const EXPIRES = Date.UTC(2026, 10, 20, 14);

const server = await startTable();
afterAll(() => server.stop());

const stores: [string, () => Memory][] = [
  ['memory', inProcessMemory],
  ['DynamoDB', () => dynamoMemory(server.client, server.table)],
];

describe.each(stores)('memory in %s', (_name, make) => {
  const setup = () => {
    const memory = make();
    const read = async (...keys: string[]): Promise<ReadonlyMap<string, Remembered>> => {
      const result = await memory.read(keys);
      if (!result.ok) throw new Error(result.failure.detail);
      return result.value;
    };
    const write = async (key: string, state: string, version: number): Promise<boolean> => {
      const result = await memory.write({ key, state, version, expires: EXPIRES });
      if (!result.ok) throw new Error(result.failure.detail);
      return result.value;
    };
    return { key: randomUUID(), read, write };
  };

  test('nothing is known under a key that nobody wrote, and of no keys nothing', async () => {
    const { key, read } = setup();
    expect(await read(key)).toEqual(new Map());
    expect(await read()).toEqual(new Map());
  });

  test('what was written is read, and its version is what the next write must name', async () => {
    const { key, read, write } = setup();
    expect(await write(key, '{"n":1}', 0)).toBe(true);
    expect(await read(key)).toEqual(new Map([[key, { state: '{"n":1}', version: 1 }]]));
    expect(await write(key, '{"n":2}', 1)).toBe(true);
    expect(await read(key)).toEqual(new Map([[key, { state: '{"n":2}', version: 2 }]]));
  });

  test.each([
    ['older', 1],
    ['never read', 0],
    ['newer', 3],
  ])('a write is refused when the version it names is %s', async (_name, version) => {
    const { key, read, write } = setup();
    await write(key, 'a', 0);
    await write(key, 'b', 1);
    expect(await write(key, 'c', version)).toBe(false);
    expect((await read(key)).get(key)).toEqual({ state: 'b', version: 2 });
  });

  test('a write that names a version is refused where the item was deleted', async () => {
    const { key, read, write } = setup();
    expect(await write(key, 'a', 7)).toBe(false);
    expect(await read(key)).toEqual(new Map());
  });

  test('of many first writers at once one is told that it wrote', async () => {
    const { key, read, write } = setup();
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => write(key, String(i), 0)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await read(key)).get(key)).toEqual({ state: String(answers.indexOf(true)), version: 1 });
  });

  test('250 keys are read at once, also where some are asked for twice', async () => {
    const { key, read, write } = setup();
    const keys = Array.from({ length: 250 }, (_, i) => `${key}-${i}`);
    await Promise.all(keys.map((each, i) => write(each, String(i), 0)));
    const found = await read(...keys, ...keys.slice(90, 110), `${key}-absent`);
    expect(found).toEqual(new Map(keys.map((each, i) => [each, { state: String(i), version: 1 }])));
  });

  test.each([
    ['a separator', 'memory#a#b#'],
    ['unicode', 'größe 機 🦊 \u0000 \u202e'],
    ['a long key', 'k'.repeat(1_500)],
    ['a name of every object', '__proto__'],
  ])('%s is a key like any other', async (_name, part) => {
    const { key, read, write } = setup();
    await write(part + key, part, 0);
    expect(await read(part + key, key)).toEqual(new Map([[part + key, { state: part, version: 1 }]]));
  });

  test.each([
    ['of one character', '0'],
    ['just too small to be compressed', 'x'.repeat(1023)],
    ['just large enough to be compressed', 'x'.repeat(1024)],
    ['of two bytes each', 'é🦊'.repeat(50_000)],
    ['that does not compress well', randomBytes(250_000).toString('base64')],
  ])('a state %s comes back as it was', async (_name, state) => {
    const { key, read, write } = setup();
    await write(key, state, 0);
    expect((await read(key)).get(key)?.state === state).toBe(true);
  });

  test('40 increments by readers and writers at once are all counted', async () => {
    const { key, read, write } = setup();
    const increment = async (): Promise<void> => {
      for (;;) {
        const { state, version } = (await read(key)).get(key) ?? { state: '0', version: 0 };
        if (await write(key, String(Number(state) + 1), version)) return;
      }
    };
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        for (let i = 0; i < 8; i++) await increment();
      }),
    );
    expect((await read(key)).get(key)).toEqual({ state: '40', version: 40 });
  });
});

describe('memory in DynamoDB only', () => {
  const written = async (state: string) => {
    const key = randomUUID();
    const result = await dynamoMemory(server.client, server.table).write({
      key,
      state,
      version: 0,
      expires: EXPIRES + 999,
    });
    const get = new GetItemCommand({ TableName: server.table, Key: { pk: { S: `memory#${key}` } } });
    return { key, result, item: (await server.client.send(get)).Item };
  };

  test('expires is in seconds, as TTL wants it', async () => {
    const { item } = await written('{}');
    expect(item).toMatchObject({ state: { S: '{}' }, version: { N: '1' }, expires: { N: String(EXPIRES / 1000) } });
  });

  test('a large state is compressed', async () => {
    const { item } = await written('{"a":1}'.repeat(10_000));
    expect(item?.['state']?.B?.length).toBeLessThan(1024);
  });

  test('a state that no item can hold is refused, and never sent', async () => {
    const { key, result, item } = await written(randomBytes(600_000).toString('base64'));
    expect(result).toMatchObject({ ok: false, failure: { next: 'reject', reason: 'memory-too-large' } });
    expect(!result.ok && result.failure.detail).toContain(key);
    expect(item).toBeUndefined();
  });

  test('the largest state beside the longest key is taken', async () => {
    const memory = dynamoMemory(server.client, server.table);
    // Random bytes as base64 compress to a little more than the bytes themselves.
    const state = randomBytes(403_000).toString('base64');
    const key = 'k'.repeat(2_041);
    expect(await memory.write({ key, state, version: 0, expires: EXPIRES })).toEqual({ ok: true, value: true });
  });

  test('a damaged item is somebody’s to mend', async () => {
    const key = randomUUID();
    const Item = { pk: { S: `memory#${key}` }, state: { B: Buffer.from('no gzip') }, version: { N: '1' } };
    await server.client.send(new PutItemCommand({ TableName: server.table, Item }));
    const result = await dynamoMemory(server.client, server.table).read([key]);
    expect(result).toMatchObject({ ok: false, failure: { next: 'config', reason: 'memory-damaged' } });
    expect(!result.ok && result.failure.detail).toContain(`memory#${key}`);
  });

  test('a table that is not there is somebody’s to mend', async () => {
    const absent = dynamoMemory(server.client, 'absent');
    const missing = { ok: false, failure: { next: 'config', reason: 'ResourceNotFoundException' } };
    expect(await absent.read(['x'])).toMatchObject(missing);
    expect(await absent.write({ key: 'x', state: '', version: 0, expires: EXPIRES })).toMatchObject(missing);
  });

  describe('and keys that were left out', () => {
    const item = (key: string) => ({ pk: { S: `memory#${key}` }, state: { S: key }, version: { N: '1' } });
    const left = (key: string) => ({ t: { Keys: [{ pk: { S: `memory#${key}` } }] } });
    const throttled = new DynamoDBClient({});
    // Of this one client only: the real server's stays real.
    const client = mockClient(throttled);
    beforeEach(() => client.reset());

    test('are asked for again', async () => {
      client
        .on(BatchGetItemCommand)
        .resolvesOnce({ Responses: { t: [item('a')] }, UnprocessedKeys: left('b') })
        .resolvesOnce({ Responses: { t: [item('b')] }, UnprocessedKeys: {} });
      const read = await dynamoMemory(throttled, 't').read(['a', 'b']);
      expect(read.ok && [...read.value.keys()]).toEqual(['a', 'b']);
      expect(client.call(1).args[0].input).toEqual({
        RequestItems: { t: { Keys: [{ pk: { S: 'memory#b' } }], ConsistentRead: true } },
      });
    });

    test('again and again are throttling: nothing half read is given out', async () => {
      client.on(BatchGetItemCommand).resolves({ Responses: { t: [item('a')] }, UnprocessedKeys: left('b') });
      expect(await dynamoMemory(throttled, 't').read(['a', 'b'])).toMatchObject({
        ok: false,
        failure: { next: 'retry', reason: 'memory-throttled' },
      });
      expect(client.calls()).toHaveLength(5);
    });
  });
});
