import { ok } from '../errors.ts';
import type { ClaimState, Claims } from '../ports.ts';

/** Claims in this process: for tests, for `scan`, and for handlers invoked locally. */
export function memoryClaims(): Claims {
  const items = new Map<string, { state: ClaimState; readonly expires: number }>();
  const ours = (key: string, owner: string): boolean => {
    const state = items.get(key)?.state;
    return state?.state === 'claimed' && state.owner === owner;
  };
  return {
    async claim({ key, owner, now, leaseUntil, expires }) {
      const known = items.get(key);
      const free =
        known === undefined ||
        known.expires < now ||
        ours(key, owner) ||
        (known.state.state === 'claimed' && known.state.leaseUntil < now);
      if (!free) return ok(known.state);
      items.set(key, { state: { state: 'claimed', owner, leaseUntil }, expires });
      return ok('mine');
    },
    async settle(key, owner, settlement) {
      const known = items.get(key);
      if (known === undefined || !ours(key, owner)) return ok(false);
      known.state = settlement;
      return ok(true);
    },
    async release(key, owner) {
      if (ours(key, owner)) items.delete(key);
      return ok(undefined);
    },
    async find(key) {
      return ok(items.get(key)?.state ?? 'unknown');
    },
  };
}
