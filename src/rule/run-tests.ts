import { alertFor } from '../alert/build.ts';
import type { JsonObject } from '../json.ts';
import { type Match, RuleSet } from '../match/rule-set.ts';
import { toRecord } from '../record/record.ts';
import type { LoadedRule } from './compile-rule.ts';
import type { RuleTest } from './rule-schema.ts';

/** What one test of one rule came to; `problems` is empty when it passed. */
export interface TestOutcome {
  readonly rule: LoadedRule;
  readonly test: string;
  readonly problems: readonly string[];
}

/** Runs the tests that stand in the rule files. */
export const runRuleTests = (rules: readonly LoadedRule[]): TestOutcome[] =>
  rules.flatMap((rule) => rule.tests.map((test) => ({ rule, test: test.name, problems: problemsOf(rule, test) })));

function problemsOf(rule: LoadedRule, test: RuleTest): string[] {
  const compiled = test.lists === undefined ? rule.compiled : rule.withLists(new Map(Object.entries(test.lists)));
  const [match] = new RuleSet({ format: 1, rules: [compiled] }).match(toRecord(test.event));
  if (match === undefined) return test.fires ? ['expected the rule to fire, it did not'] : [];
  if (!test.fires) return ['expected the rule not to fire, it did'];
  return mismatches(match, test);
}

function mismatches(match: Match, test: RuleTest): string[] {
  const alert = alertFor(match);
  const actual = {
    title: alert.title,
    level: alert.rule.level,
    dedup: alert.dedup.fields.map(({ value }) => value),
  } satisfies JsonObject;
  return (['title', 'level', 'dedup'] as const).flatMap((key) => {
    const expected = test[key];
    if (expected === undefined || JSON.stringify(expected) === JSON.stringify(actual[key])) return [];
    return [`expected ${key} ${JSON.stringify(expected)}, found ${JSON.stringify(actual[key])}`];
  });
}
