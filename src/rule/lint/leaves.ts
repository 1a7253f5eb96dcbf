import { type Condition, isLeaf, type SigmaLeaf } from '../../match/condition.ts';

/**
 * A leaf of the Sigma dialect that asks about the field itself: without quantifiers and parts of times. Of the leaves of
 * other dialects nothing is known here.
 */
export const asPlain = (condition: Condition): SigmaLeaf | undefined =>
  isLeaf(condition) && condition.dialect === 'sigma' && !condition.quantified && condition.part === undefined
    ? condition
    : undefined;

/** The leaf that asks whether a field at the top of the record equals a text. */
export const asEquals = (condition: Condition, field: string): SigmaLeaf | undefined => {
  const leaf = asPlain(condition);
  return leaf?.op === 'equals' && leaf.path.length === 1 && leaf.path[0] === field ? leaf : undefined;
};

/** Every leaf of a condition, whatever its dialect; the depth is bounded by MAX_CONDITION_DEPTH. */
export function leavesOf(condition: Condition): Extract<Condition, { dialect: unknown }>[] {
  if (isLeaf(condition)) return [condition];
  if ('not' in condition) return leavesOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(leavesOf);
}
