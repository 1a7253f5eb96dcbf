import { type Condition, isLeaf } from '../../match/condition.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { constantOf } from './constant.ts';
import type { Remark } from './finding.ts';
import type { RuleText } from './rule-text.ts';

/** A condition that is true for every record, or for none. */
export function lintTruth({ compiled: { condition } }: LoadedRule, text: RuleText): Remark[] {
  const constant = constantOf(condition);
  if (constant === 'depends') return [];
  const place = text.place(text.node('detection', 'condition') ?? text.conditionNode);
  if (constant === 'always') {
    return [
      {
        severity: 'error',
        ...place,
        message: 'the condition is true for every record',
        hint: 'Two "not" that are joined by "or" exclude nothing: join them by "and"',
      },
    ];
  }
  if (hasEmptyList(condition)) {
    return [
      {
        severity: 'warning',
        ...place,
        message: 'the rule can never fire, since a list that it asks for is empty',
        hint: 'Give the list a value in trailhound.yml, or leave the rule out',
      },
    ];
  }
  return [
    {
      severity: 'error',
      ...place,
      message: 'the condition can never be true',
      hint: 'A field has one value: alternatives are a list of values, or are joined by "or"',
    },
  ];
}

/** The `any` of nothing that a placeholder with an empty list becomes. */
function hasEmptyList(condition: Condition): boolean {
  if (isLeaf(condition)) return false;
  if ('not' in condition) return hasEmptyList(condition.not);
  if ('all' in condition) return condition.all.some(hasEmptyList);
  return condition.any.length === 0 || condition.any.some(hasEmptyList);
}
