import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeRule } from '../match/stored-rule.ts';
import type { StoredRules } from '../memory/memory-rule.ts';
import { compiledRules } from '../rule/load.ts';
import { fieldsAsked } from '../sieve/fields-asked.ts';
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
import { runAllTests, tellFailure } from './test.ts';

/** `trailhound compile`: what is deployed. One wrong rule, chosen or not, and nothing is written. */
export async function compile(options: RuleOptions, file: string): Promise<ExitCode> {
  const loaded = await rulesFrom(options);
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
  await writeFile(file, stored(chosen));
  const [of, all] = [chosen, loaded].map(({ rules, memory }) => rules.length + memory.length);
  out(`${of} of ${all} rules compiled into ${file}`);
  return 0;
}

/** In ASCII: one letter of another alphabet would make the whole text take twice the memory, and longer to read. */
function stored(chosen: Parameters<typeof compiledRules>[0]): string {
  const { rules, memory } = compiledRules(chosen);
  const fields = fieldsAsked(rules.map(({ condition }) => condition));
  const file: StoredRules = { format: 2, fields, rules: rules.map(storeRule), memory };
  return JSON.stringify(file).replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
