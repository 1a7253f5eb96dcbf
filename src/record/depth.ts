import type { JsonObject } from '../json.ts';

/**
 * Real records are at most 11 levels deep. An attacker can fit 50,000 nested arrays into one 100 KB field, which
 * JSON.parse accepts and any recursive walk dies of. So what lies deeper is cut off, and only that: the rest of the
 * record still matches.
 */
export const MAX_DEPTH = 64;
export const TOO_DEEP = '[nested too deep]';

/** Replaces everything below MAX_DEPTH levels by a text, in place; says whether there was something. */
export function prune(root: JsonObject): boolean {
  let pruned = false;
  let layer: object[] = [root];
  for (let depth = 1; layer.length > 0; depth++) {
    const next: object[] = [];
    for (const node of layer) {
      for (const [key, child] of Object.entries(node)) {
        if (typeof child !== 'object' || child === null) continue;
        if (depth < MAX_DEPTH) next.push(child as object);
        else {
          // defineProperty: an assignment to a key named __proto__ could change a prototype instead.
          Object.defineProperty(node, key, { value: TOO_DEEP, enumerable: true, configurable: true, writable: true });
          pruned = true;
        }
      }
    }
    layer = next;
  }
  return pruned;
}
