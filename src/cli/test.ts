import { runRuleTests, type TestOutcome } from '../rule/run-tests.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { paintFor } from './paint.ts';

/** `trailhound test`: the tests in rule files. */
export async function testRules(options: RuleOptions): Promise<ExitCode> {
  const paint = paintFor(process.stdout);
  const { rules, errors, bases } = await rulesFrom(options);
  const broken = tellErrors(errors);
  const outcomes = runRuleTests(rules, bases);
  const failures = outcomes.filter(({ problems }) => problems.length > 0);
  for (const failure of failures) tellFailure(failure);
  const passed = outcomes.length - failures.length;
  const summary = `${rules.length} rules, ${passed} tests passed, ${failures.length} failed`;
  out(paint(failures.length === 0 && !broken ? 'green' : 'red', summary));
  if (broken) return 2;
  return failures.length === 0 ? 0 : 1;
}

export function tellFailure({ rule, test, problems }: TestOutcome): void {
  err(`${rule.file}: ${rule.compiled.name}: ${test}`);
  for (const problem of problems) err(`    ${problem}`);
}
