import type { SigmaLeaf } from '../condition.ts';
import type { FieldValues } from '../field-values.ts';

/** Sigma's `fieldref`: the texts of two fields, compared with each other; a missing field has none. */
export function compareFields(leaf: SigmaLeaf): (one: FieldValues, other: FieldValues) => boolean {
  const holds = RELATIONS[leaf.relation ?? 'equals'];
  return leaf.cased
    ? (one, other) => one.texts.some((text) => other.texts.some((wanted) => holds(text, wanted)))
    : (one, other) => one.folded.some((text) => other.folded.some((wanted) => holds(text, wanted)));
}

const RELATIONS: Readonly<
  Record<NonNullable<SigmaLeaf['relation']> | 'equals', (text: string, wanted: string) => boolean>
> = {
  equals: (text, wanted) => text === wanted,
  contains: (text, wanted) => text.includes(wanted),
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
};
