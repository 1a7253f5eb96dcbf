import type { LoadedRule } from '../rule/compile-rule.ts';
import type { RuleError } from '../rule/rule-error.ts';
import { runRuleTests } from '../rule/run-tests.ts';
import { type ExitCode, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { tellFailure } from './test.ts';

/** `trailhound check`: rules that do not load, tests that fail or are missing. */
export async function check(options: RuleOptions): Promise<ExitCode> {
  const { rules, errors } = await rulesFrom(options);
  const missing = rules.flatMap(missingTests);
  const failures = runRuleTests(rules).filter(({ problems }) => problems.length > 0);
  tellErrors([...errors, ...missing]);
  for (const failure of failures) tellFailure(failure);
  const findings = errors.length + missing.length + failures.length;
  out(`${rules.length} rules checked, ${findings} findings`);
  return findings === 0 ? 0 : 1;
}

/** A rule is proved by an event that fires it and one, nearly the same, that does not. */
function missingTests({ file, compiled, tests }: LoadedRule): RuleError[] {
  const lacks = (fires: boolean) => !tests.some((test) => test.fires === fires);
  return [
    ...(lacks(true)
      ? [{ file, message: `${compiled.name} has no test that fires`, hint: 'Add one under tests with fires: true' }]
      : []),
    ...(lacks(false)
      ? [{ file, message: `${compiled.name} has no near miss`, hint: 'Add one under tests with fires: false' }]
      : []),
  ];
}
