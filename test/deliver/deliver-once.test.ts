import { type DeliveryPorts, deliverOnce } from '../../src/deliver/deliver-once.ts';
import { config, failed, ok, reject, retry } from '../../src/errors.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { Claims, Settlement } from '../../src/ports.ts';

const SENT: Settlement = { state: 'sent', receipt: 'm-1' };
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function setup(overrides: Partial<Claims> = {}) {
  const claims = { ...memoryClaims(), ...overrides };
  const clock = { time: 0, now: () => clock.time };
  const metrics = tally();
  let owners = 0;
  const ports: DeliveryPorts = { claims, clock, metrics, log: silent, newOwner: () => `o${owners++}`, leaseMs: 1000 };
  return { ports, clock, claims, metrics };
}

test('what was delivered is acknowledged without sending again', async () => {
  const { ports } = setup();
  let sends = 0;
  const send = async () => {
    sends++;
    return ok(SENT);
  };
  expect(await deliverOnce('k', ports, send)).toEqual(ok(SENT));
  expect(await deliverOnce('k', ports, send)).toEqual(ok(SENT));
  expect(sends).toBe(1);
});

test.each([
  ['a retry', retry('throttled', 'x')],
  ['something to mend', config('AccessDenied', 'x')],
])('%s gives the claim back, and the next try sends', async (_name, failure) => {
  const { ports } = setup();
  expect(await deliverOnce('k', ports, async () => failed(failure))).toEqual(failed(failure));
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toEqual(ok(SENT));
});

test('a refusal for good is remembered, and stays a failure until the dead-letter queue has it', async () => {
  const { ports } = setup();
  const refused = failed(reject('invalid_blocks', 'x'));
  expect(await deliverOnce('k', ports, async () => refused)).toEqual(refused);
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toMatchObject({
    ok: false,
    failure: { next: 'reject', reason: 'invalid_blocks' },
  });
});

test('while somebody else delivers, it is a failure: acknowledging would lose the alert if that worker dies', async () => {
  const { ports, clock } = setup();
  let inner: unknown;
  await deliverOnce('k', ports, async () => {
    inner = await deliverOnce('k', ports, async () => ok(SENT));
    return ok(SENT);
  });
  expect(inner).toMatchObject({ ok: false, failure: { next: 'retry', reason: 'busy' } });
  clock.time = 5000;
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toEqual(ok(SENT));
});

test('the claim of a worker that died is taken over when its lease is over', async () => {
  const { ports, clock } = setup();
  const died = new Promise<never>(() => {});
  void deliverOnce('k', ports, () => died);
  await Promise.resolve();
  clock.time = 1000;
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toMatchObject({ failure: { reason: 'busy' } });
  clock.time = 1001;
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toEqual(ok(SENT));
});

test('a settle that fails after the destination accepted is counted, not repeated', async () => {
  const { ports, metrics } = setup({ settle: async () => failed(retry('throttled', 'x')) });
  expect(await deliverOnce('k', ports, async () => ok(SENT))).toEqual(ok(SENT));
  expect(metrics.counts.get('SettleLost')).toBe(1);
});

test('without the claim nothing is sent', async () => {
  const { ports } = setup({ claim: async () => failed(retry('throttled', 'x')) });
  let sends = 0;
  const result = await deliverOnce('k', ports, async () => {
    sends++;
    return ok(SENT);
  });
  expect(result).toMatchObject({ ok: false, failure: { reason: 'throttled' } });
  expect(sends).toBe(0);
});
