import type { Detector } from './detector.ts';
import { detectorFor } from './detectors.ts';
import { Grouping } from './grouping.ts';
import type { MemoryRule } from './memory-rule.ts';

interface Ready {
  readonly grouping: Grouping;
  readonly detector: Detector<unknown>;
}

const readied = (rule: MemoryRule): Ready => ({ grouping: new Grouping(rule), detector: detectorFor(rule.memory) });

/** The rules with memory, ready to count. */
export class MemoryRules {
  /** A rule stands in a later level than the rules whose findings it counts. */
  readonly levels: readonly (readonly MemoryRule[])[];
  readonly #counted: ReadonlySet<string>;
  readonly #ready: ReadonlyMap<string, Ready>;

  /** @param rules in an order in which a rule stands behind those that it counts, as the loader gives them */
  constructor(rules: readonly MemoryRule[]) {
    this.levels = levelsOf(rules);
    this.#counted = new Set(rules.flatMap(({ memory }) => memory.rules));
    this.#ready = new Map(rules.map((rule) => [rule.id, readied(rule)]));
  }

  /** Whether a rule with memory counts what the rule of this name finds. */
  isCounted(name: string): boolean {
    return this.#counted.has(name);
  }

  detector(rule: MemoryRule): Detector<unknown> {
    return this.#readyFor(rule).detector;
  }

  grouping(rule: MemoryRule): Grouping {
    return this.#readyFor(rule).grouping;
  }

  /** The rule with an id; undefined where it was taken out since somebody remembered it. */
  byId(id: string): MemoryRule | undefined {
    return this.#ready.get(id)?.grouping.rule;
  }

  #readyFor(rule: MemoryRule): Ready {
    return this.#ready.get(rule.id) ?? readied(rule);
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
