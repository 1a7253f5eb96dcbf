import { alertFor } from '../alert/build.ts';
import { type Match, RuleSet } from '../match/rule-set.ts';
import { toRecord } from '../record/record.ts';
import type { LoadedRule } from './compile-rule.ts';
import type { Lists } from './lists.ts';
import type { RuleTest } from './rule-schema.ts';
import { type BaseEvents, testEvent } from './test-event.ts';

/** What one test of one rule came to; `problems` is empty when it passed. */
export interface TestOutcome {
  readonly rule: LoadedRule;
  readonly test: string;
  readonly problems: readonly string[];
}

/** Runs the tests that stand in the rule files. */
export const runRuleTests = (rules: readonly LoadedRule[], bases: BaseEvents = new Map()): TestOutcome[] =>
  rules.flatMap((rule) =>
    rule.tests.map((test) => ({ rule, test: test.name, problems: problemsOf(rule, test, bases) })),
  );

function problemsOf(rule: LoadedRule, test: RuleTest, bases: BaseEvents): string[] {
  const made = testEvent(test, bases);
  if (!made.ok) return [made.problem];
  const compiled = test.lists === undefined ? rule.compiled : rule.withLists(listsOf(test.lists));
  const [match] = new RuleSet({ format: 1, rules: [compiled] }).match(toRecord(made.event));
  if (match === undefined) return test.fires ? ['expected the rule to fire, it did not'] : [];
  if (!test.fires) return ['expected the rule not to fire, it did'];
  return mismatches(match, test);
}

const listsOf = (lists: Readonly<Record<string, readonly (string | number)[]>>): Lists =>
  new Map(Object.entries(lists).map(([name, values]) => [name, values.map(String)]));

function mismatches(match: Match, test: RuleTest): string[] {
  const alert = alertFor(match);
  const expectations: readonly [string, unknown, unknown][] = [
    ['title', test.title, alert.title],
    ['level', test.level, alert.rule.level],
    ['dedup', test.dedup?.map(String), alert.dedup.fields.map(({ value }) => value)],
    ['suppressed', test.suppressed, match.suppressed !== undefined],
  ];
  return expectations
    .filter(([, expected, actual]) => expected !== undefined && JSON.stringify(expected) !== JSON.stringify(actual))
    .map(([key, expected, actual]) => `expected ${key} ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
}
