import { RE2JS, RE2JSSyntaxException } from 're2js';
import { COMPARISONS, type Comparison, type Condition, type OperatorName, type SigmaLeaf } from '../match/condition.ts';
import { parsePath } from '../match/fields.ts';
import { readCidr } from '../match/operators/cidr.ts';
import { ANY, type GlobToken, ONE, readGlob } from '../match/operators/glob.ts';
import { isQuantifier } from '../match/quantified.ts';
import { encode } from './encodings.ts';
import type { FieldTest, Problem, TextShape } from './field-modifiers.ts';

/** A scalar as the rule file writes it. `text` is the source text, so that account ids keep their zeros. */
export type SigmaValue =
  | { readonly type: 'text' | 'number' | 'boolean'; readonly text: string }
  | { readonly type: 'null' };

export type ValueResult = { readonly ok: true; readonly condition: Condition } | ({ readonly ok: false } & Problem);

/** A glob costs at most its longest part times the text: 1 KB on 1 KB is well below a millisecond. */
export const MAX_VALUE = 1024;
/** RE2 expands counted repetitions, `(a{999}){999}`; a longer pattern is a list that belongs into several values. */
export const MAX_REGEX = 2048;

/** One field test with one value as a condition. */
export function conditionOf(test: FieldTest, value: SigmaValue): ValueResult {
  const leaf = leafMaker(test);
  if (value.type === 'null') {
    return test.shape === 'equals' && !test.fieldref
      ? leaf('null', '')
      : bad(`null has no meaning with "${test.shape}"`);
  }
  const { text } = value;
  if (text.length > MAX_VALUE) return bad(`a value of ${text.length} characters is longer than ${MAX_VALUE}`);
  if (test.fieldref) return text === '' ? bad('"fieldref" takes the name of a field') : leaf('fieldref', text);
  const { shape } = test;
  if (test.part !== undefined || isComparison(shape)) return numeric(test, text, leaf);
  switch (shape) {
    case 'exists':
      return value.type === 'boolean' ? leaf('exists', text) : bad('"exists" takes true or false');
    case 'cidr':
      return readCidr(text) === undefined
        ? bad(`"${text}" is not a network`, 'Write it like 192.0.2.0/24 or 2001:db8::/32')
        : leaf('cidr', text);
    case 're':
      return regex(test.flags === '' ? text : `(?${test.flags})${text}`, leaf);
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      if (shape === 'equals' && value.type === 'number' && test.encodings.length === 0) return leaf('number', text);
      return encodedText(test, shape, text, leaf);
    default:
      return shape satisfies never;
  }
}

type MakeLeaf = (op: OperatorName, text: string) => { readonly ok: true; readonly condition: SigmaLeaf };

const bad = (message: string, hint?: string): ValueResult =>
  hint === undefined ? { ok: false, message } : { ok: false, message, hint };

const isComparison = (shape: FieldTest['shape']): shape is Comparison =>
  (COMPARISONS as readonly string[]).includes(shape);

/** Everything that all leaves of one field test share. */
function leafMaker(test: FieldTest): MakeLeaf {
  const path = parsePath(test.field).flatMap(withQuantifiers);
  const shared = {
    dialect: 'sigma' as const,
    path,
    ...(test.cased ? { cased: true as const } : {}),
    ...(path.some(isQuantifier) ? { quantified: true as const } : {}),
    ...(test.part === undefined ? {} : { part: test.part }),
    ...(test.fieldref && test.shape !== 'equals' ? { relation: test.shape as Exclude<TextShape, 'equals'> } : {}),
  };
  return (op, value) => ({ ok: true, condition: { ...shared, op, value } });
}

/** `items[all]` → `items`, `[all]`; anything else in brackets is part of the name. */
const withQuantifiers = (key: string): string[] => {
  const [, name = '', quantifier = ''] = /^(.+)(\[[a-z0-9]+\])$/.exec(key) ?? [];
  return isQuantifier(quantifier) ? [name, quantifier] : [key];
};

function numeric(test: FieldTest, text: string, leaf: MakeLeaf): ValueResult {
  if (text.trim() === '' || !Number.isFinite(Number(text))) {
    return bad(`"${isComparison(test.shape) ? test.shape : test.part}" takes a number, found "${text}"`);
  }
  return leaf(isComparison(test.shape) ? test.shape : 'number', text);
}

function encodedText(test: FieldTest, shape: TextShape, text: string, leaf: MakeLeaf): ValueResult {
  const encoded = encode(text, test.encodings);
  if (!encoded.ok) return bad(encoded.message);
  const conditions = encoded.values.map((value) => textual(shaped(shape, readGlob(value)), leaf));
  return { ok: true, condition: conditions.length === 1 ? (conditions[0] as Condition) : { any: conditions } };
}

function shaped(shape: TextShape, tokens: readonly GlobToken[]): readonly GlobToken[] {
  const before = shape === 'contains' || shape === 'endswith' ? [ANY] : [];
  const behind = shape === 'contains' || shape === 'startswith' ? [ANY] : [];
  return [...before, ...tokens, ...behind] as GlobToken[];
}

/** The cheapest operator that says the same as the wildcards do. */
function textual(tokens: readonly GlobToken[], leaf: MakeLeaf): Condition {
  let body = tokens;
  const open = { start: false, end: false };
  while (body[0] === ANY) [body, open.start] = [body.slice(1), true];
  while (body.at(-1) === ANY) [body, open.end] = [body.slice(0, -1), true];
  if (body.length === 0 && open.start) return present(leaf);
  if (body.some((token) => token === ANY || token === ONE)) return leaf('glob', writeGlob(tokens)).condition;
  const text = body.join('');
  if (open.start && open.end) return leaf('contains', text).condition;
  if (open.start) return leaf('endswith', text).condition;
  return leaf(open.end ? 'startswith' : 'equals', text).condition;
}

/** `*` alone: there is something, and it is not null; objects and lists count too. */
const present = (leaf: MakeLeaf): Condition => ({
  any: [leaf('glob', '*').condition, { all: [leaf('exists', 'true').condition, { not: leaf('null', '').condition }] }],
});

const writeGlob = (tokens: readonly GlobToken[]): string =>
  tokens.map((token) => (token === ANY ? '*' : token === ONE ? '?' : token.replace(/[*?\\]/, '\\$&'))).join('');

function regex(pattern: string, leaf: MakeLeaf): ValueResult {
  if (pattern.length > MAX_REGEX)
    return bad(`a regular expression of ${pattern.length} characters is longer than ${MAX_REGEX}`);
  try {
    RE2JS.compile(pattern);
    return leaf('re', pattern);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSSyntaxException)) throw thrown;
    return bad(
      `the regular expression is not valid: ${thrown.message}`,
      'Only linear-time expressions are allowed: no lookaround, no backreferences',
    );
  }
}
