import { RE2JS } from 're2js';
import { once } from '../../once.ts';
import type { FieldValues } from '../field-values.ts';
import { anyOf } from './one-of.ts';
import type { Operator } from './operator.ts';
import { requiredTexts } from './required-text.ts';

/**
 * Sigma's `re`: unanchored and case-sensitive, unless flags say otherwise; the loader writes them as `(?i)` before the
 * pattern. RE2 needs linear time for any text; native RegExp took 16 s for 29 characters of an attacker's userAgent.
 * Compiled when the first text comes that could match: that costs a cold start more than everything else in a rule, and
 * the other parts of a rule leave most records out before.
 */
export const re: Operator = (leaf) => {
  const pattern = once(() => RE2JS.compile(leaf.value));
  const mayMatch = mayMatchOf(leaf.value);
  return (field) => field.texts.some((text, at) => mayMatch(text, field, at) && pattern().test(text));
};

/** Without regard to case RE2 takes a long s for an s, which is no lower case of it. */
export const LONG_S = 'ſ';

function mayMatchOf(pattern: string): (text: string, field: FieldValues, at: number) => boolean {
  const { texts, anyCase } = requiredTexts(pattern);
  if (texts.length === 0) return () => true;
  const isIn = anyOf('contains', texts);
  if (!anyCase) return isIn;
  return (text, field, at) => isIn(field.folded[at] ?? '') || text.includes(LONG_S);
}
