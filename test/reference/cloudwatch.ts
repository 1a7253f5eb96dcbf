import { isObject, type JsonObject } from '../../src/json.ts';

export type Operand =
  | { readonly kind: 'quoted' | 'bare' | 'regex'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string };

/** A pattern as a tree (`*` in a path is the wildcard), from which its text is written and its truth is told. */
export type FilterPattern =
  | { readonly and: readonly FilterPattern[] }
  | { readonly or: readonly FilterPattern[] }
  | { readonly path: readonly (string | number)[]; readonly op: string; readonly operand?: Operand };

/**
 * CloudWatch Logs filter patterns, word for word.
 *
 * @example
 * cloudWatchMatches({ path: ['a'], op: 'NOT EXISTS' }, {}); // true
 */
export function cloudWatchMatches(pattern: FilterPattern, record: JsonObject): boolean {
  if ('and' in pattern) return pattern.and.every((part) => cloudWatchMatches(part, record));
  if ('or' in pattern) return pattern.or.some((part) => cloudWatchMatches(part, record));
  const values = selected(record, pattern.path);
  switch (pattern.op) {
    case 'NOT EXISTS':
      return values.length === 0;
    case 'IS NULL':
      return values.includes(null);
    case 'IS TRUE':
      return values.includes(true);
    case 'IS FALSE':
      return values.includes(false);
    default:
      return values.some((value) => comparisonHolds(value, pattern.op, pattern.operand));
  }
}

/**
 * Names lead into objects, numbers into lists, and `*` into both: "any array element or any JSON object field" (user
 * guide). A list is never entered by itself.
 */
function selected(value: unknown, path: readonly (string | number)[]): unknown[] {
  const [step, ...rest] = path;
  return step === undefined ? [value] : childrenOf(value, step).flatMap((child) => selected(child, rest));
}

function childrenOf(value: unknown, step: string | number): unknown[] {
  if (Array.isArray(value)) return step === '*' ? value : typeof step === 'number' ? value.slice(step, step + 1) : [];
  if (!isObject(value)) return [];
  if (step === '*') return Object.values(value);
  return typeof step === 'string' && Object.hasOwn(value, step) ? [value[step]] : [];
}

/** Texts and numbers can be compared; a list, an object, null and a boolean are neither equal nor different. */
function comparisonHolds(value: unknown, op: string, operand: Operand | undefined): boolean {
  if (operand === undefined || (typeof value !== 'string' && typeof value !== 'number')) return false;
  if (op === '=') return equals(value, operand);
  if (op === '!=') return !equals(value, operand);
  const limit = Number(operand.text);
  if (typeof value !== 'number') return false;
  return (
    (op === '<' && value < limit) ||
    (op === '<=' && value <= limit) ||
    (op === '>' && value > limit) ||
    (op === '>=' && value >= limit)
  );
}

/** "Quoted is text, unquoted number is numeric", with regard to case; a regex and a bare wildcard see numbers as they print. */
function equals(value: string | number, { kind, text }: Operand): boolean {
  if (kind === 'number') return typeof value === 'number' && value === Number(text);
  if (kind === 'regex') return new RegExp(text, 'u').test(String(value));
  const wild = text.startsWith('*') || text.endsWith('*');
  if (typeof value === 'number') return kind === 'bare' && wild && withWildcards(String(value), text);
  return withWildcards(value, text);
}

/** `*` at the very start or end stands for anything; inside it is a star. */
function withWildcards(value: string, text: string): boolean {
  if (text === '*') return true;
  const [before, behind] = [text.startsWith('*'), text.endsWith('*')];
  const core = text.slice(before ? 1 : 0, behind ? -1 : undefined);
  if (before && behind) return value.includes(core);
  if (before) return value.endsWith(core);
  return behind ? value.startsWith(core) : value === core;
}

/** The pattern as it is written in a rule. */
export const patternText = (pattern: FilterPattern): string => `{ ${partText(pattern)} }`;

function partText(pattern: FilterPattern): string {
  if ('and' in pattern)
    return pattern.and.map((part) => ('or' in part ? `(${partText(part)})` : partText(part))).join(' && ');
  if ('or' in pattern) return pattern.or.map(partText).join(' || ');
  const path = pattern.path.map((step) => (step === '*' ? '[*]' : stepText(step))).join('');
  const operand = pattern.operand === undefined ? '' : ` ${operandText(pattern.operand)}`;
  return `$${path} ${pattern.op}${operand}`;
}

const stepText = (step: string | number): string => {
  if (typeof step === 'number') return `[${step}]`;
  return /^\w+$/.test(step) ? `.${step}` : `['${step}']`;
};

function operandText({ kind, text }: Operand): string {
  if (kind === 'regex') return `%${text}%`;
  return kind === 'quoted' ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"` : text;
}
