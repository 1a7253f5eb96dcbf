import { randomUUID } from 'node:crypto';
import { dynamoQuietWindows } from '../../src/aws/dynamo-quiet.ts';
import { memoryQuietWindows } from '../../src/in-process/quiet.ts';
import type { QuietWindows } from '../../src/ports.ts';
import { startTable } from './servers.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const server = await startTable();
afterAll(() => server.stop());

const stores: [string, () => QuietWindows][] = [
  ['memory', memoryQuietWindows],
  ['DynamoDB', () => dynamoQuietWindows(server.client, server.table)],
];

describe.each(stores)('quiet windows in %s', (_name, make) => {
  const setup = () => {
    const windows = make();
    const key = randomUUID();
    const ask = async (alertId: string, minutes: number, quietMs = HOUR) => {
      const at = NOON + minutes * MINUTE;
      const answer = await windows.ask({ key, alertId, at, quietMs, expires: at + 30 * 24 * HOUR });
      return answer.ok ? answer.value : answer.failure;
    };
    const sumUp = async (holder: string) => {
      const count = await windows.sumUp(key, holder);
      return count.ok ? count.value : count.failure;
    };
    return { ask, sumUp, watch: (holder: string) => windows.watch(key, holder) };
  };
  const first = { speak: true, before: { count: 0, from: expect.any(Number) as number } };

  test('the first is told, the others are counted, each once', async () => {
    const { ask } = setup();
    expect(await ask('a', 0)).toEqual(first);
    expect(await ask('b', 1)).toEqual({ speak: false, count: 1, holder: 'a', from: NOON, watched: false });
    expect(await ask('c', 59)).toEqual({ speak: false, count: 2, holder: 'a', from: NOON, watched: false });
  });

  test.each([
    [59.999, false],
    [60, true],
  ])('an hour of quiet, %d minutes later: told is %p', async (minutes, told) => {
    const { ask } = setup();
    await ask('a', 0);
    expect(await ask('b', minutes)).toMatchObject({ speak: told });
  });

  test('the next that is told says what was kept silent before', async () => {
    const { ask } = setup();
    await ask('a', 0);
    await ask('b', 1);
    await ask('c', 2);
    expect(await ask('d', 61)).toEqual({ speak: true, before: { count: 2, from: NOON } });
    expect(await ask('e', 62)).toMatchObject({ count: 1, holder: 'd' });
  });

  test('asking again gets the same answer: a retry must not be silenced by itself', async () => {
    const { ask } = setup();
    await ask('a', 0);
    await ask('b', 1);
    await ask('c', 61);
    expect(await ask('c', 61)).toEqual({ speak: true, before: { count: 1, from: NOON } });
  });

  test.each([
    [-59, false],
    [-60, false],
    [-61, true],
  ])('late news, %d minutes before: told is %p', async (minutes, told) => {
    const { ask } = setup();
    await ask('a', 0);
    expect(await ask('b', minutes)).toMatchObject({ speak: told });
  });

  test('without a quiet time everything is told', async () => {
    const { ask } = setup();
    expect(await ask('a', 0, 0)).toEqual(first);
    expect(await ask('b', 0, 0)).toMatchObject({ speak: true });
  });

  test('of many at once one is told and the others are counted', async () => {
    const { ask } = setup();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(`a${i}`, 0)));
    const counts = answers.flatMap((answer) => ('count' in answer ? [answer.count] : []));
    expect(answers.filter((answer) => 'speak' in answer && answer.speak)).toHaveLength(1);
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
  });

  test('a window that is watched says so, until a later one takes its place', async () => {
    const { ask, watch } = setup();
    await ask('a', 0);
    await watch('a');
    expect(await ask('b', 1)).toMatchObject({ watched: true });
    await ask('c', 61);
    await watch('a');
    expect(await ask('d', 62)).toMatchObject({ watched: false, holder: 'c' });
  });

  test('a sum is the same when it is asked for again, and the next alert does not say it once more', async () => {
    const { ask, sumUp } = setup();
    await ask('a', 0);
    expect(await sumUp('a')).toBe(0);
    await ask('b', 1);
    await ask('c', 2);
    expect(await sumUp('a')).toBe(2);
    expect(await sumUp('a')).toBe(2);
    expect(await ask('d', 61)).toEqual({ speak: true, before: { count: 0, from: NOON } });
  });

  test('what comes after the sum is said by the next alert', async () => {
    const { ask, sumUp } = setup();
    await ask('a', 0);
    await ask('b', 1);
    await sumUp('a');
    await ask('late', 59);
    expect(await ask('d', 61)).toEqual({ speak: true, before: { count: 1, from: NOON } });
    await ask('e', 62);
    expect(await ask('f', 130)).toMatchObject({ before: { count: 1 } });
  });

  test('a window that a later one has replaced has nothing to sum up', async () => {
    const { ask, sumUp } = setup();
    await ask('a', 0);
    await ask('b', 1);
    await ask('c', 61);
    expect(await sumUp('a')).toBe(0);
    expect(await sumUp('nobody')).toBe(0);
  });
});
