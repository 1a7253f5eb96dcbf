import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { messageOf } from '../errors.ts';
import type { CompiledRules } from '../match/rule-set.ts';
import { compileRule, type LoadedRule } from './compile-rule.ts';
import type { Lists } from './lists.ts';
import type { RuleError } from './rule-error.ts';
import { readYaml } from './yaml-document.ts';

export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** Rules and all that is wrong with them; a file with errors gives no rule, its neighbours do. */
export interface Loaded {
  readonly rules: readonly LoadedRule[];
  readonly errors: readonly RuleError[];
}

const YAML_FILE = /\.ya?ml$/;

/** Reads rule files and folders of them, in the order of their names. */
export async function loadRuleFiles(paths: readonly string[], lists: Lists): Promise<Loaded> {
  const files: RuleFile[] = [];
  const errors: RuleError[] = [];
  for (const path of paths) {
    try {
      for (const file of await filesUnder(path))
        files.push({ file: display(file), text: await readFile(file, 'utf8') });
    } catch (thrown) {
      errors.push({ file: path, message: `cannot be read: ${messageOf(thrown)}` });
    }
  }
  const loaded = loadRules(files, lists);
  return { rules: loaded.rules, errors: [...errors, ...loaded.errors] };
}

/** Makes the texts of rule files into rules. */
export function loadRules(files: readonly RuleFile[], lists: Lists): Loaded {
  const rules: LoadedRule[] = [];
  const errors: RuleError[] = [];
  const seen = new Map<string, string>();
  for (const { file, text } of files) {
    const yaml = readYaml(file, text);
    errors.push(...yaml.errors);
    for (const document of yaml.documents) {
      const { rule, errors: problems } = compileRule(document, lists);
      errors.push(...problems);
      if (rule === undefined) continue;
      const twin = seen.get(rule.compiled.id) ?? seen.get(rule.compiled.name);
      if (twin !== undefined) {
        errors.push(
          document.errorAt(['id'], `the id or name of "${rule.compiled.title}" is taken`, `It is used in ${twin}`),
        );
        continue;
      }
      seen.set(rule.compiled.id, file);
      seen.set(rule.compiled.name, file);
      rules.push(rule);
    }
  }
  return { rules, errors };
}

/** What the build writes to `dist/rules.json`, and RuleSet reads. */
export const compiledRules = (rules: readonly LoadedRule[]): CompiledRules => ({
  format: 1,
  rules: rules.map((rule) => rule.compiled),
});

async function filesUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((entry) => YAML_FILE.test(entry))
    .sort()
    .map((entry) => join(path, entry));
}

/** As the user would type it from here. */
const display = (file: string): string => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};
