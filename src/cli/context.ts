import { readFile } from 'node:fs/promises';
import { messageOf } from '../errors.ts';
import { type Lists, readLists } from '../rule/lists.ts';
import { type Loaded, loadRuleFiles } from '../rule/load.ts';
import { formatRuleError, type RuleError } from '../rule/rule-error.ts';

/** What a command ends with: 0 fine, 1 findings or failures, 2 wrong usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export interface RuleOptions {
  readonly rules: readonly string[];
  readonly config: string;
}

export const out = (text: string): void => void process.stdout.write(`${text}\n`);
export const err = (text: string): void => void process.stderr.write(`${text}\n`);

/** The rules that the options name, with the deployment's lists. Errors are part of the answer. */
export async function rulesFrom({ rules, config }: RuleOptions): Promise<Loaded> {
  const { lists, errors } = await listsFrom(config);
  const loaded = await loadRuleFiles(rules, lists);
  return { rules: loaded.rules, errors: [...errors, ...loaded.errors] };
}

async function listsFrom(file: string): Promise<{ lists: Lists; errors: RuleError[] }> {
  try {
    return readLists(file, await readFile(file, 'utf8'));
  } catch (thrown) {
    return { lists: new Map(), errors: [{ file, message: `cannot be read: ${messageOf(thrown)}` }] };
  }
}

/** Tells rule errors on stderr; true when there were some. */
export function tellErrors(errors: readonly RuleError[]): boolean {
  for (const error of errors) err(formatRuleError(error));
  return errors.length > 0;
}
