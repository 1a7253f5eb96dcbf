import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Condition, Leaf, OperatorName } from '../match/condition.ts';
import { readCidr } from '../match/operators/cidr.ts';
import { ANY, type GlobToken, ONE, readGlob } from '../match/operators/glob.ts';
import type { FieldTest } from './field-modifiers.ts';

/** A scalar as the rule file writes it. `text` is the source text, so that account ids keep their zeros. */
export type SigmaValue =
  | { readonly type: 'text' | 'number' | 'boolean'; readonly text: string }
  | { readonly type: 'null' };

export type ValueResult =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/** A value longer than this is a mistake, and glob's cost is pattern times text. */
export const MAX_VALUE = 4096;

/** One field test with one value as a condition. */
export function conditionOf(test: FieldTest, path: readonly string[], value: SigmaValue): ValueResult {
  const leaf = (op: OperatorName, text: string): ValueResult => ({
    ok: true,
    condition: { dialect: 'sigma', path, op, value: text, ...(test.cased ? { cased: true as const } : {}) },
  });
  if (value.type === 'null') {
    return test.shape === 'equals' ? leaf('null', '') : bad(`null has no meaning with "${test.shape}"`);
  }
  const { text } = value;
  if (text.length > MAX_VALUE) return bad(`a value of ${text.length} characters is longer than ${MAX_VALUE}`);
  switch (test.shape) {
    case 'exists':
      return value.type === 'boolean' ? leaf('exists', text) : bad('"exists" takes true or false');
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? leaf(test.shape, text)
        : bad(`"${test.shape}" takes a number, found "${text}"`);
    case 'cidr':
      return readCidr(text) === undefined
        ? bad(`"${text}" is not a network`, 'Write it like 192.0.2.0/24 or 2001:db8::/32')
        : leaf('cidr', text);
    case 'fieldref':
      return text === '' ? bad('"fieldref" takes the name of a field') : leaf('fieldref', text);
    case 're':
      return regex(test.flags === '' ? text : `(?${test.flags})${text}`, leaf);
    case 'equals':
      return value.type === 'number' ? leaf('number', text) : textual(readGlob(text), path, leaf);
    case 'contains':
      return textual([ANY, ...readGlob(text), ANY], path, leaf);
    case 'startswith':
      return textual([...readGlob(text), ANY], path, leaf);
    case 'endswith':
      return textual([ANY, ...readGlob(text)], path, leaf);
    default:
      return test.shape satisfies never;
  }
}

const bad = (message: string, hint?: string): ValueResult =>
  hint === undefined ? { ok: false, message } : { ok: false, message, hint };

type MakeLeaf = (op: OperatorName, text: string) => ValueResult;

/** The cheapest operator that says the same as the wildcards do. */
function textual(tokens: readonly GlobToken[], path: readonly string[], leaf: MakeLeaf): ValueResult {
  let body = tokens;
  const open = { start: false, end: false };
  while (body[0] === ANY) [body, open.start] = [body.slice(1), true];
  while (body.at(-1) === ANY) [body, open.end] = [body.slice(0, -1), true];
  if (body.length === 0 && open.start) return { ok: true, condition: present(path) };
  if (body.some((token) => token === ANY || token === ONE)) return leaf('glob', writeGlob(tokens));
  const text = body.join('');
  if (open.start && open.end) return leaf('contains', text);
  if (open.start) return leaf('endswith', text);
  return leaf(open.end ? 'startswith' : 'equals', text);
}

/** `*` alone: there is something, and it is not null; objects and lists count too. */
function present(path: readonly string[]): Condition {
  const leaf = (op: OperatorName, value: string): Leaf => ({ dialect: 'sigma', path, op, value });
  return { any: [leaf('glob', '*'), { all: [leaf('exists', 'true'), { not: leaf('null', '') }] }] };
}

const writeGlob = (tokens: readonly GlobToken[]): string =>
  tokens.map((token) => (token === ANY ? '*' : token === ONE ? '?' : token.replace(/[*?\\]/, '\\$&'))).join('');

function regex(pattern: string, leaf: MakeLeaf): ValueResult {
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
