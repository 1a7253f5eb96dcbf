import { ok } from '../errors.ts';
import type { Pace } from '../ports.ts';

/** The pace of channels in this process: for tests, and for handlers invoked locally. */
export function inProcessPace(): Pace {
  /** When the next slot begins. */
  const next = new Map<string, number>();
  const paused = new Map<string, number>();
  return {
    async take({ key, now, intervalMs, latest }) {
      const at = Math.max(next.get(key) ?? 0, now);
      if (at > latest) return ok({ taken: false, at });
      next.set(key, at + intervalMs);
      return ok({ taken: true, at });
    },
    async pause(key, until) {
      next.set(key, Math.max(next.get(key) ?? 0, until));
      paused.set(key, Math.max(paused.get(key) ?? 0, until));
      return ok(undefined);
    },
    async pausedUntil(key) {
      return ok(paused.get(key) ?? 0);
    },
  };
}
