import { isObject, type JsonObject } from '../../../src/json.ts';

/** A text, number, boolean or null of a record, and the keys and places that lead to it. */
export interface Hint {
  readonly path: readonly (string | number)[];
  readonly value: string | number | boolean | null;
}

/** Everything that some records hold, so that rules can be made that match. Never empty. */
export function hintsOf(records: readonly JsonObject[]): readonly [Hint, ...Hint[]] {
  return [{ path: ['eventName'], value: 'GetObject' }, ...records.flatMap((record) => hintsIn(record, []))];
}

function hintsIn(value: unknown, path: Hint['path']): Hint[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown, at) => hintsIn(element, [...path, at]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, child]) => hintsIn(child, [...path, key]));
  return path.length === 0 ? [] : [{ path, value: value as Hint['value'] }];
}
