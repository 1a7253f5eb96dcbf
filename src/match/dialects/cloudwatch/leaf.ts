/**
 * One comparison of a CloudWatch Logs JSON filter pattern, as plain JSON.
 *
 * @example
 * // $.userIdentity.type = "Root"
 * { dialect: 'cloudwatch', selector: ['userIdentity', 'type'], op: '=', value: { quoted: 'Root' } }
 */
export interface CloudWatchLeaf {
  readonly dialect: 'cloudwatch';
  /** Keys, positions in lists (from 0), and null for the wildcard `[*]` or `.*`, of which there is at most one. */
  readonly selector: readonly (string | number | null)[];
  readonly op: CloudWatchOperator;
  /** What to compare with; null for `IS …` and `NOT EXISTS`, which compare with nothing. */
  readonly value: CloudWatchValue | null;
}

export type CloudWatchOperator = ComparisonOperator | 'IS NULL' | 'IS TRUE' | 'IS FALSE' | 'NOT EXISTS';
export type ComparisonOperator = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** How a value was written decides what it is compared with. */
export type CloudWatchValue =
  /** Text without its quotes; compared with texts. A `*` at its very start or end is a wildcard. */
  | { readonly quoted: string }
  /** Text without quotes. The same, but with a wildcard it is also compared with numbers as they print: `4*`. */
  | { readonly bare: string }
  /** The source text of an unquoted number; compared with numbers. */
  | { readonly number: string }
  /** What stands between two `%`. */
  | { readonly regex: string };

export type CloudWatchCondition =
  | { readonly all: readonly CloudWatchCondition[] }
  | { readonly any: readonly CloudWatchCondition[] }
  | CloudWatchLeaf;

export const isCloudWatchLeaf = (condition: CloudWatchCondition): condition is CloudWatchLeaf => 'dialect' in condition;

/** The text of a quoted or a bare value. */
export function textValue({ value }: CloudWatchLeaf): string | undefined {
  if (value === null) return undefined;
  return 'quoted' in value ? value.quoted : 'bare' in value ? value.bare : undefined;
}

/**
 * The one text that the field must have for the leaf to be true; undefined where there may be others. A rule index may
 * rely on it: `{ $.eventName = ConsoleLogin }` → `ConsoleLogin`.
 */
export function requiredText(leaf: CloudWatchLeaf): string | undefined {
  const text = leaf.op === '=' ? textValue(leaf) : undefined;
  return text === undefined || text.startsWith('*') || text.endsWith('*') ? undefined : text;
}
