import type { CloudTrailRecord } from '../record/record.ts';
import type { Sighting } from './detector.ts';
import type { MemoryRule, MemorySpec } from './memory-rule.ts';

/** An event that a rule found, or an episode that a rule with memory found, as another rule with memory counts it. */
export interface Counted {
  /** The name of the rule that found it. */
  readonly rule: string;
  readonly id: string;
  readonly time: number;
  readonly record: CloudTrailRecord;
  /** By rule's id: its groups, where somebody has looked for them already. */
  readonly places?: ReadonlyMap<string, readonly Place[]>;
}

/** What an event counts as: a sighting in one group of a rule. */
export interface Place {
  readonly key: string;
  readonly values: readonly string[];
  readonly sighting: Sighting;
}

/** The sightings of one rule and one group, with a record to tell them by. */
export interface Group {
  readonly rule: MemoryRule;
  /** The values of `groupBy`, in its order. */
  readonly values: readonly string[];
  /** Where the store keeps it: a hash, since the values are an attacker's and may be of any length. */
  readonly key: string;
  readonly sightings: Sighting[];
  /** The newest of the events. */
  record: CloudTrailRecord;
}

/**
 * The fields that rules with memory ask the events of a rule for, and those that count what these find: the same record
 * stands for it.
 *
 * @param memory in an order in which a rule stands behind those that it counts
 */
export function fieldsCounted(memory: readonly MemoryRule[], rule: string): readonly string[] {
  const found = new Set([rule]);
  const fields = new Set<string>();
  for (const one of memory) {
    for (const name of one.memory.rules.filter((counted) => found.has(counted))) {
      const { groupBy, field } = fieldsFor(one.memory, name);
      for (const asked of field === undefined ? groupBy : [...groupBy, field]) fields.add(asked);
      found.add(one.name);
    }
  }
  return [...fields];
}

/** The fields that a rule asks the events of one of its rules for, behind the aliases. */
export function fieldsFor(
  memory: MemorySpec,
  rule: string,
): { readonly groupBy: readonly string[]; readonly field?: string } {
  const behind = (name: string): string => memory.aliases[name]?.[rule] ?? name;
  const groupBy = memory.groupBy.map(behind);
  return 'field' in memory && memory.field !== undefined ? { groupBy, field: behind(memory.field) } : { groupBy };
}
