import { type Condition, isLeaf } from './condition.ts';

/**
 * The texts of which a field must equal one for the condition to be true, in lower case; undefined where it may be
 * anything. It may name too many texts, never too few: the index only leaves out rules that cannot match.
 */
export function mustEqual(condition: Condition, field: string): ReadonlySet<string> | undefined {
  if (isLeaf(condition)) {
    return condition.op === 'equals' && condition.path.length === 1 && condition.path[0] === field
      ? new Set([condition.value.toLowerCase()])
      : undefined;
  }
  if ('not' in condition) return undefined;
  if ('all' in condition) {
    let narrowest: ReadonlySet<string> | undefined;
    for (const part of condition.all) {
      const texts = mustEqual(part, field);
      if (texts !== undefined && (narrowest === undefined || texts.size < narrowest.size)) narrowest = texts;
    }
    return narrowest;
  }
  const union = new Set<string>();
  for (const part of condition.any) {
    const texts = mustEqual(part, field);
    if (texts === undefined) return undefined;
    for (const text of texts) union.add(text);
  }
  return union;
}
