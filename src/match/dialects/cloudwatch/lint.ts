import { type CloudWatchCondition, type CloudWatchLeaf, isCloudWatchLeaf } from './leaf.ts';
import { leavesWithoutSource, missedWhenMissing, weakInequalities } from './lint-structure.ts';
import { lintValue } from './lint-value.ts';
import { readTokens, type Token } from './tokens.ts';

/** A pattern that is valid and probably does not mean what its author meant. */
export interface PatternLint {
  /** Into the text of the pattern, in UTF-16 units from 0. */
  readonly offset?: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Names the known mistakes of published patterns. `condition` is what `parseFilterPattern` made of `text`.
 *
 * @example
 * lintFilterPattern('{ $.a != "x" || $.b != "y" }', condition);
 * // [{ offset: 2, message: '$.a != "x" beside || is true for nearly every record', hint: … }, …]
 */
export function lintFilterPattern(text: string, condition: CloudWatchCondition): readonly PatternLint[] {
  const read = readTokens(text);
  const tokens = read.ok ? read.tokens : [];
  const leaves = leavesOf(condition);
  const offsets = offsetsOf(leaves, tokens);
  const found = [
    ...mixedOperators(tokens),
    ...[
      ...weakInequalities(condition),
      ...missedWhenMissing(condition),
      ...leavesWithoutSource(condition),
      ...leaves.flatMap(lintValue),
    ].map(({ leaf, message, hint }) => placed(offsets.get(leaf), message, hint)),
  ];
  return found.sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
}

const placed = (offset: number | undefined, message: string, hint: string): PatternLint =>
  offset === undefined ? { message, hint } : { offset, message, hint };

/** Parsing keeps the comparisons in their order, so the n-th leaf stands at the n-th comparison. */
function offsetsOf(leaves: readonly CloudWatchLeaf[], tokens: readonly Token[]): ReadonlyMap<CloudWatchLeaf, number> {
  const comparisons = tokens.filter(({ kind }) => kind === 'comparison');
  const offsets = new Map<CloudWatchLeaf, number>();
  for (const [n, leaf] of leaves.entries()) {
    const comparison = comparisons[n];
    if (comparison !== undefined) offsets.set(leaf, comparison.offset);
  }
  return offsets;
}

function leavesOf(condition: CloudWatchCondition): readonly CloudWatchLeaf[] {
  if (isCloudWatchLeaf(condition)) return [condition];
  return ('all' in condition ? condition.all : condition.any).flatMap(leavesOf);
}

/** `a && b || c`: said once for each pair of parentheses, at the second kind of operator. */
function mixedOperators(tokens: readonly Token[]): readonly PatternLint[] {
  const lints: PatternLint[] = [];
  const groups: Set<string>[] = [new Set()];
  for (const { kind, offset } of tokens) {
    if (kind === '(') groups.push(new Set());
    else if (kind === ')') groups.pop();
    else if (kind !== 'comparison') {
      const seen = groups.at(-1);
      if (seen?.size === 1 && !seen.has(kind)) {
        lints.push({
          offset,
          message: '&& and || are mixed without parentheses',
          hint: '&& is read first: put parentheses around what belongs together',
        });
      }
      seen?.add(kind);
    }
  }
  return lints;
}
