import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compiledRules } from '../rule/load.ts';
import { runRuleTests } from '../rule/run-tests.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { tellFailure } from './test.ts';

/** `trailhound compile`: what is deployed. One wrong rule, and nothing is written. */
export async function compile(options: RuleOptions, file: string): Promise<ExitCode> {
  const { rules, errors, bases } = await rulesFrom(options);
  const failures = runRuleTests(rules, bases).filter(({ problems }) => problems.length > 0);
  const broken = tellErrors(errors);
  for (const failure of failures) tellFailure(failure);
  if (broken || failures.length > 0) {
    err(`${file} was not written: mend the rules first`);
    return broken ? 2 : 1;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(compiledRules(rules)));
  out(`${rules.length} rules compiled into ${file}`);
  return 0;
}
