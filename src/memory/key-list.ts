import { failed, ok, type Result, retry } from '../errors.ts';
import { isObject, own, parseJson } from '../json.ts';
import type { Memory } from '../ports.ts';

const MAX_ATTEMPTS = 20;

/** A bounded list of keys under one key of the store; it only grows. */
export interface KeyList {
  readonly key: string;
  readonly max: number;
  /** When it may be forgotten, milliseconds since 1970. */
  readonly expires: number;
}

/** Adds keys to a list as long as there is room. Returns those that are in it now. */
export async function addKeys(
  list: KeyList,
  keys: readonly string[],
  memory: Memory,
): Promise<Result<ReadonlySet<string>>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const read = await memory.read([list.key]);
    if (!read.ok) return read;
    const before = read.value.get(list.key);
    const known = before === undefined ? [] : keysIn(before.state);
    const taken = new Set(known);
    const added = keys.filter((key) => !taken.has(key)).slice(0, Math.max(0, list.max - known.length));
    const inside = new Set([...keys.filter((key) => taken.has(key)), ...added]);
    if (added.length === 0) return ok(inside);
    const state = JSON.stringify({ keys: [...known, ...added] });
    const written = await memory.write({ key: list.key, state, version: before?.version ?? 0, expires: list.expires });
    if (!written.ok) return written;
    if (written.value) return ok(inside);
  }
  return failed(retry('contention', `${list.key}: ${MAX_ATTEMPTS} times somebody else wrote in between`));
}

export function keysIn(state: string): string[] {
  const parsed = parseJson(state);
  const keys = parsed.ok && isObject(parsed.value) ? own(parsed.value, 'keys') : undefined;
  return Array.isArray(keys) ? keys.map(String) : [];
}
