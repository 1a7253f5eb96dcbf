import { isObject, own } from '../json.ts';
import { FieldValues, valuesAt } from './field-values.ts';

const QUANTIFIER = /^\[(?:any|all|none|\d{1,4})\]$/;

export const isQuantifier = (key: string): boolean => QUANTIFIER.test(key);

/**
 * A path with quantifiers, as the coming Sigma 3 writes them: `items[all].port`, `tags[none].key`, `addresses[0]`.
 * A value that is no list counts as a list of one. `[all]` of nothing is false: a rule that asks for all of them wants
 * at least one. `[none]` of nothing is true.
 *
 * The paths of rules are short (MAX_CONDITION_DEPTH bounds them at load), so this may recurse over one.
 */
export function holdsQuantified(raw: unknown, path: readonly string[], test: (field: FieldValues) => boolean): boolean {
  const at = path.findIndex(isQuantifier);
  if (at === -1) return test(plain(raw, path));
  const elements = elementsAt(raw, path.slice(0, at));
  const rest = path.slice(at + 1);
  const holds = (element: unknown): boolean => holdsQuantified(element, rest, test);
  const quantifier = path[at] as string;
  switch (quantifier) {
    case '[any]':
      return elements.some(holds);
    case '[all]':
      return elements.length > 0 && elements.every(holds);
    case '[none]':
      return !elements.some(holds);
    default: {
      const place = Number(quantifier.slice(1, -1));
      return place < elements.length && holds(elements[place]);
    }
  }
}

const plain = (value: unknown, path: readonly string[]): FieldValues => {
  if (path.length === 0) return new FieldValues(value !== undefined, Array.isArray(value) ? value.flat() : [value]);
  return isObject(value) ? valuesAt(value, path) : new FieldValues(false, []);
};

/** The list at the end of the keys; a quantified path does not fan out by itself. */
function elementsAt(raw: unknown, keys: readonly string[]): readonly unknown[] {
  let value = raw;
  for (const key of keys) value = isObject(value) ? own(value, key) : undefined;
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
