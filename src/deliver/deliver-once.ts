import { type Failure, failed, ok, type Result, reject, retry } from '../errors.ts';
import type { ClaimState, Claims, Clock, Log, Metrics, Settlement } from '../ports.ts';

export interface DeliveryPorts {
  readonly claims: Claims;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  /** A token that no other worker uses, for the claim. */
  readonly newOwner: () => string;
  /** How long a claim holds; longer than one invocation can live, so that a lapsed claim means a dead worker. */
  readonly leaseMs: number;
}

/** Claims are kept this long, so that a dead-letter queue redriven within its 14 days makes no second alert. */
export const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * claim → send → settle, for one (alert, destination).
 *
 * ```
 *   claim ── mine ──▶ send ── ok ──────▶ settle(sent | silenced)
 *     │                 ├── Retry, Config ▶ release; the message returns to its queue
 *     │                 └── Reject ────▶ settle(dead)
 *     ├── sent, silenced ────────▶ done before: acknowledge
 *     ├── dead ──────────────────▶ Reject again: the message ends in the dead-letter queue
 *     └── claimed by somebody ───▶ Retry: acknowledging would lose the alert if that worker dies
 * ```
 *
 * A repeat is possible in one place only: the worker dies, or the settle fails, after the destination has accepted.
 */
export async function deliverOnce(
  key: string,
  ports: DeliveryPorts,
  send: () => Promise<Result<Settlement>>,
): Promise<Result<Settlement>> {
  const [outcome = failed(retry('not-claimed', `${key} was not claimed`))] = await deliverTogether([key], ports, send);
  return outcome;
}

/** So many calls to the table at once. */
const AT_ONCE = 25;

/**
 * The same for several alerts that are told in one message: `send` is given the positions of those that were claimed, and
 * each of them is settled, or given back, by what became of the message. With none there is nothing to send. A worker that
 * dies in between leaves claims that lapse; each alert is then told again, alone or with others.
 */
export async function deliverTogether(
  keys: readonly string[],
  ports: DeliveryPorts,
  send: (mine: readonly number[]) => Promise<Result<Settlement>>,
): Promise<readonly Result<Settlement>[]> {
  const owner = ports.newOwner();
  const claimed = await together(keys, (key) => claimFor(key, owner, ports));
  const mine = [...claimed.keys()].filter((index) => claimed[index] === 'mine');
  if (mine.length === 0) return claimed.filter((claim) => claim !== 'mine');
  const sent = await send(mine);
  await together(
    mine.flatMap((index) => keys[index] ?? []),
    (key) => noteOutcome(key, owner, sent, ports),
  );
  return claimed.map((claim) => (claim === 'mine' ? sent : claim));
}

async function together<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

async function claimFor(key: string, owner: string, ports: DeliveryPorts): Promise<'mine' | Result<Settlement>> {
  const now = ports.clock.now();
  const request = { key, owner, now, leaseUntil: now + ports.leaseMs, expires: now + REMEMBER_MS };
  const claim = await ports.claims.claim(request);
  if (!claim.ok) return claim;
  return claim.value === 'mine' ? 'mine' : left(key, claim.value);
}

async function noteOutcome(
  key: string,
  owner: string,
  sent: Result<Settlement>,
  { claims, metrics, log }: DeliveryPorts,
): Promise<void> {
  const settlement = sent.ok ? sent.value : deadBy(sent.failure);
  if (settlement === undefined) {
    const released = await claims.release(key, owner);
    if (!released.ok) log.warn('claim not released: the next try waits for its lease', { key });
    return;
  }
  const settled = await claims.settle(key, owner, settlement);
  if (settled.ok && settled.value) return;
  // The destination has it already: failing now would send it again for sure, so the doubt is counted instead.
  metrics.count('SettleLost');
  log.warn('delivered, but not noted: a repeat is possible', { key, state: settlement.state });
}

/** What somebody else left. A dead delivery stays a failure, so that its message reaches the dead-letter queue. */
function left(key: string, state: ClaimState): Result<Settlement> {
  switch (state.state) {
    case 'claimed':
      return failed(retry('busy', `${key} is being delivered by another worker until ${state.leaseUntil}`));
    case 'dead':
      return failed(reject(state.reason, `${key} was refused for good`));
    case 'sent':
    case 'silenced':
      return ok(state);
    default:
      return state satisfies never;
  }
}

const deadBy = (failure: Failure): Settlement | undefined =>
  failure.next === 'reject' ? { state: 'dead', reason: failure.reason } : undefined;
