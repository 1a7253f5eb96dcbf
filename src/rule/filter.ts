import type { YAMLMap } from 'yaml';
import type { Condition } from '../match/condition.ts';
import type { LoadedRule } from './compile-rule.ts';
import { readDetection } from './detection.ts';
import type { Lists } from './lists.ts';
import { suggestRule } from './nearest.ts';
import type { RuleError } from './rule-error.ts';
import { FILTER } from './rule-schema.ts';
import { schemaError } from './schema-error.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A Sigma filter document: its condition is ANDed to the rules it names, so it mostly reads `not selection`. */
export interface Filter {
  readonly document: YamlDocument;
  readonly targets: readonly string[] | 'any';
  readonly condition: (lists: Lists) => Condition;
}

export const isFilter = (rule: YAMLMap): boolean => rule.has('filter');

export function readFilter(
  document: YamlDocument,
  rule: YAMLMap,
  lists: Lists,
): { readonly filter?: Filter; readonly errors: readonly RuleError[] } {
  const parsed = FILTER.safeParse(document.value);
  const node = document.resolve(rule.get('filter', true));
  const read = readDetection(document, node, lists);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaError(document, issue));
  const errors = [...issues, ...read.errors];
  if (!parsed.success || read.condition === undefined || errors.length > 0) return { errors };
  const condition = (others: Lists): Condition => readDetection(document, node, others).condition ?? { any: [] };
  return { filter: { document, targets: parsed.data.filter.rules, condition }, errors: [] };
}

/** Adds the filters to the rules they name, by id or name; one that names nobody is an error. */
export function applyFilters(
  rules: readonly LoadedRule[],
  filters: readonly Filter[],
  lists: Lists,
): { readonly rules: readonly LoadedRule[]; readonly errors: readonly RuleError[] } {
  const known = new Set(rules.flatMap(({ compiled }) => [compiled.id, compiled.name]));
  const errors = filters.flatMap(({ document, targets }) =>
    (targets === 'any' ? [] : targets)
      .filter((target) => !known.has(target))
      .map((target) =>
        document.errorAt(
          ['filter', 'rules'],
          `the filter names "${target}", and no rule has that id or name`,
          suggestRule(
            target,
            rules.map(({ compiled }) => compiled.name),
          ),
        ),
      ),
  );
  return { rules: rules.map((rule) => filtered(rule, filters, lists)), errors };
}

function filtered(rule: LoadedRule, filters: readonly Filter[], lists: Lists): LoadedRule {
  const { id, name } = rule.compiled;
  const mine = filters.filter(({ targets }) => targets === 'any' || targets.includes(id) || targets.includes(name));
  if (mine.length === 0) return rule;
  const and = (condition: Condition, values: Lists): Condition => ({
    all: [condition, ...mine.map((filter) => filter.condition(values))],
  });
  return {
    ...rule,
    compiled: { ...rule.compiled, condition: and(rule.compiled.condition, lists) },
    withLists: (others) => {
      const compiled = rule.withLists(others);
      return { ...compiled, condition: and(compiled.condition, new Map([...lists, ...others])) };
    },
  };
}
