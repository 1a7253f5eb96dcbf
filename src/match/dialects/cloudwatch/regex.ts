import { RE2JS } from 're2js';
import { messageOf } from '../../../errors.ts';
import { type Misread, matchAt, misread } from './reading.ts';

/** Repetitions multiply the states that every character of a text costs; RE2 itself stops at 1,000 for each one. */
export const MAX_REPETITIONS = 1000;

/** `\d`, `\x3A`, and a backslash before an operator or a symbol that needs none. */
const ESCAPE = /\\(?:[dDsSwW]|x[0-7][0-9A-Fa-f]|[:_#=@/;, \-^$?[\]{}|\\*+.])/y;
/** A class as a whole: inside it only escapes, letters, digits, symbols, and operators that lose their meaning. */
const CLASS =
  /\[\^?(?:\\(?:[dDsSwW]|x[0-7][0-9A-Fa-f]|[:_#=@/;, \-^$?[\]{}|\\*+.])|[A-Za-z0-9:_#=@/;, \-^$?{}|*+.])+\]/y;
const REPETITION = /\{(?:(\d+)(?:,(\d*))?|,(\d+))\}/y;
const PLAIN = /[A-Za-z0-9:_#=@/;, \-^$?|*+.]/y;

/**
 * Compiles what stands between two `%`, in the subset that CloudWatch Logs knows ("Supported regular expressions (regex)
 * syntax"): letters, digits, `: _ # = @ / ; , -`, spaces as in AWS's own examples, the operators `^ $ ? [ ] { } | \ * + .`,
 * `\d \D \s \S \w \W` and `\xhh` of ASCII. No parentheses, no other symbols. Unanchored; matched in linear time.
 * Offsets count from the first character after the `%`.
 */
export function compileFilterRegex(
  pattern: string,
): { readonly ok: true; readonly regex: { test(text: string): boolean } } | Misread {
  if (pattern === '') return misread(0, 'the regular expression is empty');
  let source = '';
  let repetitions = 0;
  for (let at = 0; at < pattern.length; ) {
    const repetition = matchAt(REPETITION, pattern, at);
    const piece =
      repetition ?? matchAt(PLAIN, pattern, at) ?? matchAt(ESCAPE, pattern, at) ?? matchAt(CLASS, pattern, at);
    if (piece === undefined) return unknownPiece(pattern, at);
    if (repetition !== undefined) {
      repetitions += Math.max(Number(repetition[1] ?? 0), Number(repetition[2] ?? 0), Number(repetition[3] ?? 0));
      if (repetitions > MAX_REPETITIONS) return misread(at, `more than ${MAX_REPETITIONS} repetitions together`);
    }
    // AWS lets the minimum be left out; RE2 would read {,3} as those four characters.
    source += repetition?.[3] === undefined ? piece[0] : `{0,${repetition[3]}}`;
    at += piece[0].length;
  }
  try {
    return { ok: true, regex: RE2JS.compile(source, RE2JS.DOTALL) };
  } catch (thrown) {
    return misread(0, `not a regular expression: ${messageOf(thrown)}`);
  }
}

function unknownPiece(pattern: string, at: number): Misread {
  const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (char === '\\') {
    return misread(
      at,
      `CloudWatch Logs does not know the escape "${pattern.slice(at, at + 2)}"`,
      'It knows \\d \\D \\s \\S \\w \\W, \\xhh up to \\x7F, and a backslash before an operator',
    );
  }
  if (char === '[') return misread(at, 'a class that is empty, not closed, or holds an unsupported character');
  if (char === ']') return misread(at, '"]" without "["', 'Write \\] for the character');
  if (char === '{' || char === '}') {
    return misread(
      at,
      `"${char}" belongs to no repetition {m}, {m,} {,n} or {m,n}`,
      `Write \\${char} for the character`,
    );
  }
  const code = char.charCodeAt(0);
  const hint =
    code < 0x80 ? `Write \\x${code.toString(16).toUpperCase().padStart(2, '0')} for the character` : undefined;
  if (char === '(' || char === ')') {
    return misread(at, 'CloudWatch Logs knows no parentheses, and so no lookaround and no backreferences', hint);
  }
  return misread(at, `CloudWatch Logs does not support "${char}" in a regular expression`, hint);
}
