import { isObject, type JsonObject } from '../../../json.ts';
import type { EventPattern, PatternField } from './pattern.ts';
import { isOperator } from './read-value-test.ts';

/** What holds together, by path. A later field takes the place of an earlier one of the same path. */
export type Combination = Map<string, PatternField>;

/**
 * Two or more objects of fields; any other `$or` is a field of that name (probed: a single object, an empty one, and
 * one with the name of an operator among its fields are refused as values).
 */
export const isAlternatives = (value: unknown): value is readonly JsonObject[] =>
  Array.isArray(value) && value.length >= 2 && value.every(isFieldsObject);

const isFieldsObject = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length > 0 && !Object.keys(value).some(isOperator);

/** Each distinct field once, and every combination as places among them, in path order. */
export function assemble(combinations: readonly Combination[]): EventPattern {
  const places = new Map<PatternField, number>();
  const placed = combinations.map((combination) =>
    [...combination]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, field]) => {
        const place = places.get(field) ?? places.size;
        places.set(field, place);
        return place;
      }),
  );
  return { fields: [...places.keys()], combinations: placed };
}
