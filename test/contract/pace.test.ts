import { randomUUID } from 'node:crypto';
import { dynamoPace } from '../../src/aws/dynamo-pace.ts';
import { inProcessPace } from '../../src/in-process/pace.ts';
import type { Pace } from '../../src/ports.ts';
import { startTable } from './servers.ts';

const NOW = Date.UTC(2026, 10, 20, 14);
const SECOND = 1000;

const server = await startTable();
afterAll(() => server.stop());

const paces: [string, () => Pace][] = [
  ['memory', inProcessPace],
  ['DynamoDB', () => dynamoPace(server.client, server.table)],
];

describe.each(paces)('the pace in %s', (_name, make) => {
  const setup = () => {
    const pace = make();
    const key = randomUUID();
    /** Times in milliseconds from NOW. */
    const take = async (now: number, latest = now, intervalMs = SECOND) => {
      const slot = await pace.take({ key, now: NOW + now, intervalMs, latest: NOW + latest });
      return slot.ok ? { taken: slot.value.taken, at: slot.value.at - NOW } : slot.failure;
    };
    const pause = (until: number) => pace.pause(key, NOW + until);
    return { pace, key, take, pause };
  };

  test('the first message may go at once, the next one a second later', async () => {
    const { take } = setup();
    expect(await take(0)).toEqual({ taken: true, at: 0 });
    expect(await take(999)).toEqual({ taken: false, at: 1000 });
    expect(await take(1000)).toEqual({ taken: true, at: 1000 });
  });

  test('a long silence saves nothing up', async () => {
    const { take } = setup();
    await take(0);
    expect(await take(60_000)).toEqual({ taken: true, at: 60_000 });
    expect(await take(60_000)).toEqual({ taken: false, at: 61_000 });
  });

  test('who may wait takes a slot that is still to come, up to the latest', async () => {
    const { take } = setup();
    await take(0);
    expect(await take(0, 999)).toEqual({ taken: false, at: 1000 });
    expect(await take(0, 1000)).toEqual({ taken: true, at: 1000 });
    expect(await take(0, 5000)).toEqual({ taken: true, at: 2000 });
  });

  test('who may wait is before those who may not', async () => {
    const { take } = setup();
    await take(0);
    await take(1, 5000);
    expect(await take(1000)).toEqual({ taken: false, at: 2000 });
  });

  test('many at once get one slot each', async () => {
    const { take } = setup();
    const slots = await Promise.all(Array.from({ length: 5 }, () => take(0, 60_000)));
    const times = slots.map((slot) => ('at' in slot ? slot.at : Number.NaN));
    expect(times.toSorted((a, b) => a - b)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  test('of many at once who do not wait, one gets a slot', async () => {
    const { take } = setup();
    const slots = await Promise.all(Array.from({ length: 5 }, () => take(0)));
    expect(slots.filter((slot) => 'taken' in slot && slot.taken)).toHaveLength(1);
  });

  test('during a pause nothing goes, and the longest pause holds', async () => {
    const { take, pause } = setup();
    await pause(30_000);
    await pause(10_000);
    expect(await take(0)).toEqual({ taken: false, at: 30_000 });
    expect(await take(29_999)).toEqual({ taken: false, at: 30_000 });
    expect(await take(30_000)).toEqual({ taken: true, at: 30_000 });
  });

  test('a pause after slots were taken', async () => {
    const { take, pause } = setup();
    await take(0);
    await pause(5000);
    expect(await take(2000, 4999)).toEqual({ taken: false, at: 5000 });
    expect(await take(2000, 5000)).toEqual({ taken: true, at: 5000 });
  });

  test('who has waited for a slot learns of a pause that came in between', async () => {
    const { pace, key, take, pause } = setup();
    expect(await pace.pausedUntil(key)).toEqual({ ok: true, value: 0 });
    await take(0);
    await take(0, 60_000);
    await take(0, 60_000);
    expect(await pace.pausedUntil(key)).toEqual({ ok: true, value: 0 });
    // Below what was taken already: nobody new waits for it, but those who took a slot do.
    await pause(2500);
    await pause(1500);
    expect(await pace.pausedUntil(key)).toEqual({ ok: true, value: NOW + 2500 });
    expect(await take(3000)).toEqual({ taken: true, at: 3000 });
    await pause(30_000);
    expect(await pace.pausedUntil(key)).toEqual({ ok: true, value: NOW + 30_000 });
  });

  test('without an interval nobody waits', async () => {
    const { take } = setup();
    expect(await take(0, 0, 0)).toEqual({ taken: true, at: 0 });
    expect(await take(0, 0, 0)).toEqual({ taken: true, at: 0 });
  });

  test('each channel has its own', async () => {
    const { take, pace } = setup();
    await take(0);
    const other = await pace.take({ key: randomUUID(), now: NOW, intervalMs: SECOND, latest: NOW });
    expect(other).toEqual({ ok: true, value: { taken: true, at: NOW } });
  });
});

test('a table that is not there is somebody’s to mend', async () => {
  const pace = dynamoPace(server.client, 'absent');
  const missing = { ok: false, failure: { next: 'config', reason: 'ResourceNotFoundException' } };
  expect(await pace.take({ key: 'x', now: NOW, intervalMs: 1, latest: NOW })).toMatchObject(missing);
  expect(await pace.pause('x', NOW)).toMatchObject(missing);
});
