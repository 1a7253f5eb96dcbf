import { isObject } from '../../src/json.ts';

/**
 * The smallest JSON that is still wanted: parts are left out one after the other for as long as that succeeds, which is
 * slow and simple.
 *
 * @example
 * smallest({ a: [1, 2], b: 3 }, (value) => JSON.stringify(value).includes('2')); // { a: [2] }
 */
export function smallest<T>(value: T, wanted: (smaller: T) => boolean): T {
  for (const smaller of withOnePartLess(value)) {
    if (wanted(smaller as T)) return smallest(smaller as T, wanted);
  }
  return value;
}

/** Every way to leave out one element or one key, anywhere, or to put a part in the place of the list it stands in. */
function withOnePartLess(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const shorter = value.map((_, at) => value.toSpliced(at, 1) as unknown[]);
    const changed = value.flatMap((element: unknown, at) =>
      withOnePartLess(element).map((smaller) => value.with(at, smaller) as unknown[]),
    );
    return [...shorter, ...(value.length === 1 ? (value as unknown[]) : []), ...changed];
  }
  if (!isObject(value)) return [];
  const keys = Object.keys(value);
  const shorter = keys.map((key) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)));
  const changed = keys.flatMap((key) => withOnePartLess(value[key]).map((smaller) => ({ ...value, [key]: smaller })));
  return [...shorter, ...changed];
}
