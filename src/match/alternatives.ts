import { type Condition, isLeaf, type SigmaLeaf } from './condition.ts';

/** The operators that a long list of values can be asked with at once (operators/one-of.ts). */
export type ListedOperator = 'equals' | 'startswith' | 'endswith' | 'contains';
export type ListedLeaf = SigmaLeaf & { readonly op: ListedOperator };

const LISTED: readonly string[] = ['equals', 'startswith', 'endswith', 'contains'] satisfies ListedOperator[];

/** One question with many values: leaves that differ in their value only. */
export interface Alternatives {
  /** The first of them. */
  readonly leaf: ListedLeaf;
  readonly values: readonly string[];
}

/** Fewer are as fast one by one. */
export const FEWEST_TOGETHER = 8;

/** The parts of an `any`, with long lists of values put together. */
export function splitAlternatives(parts: readonly Condition[]): {
  readonly together: readonly Alternatives[];
  readonly alone: readonly Condition[];
} {
  const groups = new Map<string, ListedLeaf[]>();
  const alone: Condition[] = [];
  for (const part of parts) {
    if (!isListed(part)) alone.push(part);
    else {
      const leaves = groups.get(kindOf(part));
      if (leaves === undefined) groups.set(kindOf(part), [part]);
      else leaves.push(part);
    }
  }
  const together: Alternatives[] = [];
  for (const leaves of groups.values()) {
    const [leaf] = leaves;
    if (leaf === undefined || leaves.length < FEWEST_TOGETHER) alone.push(...leaves);
    else together.push({ leaf, values: leaves.map(({ value }) => value) });
  }
  return { together, alone };
}

/** Paths with quantifiers keep their alternatives themselves (`or`). */
const isListed = (part: Condition): part is ListedLeaf =>
  isLeaf(part) && part.dialect === 'sigma' && LISTED.includes(part.op) && !part.quantified && part.part === undefined;

const kindOf = ({ path, op, cased }: ListedLeaf): string => JSON.stringify([path, op, cased]);
