/**
 * An EventBridge event pattern as plain JSON: dotted keys split, `$or` multiplied out. It is made from a rule file by
 * `readPattern` and made into a function by `compilePattern`.
 */
export interface EventPattern {
  readonly fields: readonly PatternField[];
  /**
   * Each is a list of fields, by their place in `fields`, that hold together; one combination is enough. There is more
   * than one only where the pattern has `$or`. Sorted by path, which decides what `exists: false` sees (consistency.ts).
   */
  readonly combinations: readonly (readonly number[])[];
}

/** The array under one path of a pattern: one passing test is enough. */
export interface PatternField {
  readonly path: readonly string[];
  readonly tests: readonly ValueTest[];
}

/** One element of the array under a path. */
export type ValueTest =
  | { readonly op: 'equals'; readonly value: string | boolean | null }
  /** The number as it was written, so that integers beyond 2^53 keep their last digits in rules.json. */
  | { readonly op: 'number'; readonly value: string }
  | TextTest
  | { readonly op: 'numeric'; readonly bounds: readonly Bound[] }
  | { readonly op: 'cidr'; readonly value: string }
  | { readonly op: 'exists'; readonly value: boolean }
  | { readonly op: 'anything-but'; readonly of: readonly ValueTest[] };

/** A test that only a text can pass. */
export interface TextTest {
  readonly op: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard';
  readonly value: string;
  /** `{ prefix: { equals-ignore-case: … } }` */
  readonly ignoreCase?: true;
}

export interface Bound {
  readonly op: '=' | '<' | '<=' | '>' | '>=';
  readonly value: number;
}

/** A path as text; event keys that contain dots mean the same (probed: `{"a.b": 1}` is `{"a": {"b": 1}}`). */
export const pathText = (path: readonly string[]): string => path.join('.');
