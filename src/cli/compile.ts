import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compiledRules } from '../rule/load.ts';
import {
  type ExitCode,
  err,
  out,
  type RuleOptions,
  rulesFrom,
  selected,
  selectionErrors,
  tellErrors,
} from './context.ts';
import { storeRules } from './store-rules.ts';
import { runAllTests, tellFailure } from './test.ts';

/** `trailhound compile`: what is deployed. One wrong rule, chosen or not, and nothing is written. */
export async function compile(options: RuleOptions, file: string): Promise<ExitCode> {
  const loaded = await rulesFrom(options, 'with tests');
  const errors = [...loaded.errors, ...selectionErrors(loaded, options)];
  const failures = (await runAllTests(loaded)).filter(({ problems }) => problems.length > 0);
  const broken = tellErrors(errors);
  for (const failure of failures) tellFailure(failure);
  if (broken || failures.length > 0) {
    err(`${file} was not written: mend the rules first`);
    return broken ? 2 : 1;
  }
  await mkdir(dirname(file), { recursive: true });
  const chosen = selected(loaded, options);
  await writeFile(file, storeRules(compiledRules(chosen)));
  const [of, all] = [chosen, loaded].map(({ rules, memory }) => rules.length + memory.length);
  out(`${of} of ${all} rules compiled into ${file}`);
  return 0;
}
