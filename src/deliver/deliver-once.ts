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
  const owner = ports.newOwner();
  const now = ports.clock.now();
  const claim = await ports.claims.claim({
    key,
    owner,
    now,
    leaseUntil: now + ports.leaseMs,
    expires: now + REMEMBER_MS,
  });
  if (!claim.ok) return claim;
  if (claim.value !== 'mine') return left(key, claim.value);
  const sent = await send();
  const settlement = sent.ok ? sent.value : deadBy(sent.failure);
  if (settlement === undefined) {
    const released = await ports.claims.release(key, owner);
    if (!released.ok) ports.log.warn('claim not released: the next try waits for its lease', { key });
    return sent;
  }
  const settled = await ports.claims.settle(key, owner, settlement);
  if (!settled.ok || !settled.value) {
    // The destination has it already: failing now would send it again for sure, so the doubt is counted instead.
    ports.metrics.count('SettleLost');
    ports.log.warn('delivered, but not noted: a repeat is possible', { key, state: settlement.state });
  }
  return sent.ok ? ok(settlement) : sent;
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
