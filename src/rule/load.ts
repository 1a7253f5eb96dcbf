import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isMap } from 'yaml';
import { messageOf } from '../errors.ts';
import type { CompiledRules } from '../memory/memory-rule.ts';
import { compileCorrelation, isCorrelation, type LoadedMemoryRule } from './compile-correlation.ts';
import { compileRule, type LoadedRule } from './compile-rule.ts';
import { applyFilters, type Filter, isFilter, readFilter } from './filter.ts';
import type { Lists } from './lists.ts';
import { resolveReferences } from './references.ts';
import type { RuleError } from './rule-error.ts';
import { withoutTests } from './without-tests.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** Rules and all that is wrong with them; a file with errors gives no rule, its neighbours do. */
export interface Loaded {
  readonly rules: readonly LoadedRule[];
  /** Rules with memory; each stands behind those that it counts. */
  readonly memory: readonly LoadedMemoryRule[];
  readonly errors: readonly RuleError[];
}

const YAML_FILE = /\.ya?ml$/;

/** Whether anybody asks for the tests of rules, which take as long to read as all the rest; if not, they are not checked either. */
export type Tests = 'with tests' | 'without tests';

/** Reads rule files and folders of them, in the order of their names. */
export async function loadRuleFiles(
  paths: readonly string[],
  lists: Lists,
  tests: Tests = 'with tests',
): Promise<Loaded> {
  const files: RuleFile[] = [];
  const errors: RuleError[] = [];
  for (const path of paths) {
    try {
      for (const file of await filesUnder(path)) {
        const text = await readFile(file, 'utf8');
        files.push({ file: display(file), text: tests === 'with tests' ? text : withoutTests(text) });
      }
    } catch (thrown) {
      errors.push({ file: path, message: `cannot be read: ${messageOf(thrown)}` });
    }
  }
  const loaded = loadRules(files, lists);
  return { ...loaded, errors: [...errors, ...loaded.errors] };
}

/** Makes the texts of rule files into rules. */
export function loadRules(files: readonly RuleFile[], lists: Lists): Loaded {
  const rules: LoadedRule[] = [];
  const memory: LoadedMemoryRule[] = [];
  const filters: Filter[] = [];
  const errors: RuleError[] = [];
  const names = new Names();
  const broken = new Set<string>();
  for (const document of files.flatMap(({ file, text }) => documentsOf(file, text, errors))) {
    const map = document.document.contents;
    if (!isMap(map)) {
      errors.push(document.error(map, 'expected a rule: a map with title, logsource and detection'));
    } else if (isFilter(map)) {
      const read = readFilter(document, map, lists);
      errors.push(...read.errors);
      if (read.filter !== undefined) filters.push(read.filter);
    } else if (isCorrelation(map)) {
      const { rule, errors: problems } = compileCorrelation(document, map);
      errors.push(...problems);
      if (rule === undefined) addNames(document, broken);
      else if (names.areFree(rule, errors)) memory.push(rule);
    } else {
      const { rule, errors: problems } = compileRule(document, map, lists);
      errors.push(...problems);
      if (rule === undefined) addNames(document, broken);
      else if (names.areFree(rule, errors)) rules.push(rule);
    }
  }
  const applied = applyFilters(rules, filters, lists);
  const resolved = resolveReferences(applied.rules, memory, broken);
  return { ...resolved, errors: [...errors, ...applied.errors, ...resolved.errors] };
}

function documentsOf(file: string, text: string, errors: RuleError[]): YamlDocument[] {
  const yaml = readYaml(file, text);
  errors.push(...yaml.errors);
  return yaml.documents;
}

/** What others may call a rule. */
function addNames(document: YamlDocument, names: Set<string>): void {
  for (const key of ['id', 'name']) {
    const name = document.valueAt(key);
    if (typeof name === 'string') names.add(name);
  }
}

/** Ids and names that are taken, and by which file. */
class Names {
  readonly #taken = new Map<string, string>();

  areFree({ file, document, compiled }: LoadedRule | LoadedMemoryRule, errors: RuleError[]): boolean {
    const twin = this.#taken.get(compiled.id) ?? this.#taken.get(compiled.name);
    if (twin !== undefined) {
      errors.push(document.errorAt(['id'], `the id or name of "${compiled.title}" is taken`, `It is used in ${twin}`));
      return false;
    }
    this.#taken.set(compiled.id, file).set(compiled.name, file);
    return true;
  }
}

/** What RuleSet reads. */
export const compiledRules = ({ rules, memory }: Pick<Loaded, 'rules' | 'memory'>): CompiledRules => ({
  rules: rules.map((rule) => rule.compiled),
  memory: memory.map((rule) => rule.compiled),
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
