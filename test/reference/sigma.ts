import { isObject, type JsonObject } from '../../src/json.ts';
import { conditionHolds } from './sigma-condition.ts';
import { fieldHolds, keywordHolds, type Lists } from './sigma-field.ts';

export type Detection = Readonly<Record<string, unknown>>;

/**
 * Sigma, word for word and without any haste: the plain object of a `detection` is read anew for every record. It knows
 * nothing of src/match; where the two disagree, one of them is wrong.
 *
 * @example
 * sigmaMatches({ s: { eventName: 'Get*' }, condition: 's' }, { eventName: 'GetObject' }, new Map()); // true
 */
export function sigmaMatches(detection: Detection, record: JsonObject, lists: Lists): boolean {
  const { condition, ...selections } = detection;
  const truths = new Map(
    Object.entries(selections).map(([name, selection]) => [name, selectionHolds(selection, record, lists)]),
  );
  // "The condition can be a list": any of them.
  const conditions = Array.isArray(condition) ? condition : [condition];
  return conditions.some((text) => conditionHolds(String(text), truths));
}

/** A map: all of its fields. A list: any of its maps and keywords. */
function selectionHolds(selection: unknown, record: JsonObject, lists: Lists): boolean {
  if (Array.isArray(selection)) return selection.some((part) => selectionHolds(part, record, lists));
  if (!isObject(selection)) return keywordHolds(String(selection), record);
  return Object.entries(selection).every(([key, value]) => fieldHolds(key, value, record, lists));
}
