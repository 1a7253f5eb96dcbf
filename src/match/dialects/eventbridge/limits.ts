/**
 * Numbers that `numeric` takes, in a pattern and in an event: −5.0e9 to 5.0e9 inclusive (EventBridge user guide,
 * "Numeric matching").
 */
export const NUMERIC_LIMIT = 5e9;

/** Keys on the way to a value, and objects in objects; real records are at most 11 levels deep. */
export const MAX_DEPTH = 32;

/** Values in all arrays of a pattern together. EventBridge takes patterns of 2,048 characters (its quotas). */
export const MAX_VALUES = 1_000;

/** Wildcards in a pattern; each reads the whole of a text, where exact values share one look-up. */
export const MAX_WILDCARDS = 32;

/** Characters of one text of a pattern, as in Sigma rules. */
export const MAX_TEXT = 4096;

/** Characters of all texts that are more than a look-up (prefix, suffix, wildcard …): each may be compared in full. */
export const MAX_COMPARED_TEXT = 16_384;

/** Ways to choose one member of each `$or` (EventBridge user guide: fewer than 1,000 combinations). */
export const MAX_COMBINATIONS = 1_000;

/** Fields of all combinations together; each is asked once for each event. */
export const MAX_COMBINED_FIELDS = 5_000;
