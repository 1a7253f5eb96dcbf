import type { JsonObject } from '../../../json.ts';
import type { CloudWatchLeaf, CloudWatchValue } from './leaf.ts';
import { compileFilterRegex } from './regex.ts';
import { selectedValues } from './selected-values.ts';

export { leafText } from './leaf-text.ts';
export { selectedValues } from './selected-values.ts';

/**
 * Compiles a leaf once; the result is asked for every record. With a wildcard one selected value is enough, also for
 * `!=`. Throws on a leaf that did not come from `parseFilterPattern`.
 *
 * A comparison sees texts and numbers ("Value nodes can be strings or numbers", user guide): for each of them either `=`
 * or `!=` is true. For a missing field, null, a boolean, a list or an object both are false.
 *
 * @example
 * const test = compileCloudWatchLeaf(leaf); // $.errorCode = "AccessDenied*"
 * test({ errorCode: 'AccessDeniedException' }); // true
 */
export function compileCloudWatchLeaf(leaf: CloudWatchLeaf): (record: JsonObject) => boolean {
  if (leaf.op === 'NOT EXISTS') return (record) => selectedValues(leaf, record).length === 0;
  const test = valueTest(leaf);
  return (record) => selectedValues(leaf, record).some(test);
}

function valueTest({ op, value }: CloudWatchLeaf): (actual: unknown) => boolean {
  if (op === 'IS NULL') return (actual) => actual === null;
  if (op === 'IS TRUE') return (actual) => actual === true;
  if (op === 'IS FALSE') return (actual) => actual === false;
  if (value === null || op === 'NOT EXISTS') return () => false;
  if (op === '=' || op === '!=') {
    const equals = equality(value);
    return (actual) => isComparable(actual) && equals(actual) === (op === '=');
  }
  const compare = ORDER[op];
  const expected = 'number' in value ? Number(value.number) : Number.NaN;
  return (actual) => typeof actual === 'number' && compare(actual, expected);
}

const ORDER = {
  '<': (actual: number, expected: number) => actual < expected,
  '>': (actual: number, expected: number) => actual > expected,
  '<=': (actual: number, expected: number) => actual <= expected,
  '>=': (actual: number, expected: number) => actual >= expected,
};

const isComparable = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

function equality(value: CloudWatchValue): (actual: string | number) => boolean {
  if ('number' in value) return sameNumber(value.number);
  if ('regex' in value) {
    const compiled = compileFilterRegex(value.regex);
    if (!compiled.ok) throw new Error(`%${value.regex}%: ${compiled.message}`);
    return (actual) => compiled.regex.test(String(actual));
  }
  const text = 'quoted' in value ? value.quoted : value.bare;
  const test = wildcard(text);
  // User guide, numeric values: "Use the asterisk ("*") as a wild card to match numbers", as in { $.latency = * }.
  const seesNumbers = 'bare' in value && (text.startsWith('*') || text.endsWith('*'));
  return (actual) => (typeof actual === 'string' || seesNumbers) && test(String(actual));
}

/** Beyond 2^53 two different integers can be the same number: there only the text counts. */
function sameNumber(source: string): (actual: string | number) => boolean {
  const expected = Number(source);
  const byText = /^[+-]?\d+$/.test(source) && !Number.isSafeInteger(expected);
  const text = source.replace(/^\+/, '');
  return (actual) => typeof actual === 'number' && (byText ? String(actual) === text : actual === expected);
}

/** A `*` at the very start or the very end stands for any text; anywhere else it is itself. */
function wildcard(pattern: string): (text: string) => boolean {
  const atStart = pattern.startsWith('*');
  const rest = atStart ? pattern.slice(1) : pattern;
  const atEnd = rest.endsWith('*');
  const part = atEnd ? rest.slice(0, -1) : rest;
  if (atStart && atEnd) return (text) => text.includes(part);
  if (atStart) return (text) => text.endsWith(part);
  if (atEnd) return (text) => text.startsWith(part);
  return (text) => text === part;
}
