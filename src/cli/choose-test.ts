import type { LoadedRule } from '../rule/compile-rule.ts';
import { nearest } from '../rule/nearest.ts';
import type { RuleTest } from '../rule/rule-schema.ts';
import { printable } from './paint.ts';

export interface NamedTest {
  readonly rule: LoadedRule;
  readonly test: RuleTest;
  /** The name as it is printed, which is also how it may be given. */
  readonly name: string;
  /** From 1, through all tests of the rules there are to choose from. */
  readonly number: number;
}

export type TestChoice =
  | { readonly ok: true; readonly chosen: NamedTest }
  | { readonly ok: false; readonly problem: string };

/** The test that is meant by its name, by its number, or by a start of its name that no other test has. */
export function chooseTest(rules: readonly LoadedRule[], wanted: string): TestChoice {
  const tests = namedTests(rules);
  const meant = [
    tests.filter(({ name }) => name === wanted),
    tests.filter(({ number }) => String(number) === wanted),
    tests.filter(({ name }) => wanted !== '' && name.startsWith(wanted)),
  ].find((found) => found.length > 0);
  const [chosen] = meant ?? [];
  if (meant === undefined || chosen === undefined) return { ok: false, problem: unknown(tests, wanted) };
  if (meant.length === 1) return { ok: true, chosen };
  const problem = `"${wanted}" may be each of these tests. Give the whole name, or the number:\n${listed(meant)}`;
  return { ok: false, problem };
}

const namedTests = (rules: readonly LoadedRule[]): NamedTest[] =>
  rules
    .flatMap((rule) => rule.tests.map((test) => ({ rule, test, name: printable(test.name) })))
    .map((test, at) => ({ ...test, number: at + 1 }));

function unknown(tests: readonly NamedTest[], wanted: string): string {
  if (tests.length === 0) return `no test is named "${wanted}": there are no tests. Add one under tests`;
  const near = nearest(
    wanted,
    tests.map(({ name }) => name),
  );
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `no test is named "${wanted}".${hint} There are:\n${listed(tests)}`;
}

/** One line for each: its number, its rule and its name. */
const listed = (tests: readonly NamedTest[]): string =>
  tests.map(({ number, rule, name }) => `    ${number}  ${rule.compiled.name}: ${name}`).join('\n');
