import type { ListedOperator } from '../alternatives.ts';
import type { SigmaLeaf } from '../condition.ts';
import type { FieldValues } from '../field-values.ts';
import { anyOf } from './one-of.ts';

/** Sigma's `fieldref`: the texts of two fields, compared with each other; a missing field has none. */
export function compareFields(leaf: SigmaLeaf): (one: FieldValues, other: FieldValues) => boolean {
  const isRelated = overlap(leaf.relation ?? 'equals');
  return leaf.cased
    ? (one, other) => isRelated(one.texts, other.texts)
    : (one, other) => isRelated(one.folded, other.folded);
}

type Texts = readonly string[];

/** Both lists are an attacker's, and may be long: all pairs would be quadratic. */
const overlap =
  (relation: ListedOperator) =>
  (one: Texts, other: Texts): boolean =>
    one.some(anyOf(relation, other));
