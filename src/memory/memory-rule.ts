import type { CompiledRule, RuleHead } from '../match/rule.ts';
import type { StoredRule } from '../match/stored-rule.ts';

/** Rules that were read and checked. */
export interface CompiledRules {
  readonly rules: readonly CompiledRule[];
  /** In an order in which a rule stands behind those whose findings it counts. */
  readonly memory: readonly MemoryRule[];
}

/** What `dist/rules.json` holds: the same, so that it is quick to read. */
export interface StoredRules {
  /** Raised when an older reader would misunderstand the file. */
  readonly format: 2;
  /** The fields of records that the rules ask for. */
  readonly fields: readonly (readonly string[])[];
  readonly rules: readonly StoredRule[];
  readonly memory: readonly MemoryRule[];
}

/** A rule that looks at many events: which matches it counts, by what it groups them, and what it waits for. */
export interface MemoryRule extends RuleHead {
  readonly memory: MemorySpec;
  /** Another rule with memory counts what it finds, and it is not told by itself. */
  readonly untold?: true;
}

export type MemorySpec = WindowSpec | FirstSeenSpec | BaselineSpec;

interface Grouped {
  /** Names of rules whose matches are counted; for `temporal_ordered` in this order. */
  readonly rules: readonly string[];
  /**
   * Fields, or aliases; an event counts for each element of a list, and is left out without a value for one of them. None
   * is one group for all.
   */
  readonly groupBy: readonly string[];
  /** alias → rule name → field */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const WINDOW_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type WindowType = (typeof WINDOW_TYPES)[number];

/** Sigma's criteria; all that are given must hold. */
export interface Criteria {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly eq?: number;
  readonly neq?: number;
}

/** Sigma's correlations: something about all events of a group within one span of event time. */
export interface WindowSpec extends Grouped {
  readonly type: WindowType;
  readonly timespanMs: number;
  /** What must hold of the count, the distinct values, the sum …; for the temporal types, of the number of different rules. */
  readonly criteria: Criteria;
  /** Of the `value_…` types: the field, or alias, whose values are counted. */
  readonly field?: string;
  /** Of `value_percentile`: 1 to 99. */
  readonly percentile?: number;
}

/** A value that the group never had. */
export interface FirstSeenSpec extends Grouped {
  readonly type: 'first_seen';
  readonly field: string;
  /** From the first event of the group on nothing is told for so long. */
  readonly learnMs: number;
  /** A value that was not seen for so long is new again. */
  readonly rememberMs: number;
}

/** Many more events than usual, or many fewer. */
export interface BaselineSpec extends Grouped {
  readonly type: 'baseline';
  readonly direction: 'above' | 'below';
  /** `above`: how many times the usual; `below`: the usual over this. */
  readonly factor: number;
  /** Events in five minutes below which nothing is unusual. For `below`: what is usual must be at least this. */
  readonly minimum: number;
  /** Nothing is told before the group is so old. */
  readonly learnMs: number;
}
