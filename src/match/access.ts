import { type Condition, isLeaf, type Leaf } from './condition.ts';
import { requiredText } from './dialects/cloudwatch/leaf.ts';
import { patternMustEqual } from './dialects/eventbridge/access.ts';
import { fold } from './fold.ts';

/**
 * The texts of which a field must equal one for the condition to be true, in lower case; undefined where it may be
 * anything. It may name too many texts, never too few: the index only leaves out rules that cannot match.
 */
export const mustEqual = (condition: Condition, field: string): ReadonlySet<string> | undefined =>
  mustBeOneOf(condition, (leaf) => leafMustEqual(leaf, field));

/**
 * What `ofLeaf` says of the leaves, put together: the smallest set of an `all`, every set of an `any`. Undefined stands
 * for anything, and so does a `not`. The depth is bounded by MAX_CONDITION_DEPTH.
 */
export function mustBeOneOf(
  condition: Condition,
  ofLeaf: (leaf: Leaf) => ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (isLeaf(condition)) return ofLeaf(condition);
  if ('not' in condition) return undefined;
  if ('all' in condition) {
    let narrowest: ReadonlySet<string> | undefined;
    for (const part of condition.all) {
      const texts = mustBeOneOf(part, ofLeaf);
      if (texts !== undefined && (narrowest === undefined || texts.size < narrowest.size)) narrowest = texts;
    }
    return narrowest;
  }
  const union = new Set<string>();
  for (const part of condition.any) {
    const texts = mustBeOneOf(part, ofLeaf);
    if (texts === undefined) return undefined;
    for (const text of texts) union.add(text);
  }
  return union;
}

function leafMustEqual(leaf: Leaf, field: string): ReadonlySet<string> | undefined {
  switch (leaf.dialect) {
    case 'sigma':
      return leaf.op === 'equals' && leaf.part === undefined && leaf.path.length === 1 && leaf.path[0] === field
        ? new Set([fold(leaf.value)])
        : undefined;
    case 'cloudwatch': {
      const text = leaf.selector.length === 1 && leaf.selector[0] === field ? requiredText(leaf) : undefined;
      return text === undefined ? undefined : new Set([fold(text)]);
    }
    case 'eventbridge': {
      const texts = patternMustEqual(leaf.pattern, field);
      return texts === undefined ? undefined : new Set([...texts].map(fold));
    }
    default:
      return leaf satisfies never;
  }
}
