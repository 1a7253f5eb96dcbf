import { isIP, SocketAddress } from 'node:net';
import { isObject, type JsonObject, own } from '../json.ts';
import { fold } from './fold.ts';

/** What a record holds at the end of one path: none, one, or several values where the path fans out through arrays. */
export class FieldValues {
  /** The key is there, whatever its value. */
  readonly present: boolean;
  readonly values: readonly unknown[];
  #texts: readonly string[] | undefined;
  #folded: readonly string[] | undefined;
  #addresses: readonly SocketAddress[] | undefined;

  constructor(present: boolean, values: readonly unknown[]) {
    this.present = present;
    this.values = values;
  }

  /** The values as text: scalars as they print, objects as each scalar inside them and then as compact JSON; no null. */
  get texts(): readonly string[] {
    this.#texts ??= this.values.flatMap(textsOf);
    return this.#texts;
  }

  /** The texts in lower case, for comparisons without regard to case. */
  get folded(): readonly string[] {
    this.#folded ??= this.texts.map(fold);
    return this.#folded;
  }

  /** Those texts that are addresses: to read one costs more than to ask whether it lies in a network. */
  get addresses(): readonly SocketAddress[] {
    this.#addresses ??= this.texts.flatMap(addressOf);
    return this.#addresses;
  }
}

/** A zone id (fe80::1%eth0) is part of no network, and SocketAddress throws on it. */
function addressOf(text: string): SocketAddress[] {
  const family = text.includes('%') ? 0 : isIP(text);
  return family === 0 ? [] : [new SocketAddress({ address: text, family: family === 4 ? 'ipv4' : 'ipv6' })];
}

/** Follows a path; every array on the way, and at the end, stands for its elements. */
export function valuesAt(root: JsonObject, path: readonly string[]): FieldValues {
  let frontier: unknown[] = [root];
  for (const key of path) {
    const next: unknown[] = [];
    for (const node of elementsOf(frontier)) {
      if (isObject(node) && Object.hasOwn(node, key)) next.push(own(node, key));
    }
    if (next.length === 0) return NOTHING;
    frontier = next;
  }
  return new FieldValues(true, elementsOf(frontier));
}

export const NOTHING = new FieldValues(false, []);

/** The values with arrays, and arrays in arrays, replaced by their elements. */
function elementsOf(values: unknown[]): unknown[] {
  let current = values;
  while (current.some(Array.isArray)) current = current.flat();
  return current;
}

function textsOf(value: unknown): string[] {
  switch (typeof value) {
    case 'string':
      return [value];
    case 'number':
    case 'boolean':
      return [String(value)];
    default:
      return isObject(value) ? [...scalarsIn(value), JSON.stringify(value)] : [];
  }
}

/** Records are at most 64 levels deep when they come here (record/depth.ts). */
function scalarsIn(root: JsonObject): string[] {
  const texts: string[] = [];
  let layer: object[] = [root];
  while (layer.length > 0) {
    const next: object[] = [];
    for (const node of layer) {
      for (const child of Object.values(node) as unknown[]) {
        if (typeof child === 'object' && child !== null) next.push(child);
        else if (typeof child === 'string') texts.push(child);
        else if (typeof child === 'number' || typeof child === 'boolean') texts.push(String(child));
      }
    }
    layer = next;
  }
  return texts;
}
