import { RE2JS } from 're2js';
import { once } from '../../once.ts';
import type { Operator } from './operator.ts';

/**
 * Sigma's `re`: unanchored and case-sensitive, unless flags say otherwise; the loader writes them as `(?i)` before the
 * pattern. RE2 needs linear time for any text; native RegExp took 16 s for 29 characters of an attacker's userAgent.
 * Compiled when the first text comes: that costs a cold start more than everything else in a rule, and the other parts
 * of a rule leave most records out before.
 */
export const re: Operator = (leaf) => {
  const pattern = once(() => RE2JS.compile(leaf.value));
  return (field) => field.texts.some((text) => pattern().test(text));
};
