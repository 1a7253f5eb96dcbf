import { isScalar, type YAMLMap } from 'yaml';
import type { Condition } from '../match/condition.ts';
import type { CompiledRule, Suppression } from '../match/rule.ts';
import type { Lists } from './lists.ts';
import { nearest } from './nearest.ts';
import { readRuleCondition } from './rule-condition.ts';
import type { RuleError } from './rule-error.ts';
import { ruleHead } from './rule-head.ts';
import { NOT_YET, RULE, type RuleSource, type RuleTest, TOP_LEVEL_KEYS } from './rule-schema.ts';
import { schemaError } from './schema-error.ts';
import { readSuppressions } from './suppressions.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A rule with what only the author's tools need: where it stands, and its tests. */
export interface LoadedRule {
  readonly file: string;
  readonly document: YamlDocument;
  readonly compiled: CompiledRule;
  readonly tests: readonly RuleTest[];
  /** The same rule with other lists, for tests that bring their own. */
  readonly withLists: (lists: Lists) => CompiledRule;
}

/** One YAML document as a rule. Every error of it is told. */
export function compileRule(
  document: YamlDocument,
  map: YAMLMap,
  lists: Lists,
): { readonly rule?: LoadedRule; readonly errors: readonly RuleError[] } {
  const notYet = NOT_YET.filter((key) => map.has(key));
  if (notYet.length > 0) {
    return { errors: notYet.map((key) => document.errorAtKey([key], `"${key}" is not supported by this version`)) };
  }
  const parsed = RULE.safeParse(document.value);
  const read = readRuleCondition(document, map, lists);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaError(document, issue));
  const errors = [...misspeltKeys(document, map), ...issues, ...read.errors];
  if (!parsed.success || read.condition === undefined) return { errors };
  const source = parsed.data;
  const { suppressions, errors: excuses } = readSuppressions(document, map, source, lists);
  errors.push(...excuses);
  if (errors.length > 0) return { errors };
  const compiled = assemble(source, read.condition, suppressions);
  return {
    rule: {
      file: document.file,
      document,
      compiled,
      tests: source.tests ?? [],
      // The lists of a test add to those the rule was loaded with, so nothing can be missing that was there before.
      withLists: (others) => {
        const condition = readRuleCondition(document, map, new Map([...lists, ...others])).condition;
        return { ...compiled, condition: condition ?? compiled.condition };
      },
    },
    errors: [],
  };
}

/** Sigma allows keys of one's own; what is nearly a key of ours is a mistake. */
export function misspeltKeys(document: YamlDocument, map: YAMLMap): RuleError[] {
  return map.items.flatMap(({ key }) => {
    const name = String(isScalar(key) ? key.value : key);
    const near = TOP_LEVEL_KEYS.includes(name) ? undefined : nearest(name, TOP_LEVEL_KEYS);
    return near === undefined ? [] : [document.error(key, `unknown key "${name}"`, `Did you mean "${near}"?`)];
  });
}

/** Who did what where: two people who do the same are two alerts, one person who does it again is a repeat. */
const DEFAULT_DEDUP = ['recipientAccountId', 'awsRegion', 'eventName', 'derived.actor'];

const assemble = (source: RuleSource, condition: Condition, suppress: readonly Suppression[]): CompiledRule => ({
  ...ruleHead(source, DEFAULT_DEDUP),
  condition,
  ...(suppress.length === 0 ? {} : { suppress }),
});
