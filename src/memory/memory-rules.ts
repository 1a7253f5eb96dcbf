import type { Detector } from './detector.ts';
import { detectorFor } from './detectors.ts';
import type { MemoryRule } from './memory-rule.ts';

/** The rules with memory, ready to count. */
export class MemoryRules {
  /** A rule stands in a later level than the rules whose findings it counts. */
  readonly levels: readonly (readonly MemoryRule[])[];
  readonly #counted: ReadonlySet<string>;
  readonly #detectors: ReadonlyMap<string, { readonly rule: MemoryRule; readonly detector: Detector<unknown> }>;

  /** @param rules in an order in which a rule stands behind those that it counts, as the loader gives them */
  constructor(rules: readonly MemoryRule[]) {
    this.levels = levelsOf(rules);
    this.#counted = new Set(rules.flatMap(({ memory }) => memory.rules));
    this.#detectors = new Map(rules.map((rule) => [rule.id, { rule, detector: detectorFor(rule.memory) }]));
  }

  /** Whether a rule with memory counts what the rule of this name finds. */
  isCounted(name: string): boolean {
    return this.#counted.has(name);
  }

  detector(rule: MemoryRule): Detector<unknown> {
    return this.#detectors.get(rule.id)?.detector ?? detectorFor(rule.memory);
  }

  /** The rule with an id; undefined where it was taken out since somebody remembered it. */
  byId(id: string): MemoryRule | undefined {
    return this.#detectors.get(id)?.rule;
  }
}

function levelsOf(rules: readonly MemoryRule[]): MemoryRule[][] {
  const levels: MemoryRule[][] = [];
  const levelOf = new Map<string, number>();
  for (const rule of rules) {
    const level = Math.max(0, ...rule.memory.rules.map((name) => (levelOf.get(name) ?? -1) + 1));
    levelOf.set(rule.name, level);
    const same = levels[level];
    if (same === undefined) levels[level] = [rule];
    else same.push(rule);
  }
  return levels;
}
