import { type DeliveryPorts, deliverOnce, deliverTogether, REMEMBER_MS } from '../../src/deliver/deliver-once.ts';
import { type Failure, failed, ok, reject, retry } from '../../src/errors.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { ClaimRequest, Claims, Settlement } from '../../src/ports.ts';

const SENT: Settlement = { state: 'sent', receipt: 'm-1' };
const NOW = 5_000;

/** Claims with what they were asked, and what was logged. */
function setUp(overrides: Partial<Claims> = {}) {
  const requests: ClaimRequest[] = [];
  const notes: string[] = [];
  const warnings: unknown[] = [];
  const inner = { ...memoryClaims(), ...overrides };
  const claims: Claims = {
    ...inner,
    claim: (request) => {
      requests.push(request);
      return inner.claim(request);
    },
    settle: (key, owner, settlement) => {
      notes.push(`${owner} settles ${key} as ${settlement.state}`);
      return inner.settle(key, owner, settlement);
    },
    release: (key, owner) => {
      notes.push(`${owner} releases ${key}`);
      return inner.release(key, owner);
    },
  };
  const metrics = tally();
  let owners = 0;
  const ports: DeliveryPorts = {
    claims,
    clock: { now: () => NOW },
    metrics,
    log: { info: () => {}, warn: (...line) => void warnings.push(line), error: () => {} },
    newOwner: () => `o${++owners}`,
    leaseMs: 1000,
  };
  return { ports, requests, notes, warnings, metrics, claims: inner };
}

/** What somebody else left behind. */
const leftBy = async ({ claims }: { readonly claims: Claims }, key: string, settlement?: Settlement) => {
  await claims.claim({ key, owner: 'other', now: NOW, leaseUntil: NOW + 70, expires: NOW + 9_000 });
  if (settlement !== undefined) await claims.settle(key, 'other', settlement);
};

test('those that can be claimed are sent together, and each is noted', async () => {
  const set = setUp();
  await leftBy(set, 'a', SENT);
  await leftBy(set, 'c', { state: 'silenced' });
  await leftBy(set, 'd', { state: 'dead', reason: 'invalid_blocks' });
  await leftBy(set, 'f');
  const sends: (readonly number[])[] = [];
  const told = await deliverTogether(['a', 'b', 'c', 'd', 'e', 'f'], set.ports, async (mine) => {
    sends.push(mine);
    return ok({ state: 'sent', receipt: 'm-2' });
  });
  expect(sends).toEqual([[1, 4]]);
  expect(told).toEqual([
    ok(SENT),
    ok({ state: 'sent', receipt: 'm-2' }),
    ok({ state: 'silenced' }),
    failed(reject('invalid_blocks', 'd was refused for good')),
    ok({ state: 'sent', receipt: 'm-2' }),
    failed(retry('busy', 'f is being delivered by another worker until 5070')),
  ]);
  expect(set.notes).toEqual(['o1 settles b as sent', 'o1 settles e as sent']);
  expect(await set.claims.find('e')).toEqual(ok({ state: 'sent', receipt: 'm-2' }));
  expect([set.warnings, [...set.metrics.counts]]).toEqual([[], []]);
});

test('where none can be claimed, nothing is sent', async () => {
  const set = setUp();
  await leftBy(set, 'a', SENT);
  await leftBy(set, 'b');
  let sends = 0;
  const send = async () => {
    sends++;
    return ok(SENT);
  };
  expect(await deliverTogether(['a', 'b'], set.ports, send)).toEqual([
    ok(SENT),
    failed(retry('busy', 'b is being delivered by another worker until 5070')),
  ]);
  expect(await deliverTogether([], set.ports, send)).toEqual([]);
  expect([sends, set.notes]).toEqual([0, []]);
});

test('a claim holds for the lease, and is known for thirty days', async () => {
  const { ports, requests } = setUp();
  await deliverOnce('k', ports, async () => ok(SENT));
  expect(requests).toEqual([{ key: 'k', owner: 'o1', now: NOW, leaseUntil: NOW + 1000, expires: NOW + 2_592_000_000 }]);
  expect(REMEMBER_MS).toBe(2_592_000_000);
});

test.each<[string, Failure, string]>([
  ['to be tried again', retry('throttled', 'x'), 'o1 releases k'],
  ['to be mended', { next: 'config', reason: 'AccessDenied', detail: 'x' }, 'o1 releases k'],
  ['final', reject('invalid_blocks', 'x'), 'o1 settles k as dead'],
])('a failure that is %s', async (_name, failure, note) => {
  const { ports, notes, claims, warnings } = setUp();
  expect(await deliverOnce('k', ports, async () => failed(failure))).toEqual(failed(failure));
  expect(notes).toEqual([note]);
  expect(await claims.find('k')).toEqual(
    ok(failure.next === 'reject' ? { state: 'dead', reason: 'invalid_blocks' } : 'unknown'),
  );
  expect(warnings).toEqual([]);
});

test('a claim that cannot be given back is logged, and the failure stays what it was', async () => {
  const { ports, warnings } = setUp({ release: async () => failed(retry('throttled', 'x')) });
  const slow = failed(retry('timeout', 'slow'));
  expect(await deliverOnce('k', ports, async () => slow)).toEqual(slow);
  expect(warnings).toEqual([['claim not released: the next try waits for its lease', { key: 'k' }]]);
});

test.each<[string, Claims['settle']]>([
  ['fails', async () => failed(retry('throttled', 'x'))],
  ['finds the claim in other hands', async () => ok(false)],
])('a note that %s is counted and logged', async (_name, settle) => {
  const { ports, warnings, metrics } = setUp({ settle });
  expect(await deliverOnce('k', ports, async () => ok({ state: 'silenced' }))).toEqual(ok({ state: 'silenced' }));
  expect([...metrics.counts]).toEqual([['SettleLost', 1]]);
  expect(warnings).toEqual([['delivered, but not noted: a repeat is possible', { key: 'k', state: 'silenced' }]]);
});

test('of very many, 25 at a time are asked for', async () => {
  const most = { claim: 0, now: 0 };
  const inner = memoryClaims();
  const { ports, requests } = setUp({
    claim: async (request) => {
      most.claim = Math.max(most.claim, ++most.now);
      await Promise.resolve();
      most.now--;
      return inner.claim(request);
    },
    settle: (...note) => inner.settle(...note),
  });
  const keys = Array.from({ length: 60 }, (_, n) => `k${n}`);
  const told = await deliverTogether(keys, ports, async (mine) => ok({ state: 'sent', receipt: mine.join() }));
  expect(most.claim).toBe(25);
  expect(requests.map(({ key }) => key)).toEqual(keys);
  expect(told).toEqual(keys.map(() => ok({ state: 'sent', receipt: Array.from(keys.keys()).join() })));
});
