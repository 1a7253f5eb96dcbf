import type { CompiledRule } from './rule.ts';
import { type RuleKeys, ruleKeys } from './rule-index.ts';

/**
 * A rule as the build stores it: what the index asks about it, and the rest as text. A function that starts reads the
 * text of a rule when the first record comes that the rule could match, which most rules never see.
 */
export interface StoredRule {
  readonly keys: RuleKeys;
  readonly json: string;
}

export const storeRule = (rule: CompiledRule): StoredRule => ({
  keys: ruleKeys(rule.condition),
  json: JSON.stringify(rule),
});

export const openRule = (rule: CompiledRule | StoredRule): CompiledRule =>
  'json' in rule ? (JSON.parse(rule.json) as CompiledRule) : rule;
