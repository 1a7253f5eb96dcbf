import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Condition } from '../../match/condition.ts';
import { parseCondition } from '../condition-parser.ts';
import type { Remark } from './finding.ts';
import { leavesOf } from './leaves.ts';
import type { RuleText } from './rule-text.ts';

/** Selections that the condition never asks for: usually a filter that was forgotten. */
export function lintSelections(text: RuleText): Remark[] {
  const detection = text.node('detection');
  if (!isMap(detection)) return [];
  const names = new Map<string, unknown>();
  for (const { key } of detection.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (name !== 'condition') names.set(name, key);
  }
  const used = usedIn(text, text.node('detection', 'condition'), [...names.keys()]);
  return [...names].flatMap(([name, key]): Remark[] =>
    used.has(name)
      ? []
      : [
          {
            severity: 'warning',
            ...text.place(key),
            message: `the condition never uses "${name}"`,
            hint: 'Name it in the condition, or remove it',
          },
        ],
  );
}

/** Reads the condition with a mark in the place of each selection: the marks that are left are the names it uses. */
function usedIn(text: RuleText, condition: Node | undefined, names: readonly string[]): ReadonlySet<string> {
  const marks = new Map(names.map((name) => [name, mark(name)]));
  const texts = isSeq(condition) ? condition.items.map((item) => text.document.resolve(item)) : [condition];
  const used = new Set<string>();
  for (const node of texts) {
    const parsed = parseCondition(String(isScalar(node) ? node.value : ''), marks);
    if (!parsed.ok) continue;
    for (const leaf of leavesOf(parsed.condition)) if (leaf.dialect === 'sigma') used.add(leaf.value);
  }
  return used;
}

const mark = (name: string): Condition => ({ dialect: 'sigma', path: [], op: 'equals', value: name });
