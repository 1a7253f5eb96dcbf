import { alertFor } from '../alert/build.ts';
import type { CompiledRule } from '../match/rule.ts';
import { type Match, RuleSet } from '../match/rule-set.ts';
import { type CloudTrailRecord, toRecord } from '../record/record.ts';
import type { LoadedMemoryRule } from './compile-correlation.ts';
import type { LoadedRule } from './compile-rule.ts';
import type { Lists } from './lists.ts';
import type { RuleTest } from './rule-schema.ts';
import { type BaseEvents, testEvent } from './test-event.ts';

/** What one test of one rule came to; `problems` is empty when it passed. */
export interface TestOutcome {
  readonly rule: LoadedRule | LoadedMemoryRule;
  readonly test: string;
  /** Where the name of the test stands, from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly problems: readonly string[];
  /** False where the test makes no event, so that the condition was never asked. */
  readonly ran: boolean;
}

/** What a test asks: its event, and the rule with the lists that the test brings. */
export type TestSetup =
  | { readonly ok: true; readonly rule: CompiledRule; readonly record: CloudTrailRecord }
  | { readonly ok: false; readonly problem: string };

/** Runs the tests that stand in the rule files. */
export const runRuleTests = (rules: readonly LoadedRule[], bases: BaseEvents = new Map()): TestOutcome[] =>
  rules.flatMap((rule) =>
    rule.tests.map((test, at): TestOutcome => {
      const setup = setUp(rule, test, bases);
      const { line, column } = rule.document.errorAt(['tests', at, 'name'], '');
      return {
        rule,
        test: test.name,
        ...(line === undefined || column === undefined ? {} : { line, column }),
        problems: problemsOf(setup, test),
        ran: setup.ok,
      };
    }),
  );

export function setUp(rule: LoadedRule, test: RuleTest, bases: BaseEvents): TestSetup {
  const made = testEvent(test, bases);
  if (!made.ok) return made;
  const compiled = test.lists === undefined ? rule.compiled : rule.withLists(listsOf(test.lists));
  return { ok: true, rule: compiled, record: toRecord(made.event) };
}

/** What is not as the test expects. */
export function problemsOf(setup: TestSetup, test: RuleTest): readonly string[] {
  if (!setup.ok) return [setup.problem];
  const [match] = new RuleSet({ rules: [setup.rule] }).match(setup.record);
  if (match === undefined) return test.fires ? ['expected the rule to fire, it did not'] : [];
  if (!test.fires) return ['expected the rule not to fire, it did'];
  return mismatches(match, test);
}

export const listsOf = (lists: Readonly<Record<string, readonly (string | number)[]>>): Lists =>
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
