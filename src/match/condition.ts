/**
 * What a rule asks, as plain JSON: it is made from YAML at build time and made into functions when a handler starts.
 * Leaves carry their dialect, because negation, null, case and arrays mean different things in each.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Leaf;

export interface Leaf {
  readonly dialect: 'sigma';
  /** The way to the field; fans out through arrays. */
  readonly path: readonly string[];
  readonly op: OperatorName;
  /** What to compare with; for `fieldref` the other field, as a rule writes it. */
  readonly value: string;
  /** Sigma compares without regard to case unless the rule says `cased`. */
  readonly cased?: true;
}

export type OperatorName =
  | 'equals'
  | 'number'
  | 'startswith'
  | 'endswith'
  | 'contains'
  | 'glob'
  | 're'
  | 'cidr'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'exists'
  | 'fieldref'
  | 'null';

export const isLeaf = (condition: Condition): condition is Leaf => 'dialect' in condition;

/** Conditions nest no deeper than this; the rule loader refuses more, so walking them may recurse. */
export const MAX_CONDITION_DEPTH = 64;
