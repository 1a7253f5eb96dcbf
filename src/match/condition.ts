import type { CloudWatchLeaf } from './dialects/cloudwatch/leaf.ts';
import type { EventPattern } from './dialects/eventbridge/pattern.ts';

/**
 * What a rule asks, as plain JSON: it is made from YAML at build time and made into functions when a handler starts.
 * Leaves carry their dialect, because negation, null, case and arrays mean different things in each.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Leaf;

export type Leaf = SigmaLeaf | EventBridgeLeaf | CloudWatchLeaf;

/** A whole event pattern: its arrays of objects ask for one element that fits, so its parts cannot be asked one by one. */
export interface EventBridgeLeaf {
  readonly dialect: 'eventbridge';
  readonly pattern: EventPattern;
}

export interface SigmaLeaf {
  readonly dialect: 'sigma';
  /** The way to the field; fans out through arrays. Empty for the whole record, which is where keywords are looked for. */
  readonly path: readonly string[];
  readonly op: OperatorName;
  /** What to compare with; for `fieldref` the other field, as a rule writes it. */
  readonly value: string;
  /** Sigma compares without regard to case unless the rule says `cased`. */
  readonly cased?: true;
  /** `path` holds quantifiers: `[any]`, `[all]`, `[none]`, or a place like `[2]`. */
  readonly quantified?: true;
  /** Of a quantified path: each element is asked for any of these as well, so that all of them may be of one list. */
  readonly or?: readonly ValueLeaf[];
  /** Not the text is compared, but this part of the time that it says, in UTC. */
  readonly part?: TimePart;
  /** For `fieldref`: how the two texts must relate; equal where it is absent. */
  readonly relation?: 'contains' | 'startswith' | 'endswith';
}

/** A leaf that compares with a value, not with another field. */
export type ValueLeaf = SigmaLeaf & { readonly op: Exclude<OperatorName, 'fieldref'> };

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

export const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type OperatorName =
  | 'equals'
  | 'number'
  | 'startswith'
  | 'endswith'
  | 'contains'
  | 'glob'
  | 're'
  | 'cidr'
  | Comparison
  | 'exists'
  | 'fieldref'
  | 'null';

export const isLeaf = (condition: Condition): condition is Leaf => 'dialect' in condition;

/** Conditions nest no deeper than this; the rule loader refuses more, so walking them may recurse. */
export const MAX_CONDITION_DEPTH = 64;
