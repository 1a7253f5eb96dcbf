import type { JsonObject } from '../../json.ts';

/**
 * The values of a policy element, always as a list: one value may stand for a list of one. Element names are read in any
 * case; where AWS is stricter it refuses the document, and the record says so.
 *
 * @param name in lower case
 * @example
 * valuesOf({ Action: 's3:*' }, 'action'); // ['s3:*']
 */
export function valuesOf(object: JsonObject, name: string): readonly unknown[] {
  const values: unknown[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (key.length === name.length && key.toLowerCase() === name) {
      for (const element of listOf(value)) values.push(element);
    }
  }
  return values;
}

/** A list as it is, anything else as a list of one. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether an object has the element at all, in any case. */
export const hasElement = (object: JsonObject, name: string): boolean =>
  Object.keys(object).some((key) => key.length === name.length && key.toLowerCase() === name);

/** `*`, or as good as that: nothing but wildcards. */
export const isWildcard = (text: string): boolean => /^[*?]+$/.test(text) && text.includes('*');
