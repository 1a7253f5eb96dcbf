import { randomUUID } from 'node:crypto';
import { dynamoClaims } from '../../src/aws/dynamo-claims.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import type { Claims } from '../../src/ports.ts';
import { startTable } from './servers.ts';

const NOW = Date.UTC(2026, 10, 20, 14);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const server = await startTable();
afterAll(() => server.stop());

const stores: [string, () => Claims][] = [
  ['memory', memoryClaims],
  ['DynamoDB', () => dynamoClaims(server.client, server.table)],
];

describe.each(stores)('claims in %s', (_name, make) => {
  const setup = () => {
    const claims = make();
    const key = randomUUID();
    const claim = async (owner: string, now = NOW) => {
      const result = await claims.claim({ key, owner, now, leaseUntil: now + MINUTE, expires: now + 30 * DAY });
      return result.ok ? result.value : result.failure;
    };
    const settle = async (owner: string) => {
      const result = await claims.settle(key, owner, { state: 'sent', receipt: 'm-1' });
      return result.ok ? result.value : result.failure;
    };
    return { claims, key, claim, settle };
  };

  test('the first who asks has it, the second learns who', async () => {
    const { claim } = setup();
    expect(await claim('a')).toBe('mine');
    expect(await claim('b')).toEqual({ state: 'claimed', owner: 'a', leaseUntil: NOW + MINUTE });
  });

  test('who asks again, since the answer was lost, has it still; once it is sent, no longer', async () => {
    const { claim, settle } = setup();
    await claim('a');
    expect(await claim('a')).toBe('mine');
    expect(await claim('b')).toMatchObject({ state: 'claimed', owner: 'a' });
    await settle('a');
    expect(await claim('a')).toEqual({ state: 'sent', receipt: 'm-1' });
  });

  test('one of many who ask at once has it', async () => {
    const { claim } = setup();
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => claim(`worker-${i}`)));
    expect(answers.filter((answer) => answer === 'mine')).toHaveLength(1);
  });

  test('what was sent stays sent, and keeps its receipt', async () => {
    const { claim, settle, claims, key } = setup();
    await claim('a');
    expect(await settle('a')).toBe(true);
    expect(await claim('b')).toEqual({ state: 'sent', receipt: 'm-1' });
    expect(await claim('b', NOW + 29 * DAY)).toEqual({ state: 'sent', receipt: 'm-1' });
    expect(await claims.find(key)).toEqual({ ok: true, value: { state: 'sent', receipt: 'm-1' } });
  });

  test.each([
    [MINUTE, 'claimed'],
    [MINUTE + 1, 'mine'],
  ])('a lease of a minute, asked for after %d ms: %s', async (after, expected) => {
    const { claim } = setup();
    await claim('a');
    const answer = await claim('b', NOW + after);
    expect(typeof answer === 'object' && 'state' in answer ? answer.state : answer).toBe(expected);
  });

  test('a worker that comes back too late cannot settle what another one has', async () => {
    const { claim, settle } = setup();
    await claim('a');
    await claim('b', NOW + 2 * MINUTE);
    expect(await settle('a')).toBe(false);
    expect(await settle('b')).toBe(true);
  });

  test('a released claim is free at once; only its owner can release it', async () => {
    const { claim, claims, key } = setup();
    await claim('a');
    await claims.release(key, 'b');
    expect(await claim('b')).toMatchObject({ state: 'claimed', owner: 'a' });
    await claims.release(key, 'a');
    expect(await claim('b')).toBe('mine');
  });

  test('what was settled cannot be released', async () => {
    const { claim, settle, claims, key } = setup();
    await claim('a');
    await settle('a');
    await claims.release(key, 'a');
    expect(await claim('b')).toMatchObject({ state: 'sent' });
  });

  test('an expired item that was not deleted yet is none', async () => {
    const { claim, settle } = setup();
    await claim('a');
    await settle('a');
    expect(await claim('b', NOW + 31 * DAY)).toBe('mine');
  });

  test.each([{ state: 'silenced' as const }, { state: 'dead' as const, reason: 'invalid_blocks' }])(
    '$state is remembered',
    async (settlement) => {
      const { claim, claims, key } = setup();
      await claim('a');
      await claims.settle(key, 'a', settlement);
      expect(await claim('b')).toEqual(settlement);
    },
  );

  test('nothing is known of a key that nobody asked for', async () => {
    const { claims } = setup();
    expect(await claims.find(randomUUID())).toEqual({ ok: true, value: 'unknown' });
    expect(await claims.settle(randomUUID(), 'a', { state: 'silenced' })).toEqual({ ok: true, value: false });
  });
});

test('a table that is not there is somebody’s to mend', async () => {
  const result = await dynamoClaims(server.client, 'absent').find('x');
  expect(result).toMatchObject({ ok: false, failure: { next: 'config', reason: 'ResourceNotFoundException' } });
});
