import type { CompiledRule } from '../match/rule.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import type { LoadedMemoryRule } from './compile-correlation.ts';
import type { LoadedRule } from './compile-rule.ts';
import { suggestRule } from './nearest.ts';
import type { RuleError } from './rule-error.ts';

export interface Resolved {
  readonly rules: readonly LoadedRule[];
  /** A rule stands behind those that it counts. */
  readonly memory: readonly LoadedMemoryRule[];
  readonly errors: readonly RuleError[];
}

/**
 * Finds the rules that rules with memory count, by id or name; marks those that are not told by themselves any more; and
 * brings them into an order. A rule that names nobody, or in the end itself, is an error.
 *
 * @param broken names and ids of rules that do not load
 */
export function resolveReferences(
  rules: readonly LoadedRule[],
  memory: readonly LoadedMemoryRule[],
  broken: ReadonlySet<string>,
): Resolved {
  const names = new Map(
    [...rules, ...memory].flatMap(({ compiled: { id, name } }) => [
      [id, name],
      [name, name],
    ]),
  );
  const errors: RuleError[] = [];
  const named = memory.flatMap((rule) => {
    const wrong = unknownIn(rule, names, broken);
    errors.push(...wrong);
    return wrong.length === 0 ? [withNames(rule, names)] : [];
  });
  const { ordered, circular } = inOrder(named);
  errors.push(
    ...circular.map((rule) =>
      rule.document.errorAt(
        ['correlation', 'rules'],
        `"${rule.compiled.name}" counts itself, by way of ${rule.compiled.memory.rules.join(', ')}`,
      ),
    ),
  );
  const untold = untoldNames(ordered);
  return {
    rules: rules.map((rule) => (untold.has(rule.compiled.name) ? silenced(rule) : rule)),
    memory: ordered.map((rule) =>
      untold.has(rule.compiled.name) ? { ...rule, compiled: { ...rule.compiled, untold: true as const } } : rule,
    ),
    errors,
  };
}

function unknownIn(
  { document, compiled }: LoadedMemoryRule,
  names: ReadonlyMap<string, string>,
  broken: ReadonlySet<string>,
): RuleError[] {
  return compiled.memory.rules.flatMap((rule, i) => {
    if (names.has(rule)) return [];
    const path = ['correlation', 'rules', i];
    return broken.has(rule)
      ? [document.errorAt(path, 'a rule that it counts does not load', 'Mend that one first')]
      : [document.errorAt(path, `there is no rule "${rule}"`, suggestRule(rule, names.values()))];
  });
}

function withNames(rule: LoadedMemoryRule, names: ReadonlyMap<string, string>): LoadedMemoryRule {
  const { memory } = rule.compiled;
  const nameOf = (reference: string): string => names.get(reference) ?? reference;
  const aliases = Object.fromEntries(
    Object.entries(memory.aliases).map(([alias, fields]) => [
      alias,
      Object.fromEntries(Object.entries(fields).map(([reference, field]) => [nameOf(reference), field])),
    ]),
  );
  const compiled: MemoryRule = { ...rule.compiled, memory: { ...memory, rules: memory.rules.map(nameOf), aliases } };
  return { ...rule, compiled, generate: rule.generate.map(nameOf) };
}

/** Again and again the rules all of whose rules are placed; what is left over counts itself. */
function inOrder(rules: readonly LoadedMemoryRule[]): { ordered: LoadedMemoryRule[]; circular: LoadedMemoryRule[] } {
  const ordered: LoadedMemoryRule[] = [];
  let waiting = [...rules];
  for (;;) {
    const unplaced = new Set(waiting.map(({ compiled }) => compiled.name));
    const ready = waiting.filter(({ compiled }) => !compiled.memory.rules.some((name) => unplaced.has(name)));
    if (ready.length === 0) return { ordered, circular: waiting };
    ordered.push(...ready);
    waiting = waiting.filter((rule) => !ready.includes(rule));
  }
}

/** Sigma: a rule that is counted is not told by itself, unless a rule that counts it says so (`generate`). */
function untoldNames(memory: readonly LoadedMemoryRule[]): ReadonlySet<string> {
  const generated = new Set(memory.flatMap(({ generate }) => generate));
  return new Set(memory.flatMap(({ compiled }) => compiled.memory.rules).filter((name) => !generated.has(name)));
}

const silenced = (rule: LoadedRule): LoadedRule => {
  const untold = (compiled: CompiledRule): CompiledRule => ({ ...compiled, untold: true });
  return { ...rule, compiled: untold(rule.compiled), withLists: (lists) => untold(rule.withLists(lists)) };
};
