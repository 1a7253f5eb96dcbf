import { isObject, type JsonObject } from '../../src/json.ts';

/**
 * What stands at the end of a path. A list on the way stands for its elements, each on its own; a list at the end is
 * given as it is. Nothing is given where the path leads nowhere.
 */
export function endsAt(value: unknown, keys: readonly string[]): unknown[] {
  const [key, ...rest] = keys;
  if (key === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((element: unknown) => endsAt(element, keys));
  if (!isObject(value) || !Object.hasOwn(value, key)) return [];
  return endsAt(value[key], rest);
}

/** The elements of a list, of the lists in it, and so on; anything else is itself. */
export function elementsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap((element: unknown) => elementsOf(element)) : [value];
}

/** A path as it is written: keys with dots between them, a dot inside a key written `\.` */
export const keysOf = (path: string): string[] =>
  path.split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.'));

/** The text of a text, a number or a boolean; null and missing things have none. */
export function scalarText(value: unknown): string[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}

/** The texts that a value is compared as. "An object as a value: any leaf string, then the compact JSON text." */
export function textsOf(value: unknown): string[] {
  return isObject(value) ? [...leafTexts(value), JSON.stringify(value)] : scalarText(value);
}

function leafTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => leafTexts(element));
  if (isObject(value)) return Object.values(value).flatMap((child) => leafTexts(child));
  return scalarText(value);
}

/** All texts at a path: any element of a list counts. */
export const textsAt = (record: JsonObject, path: string): string[] =>
  endsAt(record, path === '' ? [] : keysOf(path))
    .flatMap(elementsOf)
    .flatMap(textsOf);
