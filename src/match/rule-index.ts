import { type JsonObject, own } from '../json.ts';
import { mustEqual } from './access.ts';
import type { Condition } from './condition.ts';
import { fold } from './fold.ts';

interface Placed<T> {
  readonly order: number;
  readonly entry: T;
}

/** The eventNames of which a record must have one for a rule to match it, in lower case; else the eventSources; else neither. */
export interface RuleKeys {
  readonly names?: readonly string[];
  readonly sources?: readonly string[];
}

export function ruleKeys(condition: Condition): RuleKeys {
  const names = mustEqual(condition, 'eventName');
  if (names !== undefined) return { names: [...names] };
  const sources = mustEqual(condition, 'eventSource');
  return sources === undefined ? {} : { sources: [...sources] };
}

/** A rule by its condition, or by what was read out of the condition before. */
type Indexed<T> = { readonly entry: T } & ({ readonly condition: Condition } | { readonly keys: RuleKeys });

/**
 * Which rules a record could match at all, by its eventName and eventSource. Most rules name the events they are about;
 * those that name a source only are asked for that source; the rest is asked every time.
 */
export class RuleIndex<T> {
  readonly #byName = new Map<string, Placed<T>[]>();
  readonly #bySource = new Map<string, Placed<T>[]>();
  readonly #always: Placed<T>[] = [];
  readonly #all: readonly T[];

  constructor(rules: readonly Indexed<T>[]) {
    this.#all = rules.map(({ entry }) => entry);
    for (const [order, rule] of rules.entries()) {
      const placed = { order, entry: rule.entry };
      const { names, sources } = 'keys' in rule ? rule.keys : ruleKeys(rule.condition);
      if (names !== undefined) place(this.#byName, names, placed);
      else if (sources !== undefined) place(this.#bySource, sources, placed);
      else this.#always.push(placed);
    }
  }

  /** In loading order, so that permuting files changes nothing but the order of alerts. */
  candidates(raw: JsonObject): readonly T[] {
    const name = own(raw, 'eventName');
    const source = own(raw, 'eventSource');
    // A list or an object could match by any text inside it; that is not what the index knows, so every rule is asked.
    if (!isIndexable(name) || !isIndexable(source)) return this.#all;
    const placed = [
      ...(this.#byName.get(fold(String(name))) ?? []),
      ...(this.#bySource.get(fold(String(source))) ?? []),
      ...this.#always,
    ];
    return placed.sort((a, b) => a.order - b.order).map(({ entry }) => entry);
  }
}

const isIndexable = (value: unknown): boolean => value === undefined || value === null || typeof value !== 'object';

function place<T>(index: Map<string, Placed<T>[]>, texts: readonly string[], placed: Placed<T>): void {
  for (const text of texts) {
    const known = index.get(text);
    if (known === undefined) index.set(text, [placed]);
    else known.push(placed);
  }
}
