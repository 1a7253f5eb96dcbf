import type { SigmaLeaf } from '../condition.ts';
import type { FieldValues } from '../field-values.ts';

/** Sigma's `fieldref`: the texts of two fields, compared with each other; a missing field has none. */
export function compareFields(leaf: SigmaLeaf): (one: FieldValues, other: FieldValues) => boolean {
  const overlap = leaf.relation === undefined ? share : related(RELATIONS[leaf.relation]);
  return leaf.cased
    ? (one, other) => overlap(one.texts, other.texts)
    : (one, other) => overlap(one.folded, other.folded);
}

type Texts = readonly string[];

/** Both lists are an attacker's, and may be long: a set keeps this linear. */
const share = (one: Texts, other: Texts): boolean => {
  const wanted = new Set(other);
  return one.some((text) => wanted.has(text));
};

const related =
  (holds: (text: string, wanted: string) => boolean) =>
  (one: Texts, other: Texts): boolean =>
    one.some((text) => other.some((wanted) => holds(text, wanted)));

const RELATIONS: Readonly<Record<NonNullable<SigmaLeaf['relation']>, (text: string, wanted: string) => boolean>> = {
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};
