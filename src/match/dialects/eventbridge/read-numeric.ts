import { isJsonNumber, toDouble } from './exact-number.ts';
import { NUMERIC_LIMIT } from './limits.ts';
import type { Bound } from './pattern.ts';
import type { TestRead } from './read-scalar.ts';
import { refuse } from './refusal.ts';

const SYMBOLS: readonly Bound['op'][] = ['=', '<', '<=', '>', '>='];
const SHAPE = 'Write ["=", 300], [">", 0] or [">=", 0, "<", 100], the lower bound first';

/** Reads the operand of `numeric`: `["=", 300]`, one bound, or a lower and an upper bound. */
export function readNumeric(operand: unknown): TestRead {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (list.length !== 2 && list.length !== 4) return refuse('"numeric" takes one or two comparisons', SHAPE);
  const bounds: Bound[] = [];
  for (let i = 0; i < list.length; i += 2) {
    const op = SYMBOLS.find((symbol) => symbol === list[i]);
    if (op === undefined) return refuse(`"${String(list[i])}" is no comparison of "numeric"`, SHAPE);
    const value = readNumber(list[i + 1]);
    if (value === undefined) return refuse(`"numeric" needs a number after "${op}"`, RANGE);
    bounds.push({ op, value });
  }
  const [lower, upper] = bounds;
  if (lower !== undefined && upper !== undefined) {
    if (!lower.op.startsWith('>') || !upper.op.startsWith('<')) {
      return refuse('the two comparisons of "numeric" are not a lower and an upper bound', SHAPE);
    }
    if (lower.value >= upper.value) {
      const hint = lower.value === upper.value ? `Write ["=", ${lower.value}]` : 'Exchange the two numbers';
      return refuse(`the lower bound ${lower.value} is not below the upper bound ${upper.value}`, hint);
    }
  }
  return { ok: true, test: { op: 'numeric', bounds } };
}

const RANGE = `Numbers are unquoted and between -${NUMERIC_LIMIT} and ${NUMERIC_LIMIT}; a larger one can be a value: [12345678901]`;

function readNumber(value: unknown): number | undefined {
  if (!isJsonNumber(value)) return undefined;
  const double = typeof value === 'bigint' ? Number(value) : toDouble(value);
  return Math.abs(double) <= NUMERIC_LIMIT ? double : undefined;
}
