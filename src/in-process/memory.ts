import { ok } from '../errors.ts';
import type { Memory, Remembered } from '../ports.ts';

/** The memory of rules with memory, in this process: for tests, for `scan`, and for handlers invoked locally. */
export function inProcessMemory(): Memory {
  const items = new Map<string, Remembered>();
  return {
    async read(keys) {
      const found = new Map<string, Remembered>();
      for (const key of keys) {
        const item = items.get(key);
        if (item !== undefined) found.set(key, item);
      }
      return ok(found);
    },
    async write({ key, state, version }) {
      if ((items.get(key)?.version ?? 0) !== version) return ok(false);
      items.set(key, { state, version: version + 1 });
      return ok(true);
    },
  };
}
