import type { CloudWatchLeaf, CloudWatchOperator, CloudWatchValue } from './leaf.ts';
import { foundAt, type Misread, matchAt, misread, skipSpace } from './reading.ts';
import { compileFilterRegex } from './regex.ts';
import { readSelector } from './selector.ts';

export type Comparison = { readonly ok: true; readonly leaf: CloudWatchLeaf; readonly end: number };

const OPERATOR = /!=|<=|>=|=|<|>|IS\s+(?:NULL|TRUE|FALSE)\b|NOT\s+EXISTS\b/y;

/** Reads `$.path OP value`, `$.path IS …` or `$.path NOT EXISTS`. */
export function readComparison(text: string, at: number): Comparison | Misread {
  const selected = readSelector(text, at);
  if (!selected.ok) return selected;
  const { selector } = selected;
  const start = skipSpace(text, selected.end);
  const written = matchAt(OPERATOR, text, start)?.[0];
  if (written === undefined) {
    return misread(
      start,
      `expected an operator after the selector, found ${foundAt(text, start)}`,
      operatorHint(text, start),
    );
  }
  const op = written.replace(/\s+/, ' ') as CloudWatchOperator;
  const afterOp = start + written.length;
  if (op.includes(' ')) return { ok: true, leaf: { dialect: 'cloudwatch', selector, op, value: null }, end: afterOp };
  if (/[=<>~]/.test(text[afterOp] ?? '')) {
    return misread(start, `"${written}${text[afterOp]}" is no operator`, 'Operators are = != < > <= >=');
  }
  const valueAt = skipSpace(text, afterOp);
  const read = readValue(text, valueAt);
  if (!read.ok) return read;
  if (op !== '=' && op !== '!=' && !('number' in read.value)) {
    return misread(valueAt, `"${op}" compares numbers`, 'Write a number without quotes');
  }
  return { ok: true, leaf: { dialect: 'cloudwatch', selector, op, value: read.value }, end: read.end };
}

function operatorHint(text: string, at: number): string {
  if (matchAt(/(?:IS\s+NOT|EXISTS)\b/iy, text, at)) {
    return 'CloudWatch Logs has neither IS NOT nor EXISTS; = * is true where there is a text or a number';
  }
  if (matchAt(/(?:IS\s|NOT\s)/iy, text, at)) return 'Write IS NULL, IS TRUE, IS FALSE or NOT EXISTS, in capitals';
  if (matchAt(/[A-Za-z]/y, text, at)) return 'Does a line break divide the name of the field?';
  return "Operators are = != < > <= >=; a name with other characters is written $['a name']";
}

type Value = { readonly ok: true; readonly value: CloudWatchValue; readonly end: number };

/** The user guide says letters, digits and `_`, but shows `123.123.*`; CIS and AWS publish `iam.amazonaws.com` bare. */
const BARE = /[A-Za-z0-9_.*:/+-]+/y;
/** "An integer with an optional + or - sign, a decimal …, or a number in scientific notation" (user guide). */
const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function readValue(text: string, at: number): Value | Misread {
  if (text[at] === '"') return readQuoted(text, at);
  if (text[at] === '%') return readRegex(text, at);
  const bare = matchAt(BARE, text, at)?.[0];
  const end = at + (bare?.length ?? 0);
  if (bare === undefined || !/^[\s()}&|]?$/.test(text[end] ?? '')) {
    const endsHere = bare === undefined && /^[()}&|]?$/.test(text[end] ?? '');
    return endsHere
      ? misread(end, `expected a value, found ${foundAt(text, end)}`)
      : misread(
          end,
          `${foundAt(text, end)} is not allowed in a value without quotes`,
          'Put the value in double quotes',
        );
  }
  if (!NUMBER.test(bare)) return { ok: true, value: { bare }, end };
  return Number.isFinite(Number(bare))
    ? { ok: true, value: { number: bare }, end }
    : misread(at, `${bare.slice(0, 40)} is too large for a number`);
}

/** `\"` is a quote and `\\` a backslash; a backslash before anything else is itself. */
function readQuoted(text: string, at: number): Value | Misread {
  const quoted = matchAt(/"((?:[^"\\]|\\.)*)"/sy, text, at);
  if (quoted === undefined) return misread(at, 'the quotes are not closed');
  return { ok: true, value: { quoted: (quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1') }, end: at + quoted[0].length };
}

function readRegex(text: string, at: number): Value | Misread {
  const close = text.indexOf('%', at + 1);
  if (close < 0) return misread(at, 'the regular expression is not closed by "%"');
  const regex = text.slice(at + 1, close);
  const compiled = compileFilterRegex(regex);
  if (!compiled.ok) return misread(at + 1 + compiled.offset, compiled.message, compiled.hint);
  return { ok: true, value: { regex }, end: close + 1 };
}
