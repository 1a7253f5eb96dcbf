// Whether a record is JSON, for whoever goes on with it unparsed. It says no to some that is: to white space outside of texts,
// which CloudTrail does not write, and to depths that it does not reach.
import { MAX_PASSED } from './layout';
import { hasBackslash, nextQuote } from './masks';
import { passedBegin, passedEnd } from './passed';
import { isDigit, passScalar } from './scalars';
import { windowBase } from './walk';

/** What may come next. */
const VALUE: u32 = 0;
/** Or the end of the list that was opened just now. */
const FIRST_VALUE: u32 = 1;
const KEY: u32 = 2;
/** Or the end of the object that was opened just now. */
const FIRST_KEY: u32 = 3;
const COLON: u32 = 4;
const COMMA_OR_END: u32 = 5;

/** One bit for each level says whether it is an object. */
const DEEPEST: u32 = 64;

/** `":"` and `","` */
const COLON_BETWEEN: u32 = 0x22_3a_22;
const COMMA_BETWEEN: u32 = 0x22_2c_22;

/**
 * Whether a record is JSON of which the walk knows that it is, but for escapes, control bytes and what it passed over.
 *
 * @param from the first list or object that was passed over in it (passed.ts) @param to the first that was not
 */
export function isJsonAsWalked(begin: usize, end: usize, from: u32, to: u32): bool {
  if (to > MAX_PASSED || hasBackslash(begin, end) || hasControl(windowBase() + begin, end - begin)) {
    return isJson(begin, end);
  }
  for (let nth = from; nth < to; nth++) if (!isJson(passedBegin(nth), passedEnd(nth))) return false;
  return true;
}

/** From text to text; both places count from the window's begin. */
export function isJson(begin: usize, end: usize): bool {
  const base = windowBase();
  if (hasControl(base + begin, end - begin)) return false;
  const plain = !hasBackslash(begin, end);
  let p = base + begin;
  let objects: u64 = 0;
  let depth: u32 = 0;
  let next = VALUE;
  while (true) {
    const opened = base + min(nextQuote(p - base, end), end);
    // What stands between two texts.
    while (p < opened) {
      const byte = <u32>load<u8>(p);
      if (next == COLON) {
        if (byte != 0x3a) return false;
        next = VALUE;
        p++;
      } else if (next == COMMA_OR_END && byte == 0x2c && depth > 0) {
        next = (objects & 1) != 0 ? KEY : VALUE;
        p++;
      } else if (byte == 0x7b || byte == 0x5b) {
        if (next > FIRST_VALUE || depth == DEEPEST) return false;
        depth++;
        objects = (objects << 1) | u64(byte == 0x7b);
        next = byte == 0x7b ? FIRST_KEY : FIRST_VALUE;
        p++;
      } else if (byte == 0x7d || byte == 0x5d) {
        const isObject = (objects & 1) != 0;
        if (depth == 0 || (byte == 0x7d) != isObject) return false;
        if (next != COMMA_OR_END && next != (isObject ? FIRST_KEY : FIRST_VALUE)) return false;
        depth--;
        objects >>= 1;
        next = COMMA_OR_END;
        p++;
      } else {
        p = next > FIRST_VALUE ? 0 : passScalar(p);
        if (p == 0) return false;
        next = COMMA_OR_END;
      }
    }
    if (p != opened) return false;
    if (opened == base + end) return depth == 0 && next == COMMA_OR_END;
    let text = opened;
    // Most texts are followed by another one.
    while (text != 0) {
      const closed = base + nextQuote(text + 1 - base, end);
      if (closed >= base + end) return false;
      if (!plain && !escapesMeanSomething(text + 1, closed)) return false;
      p = closed + 1;
      const between = load<u32>(closed) & 0xff_ffff;
      text = 0;
      if (next == KEY || next == FIRST_KEY) {
        next = COLON;
        if (between == COLON_BETWEEN) {
          next = VALUE;
          text = closed + 2;
        }
      } else if (next <= FIRST_VALUE) {
        next = COMMA_OR_END;
        if (between == COMMA_BETWEEN && depth > 0) {
          next = (objects & 1) != 0 ? KEY : VALUE;
          text = closed + 2;
        }
      } else return false;
    }
  }
}

function escapesMeanSomething(from: usize, to: usize): bool {
  let p = from;
  while (p < to) {
    if (load<u8>(p++) != 0x5c) continue;
    const escaped = <u32>load<u8>(p++);
    if (escaped == 0x75) {
      for (const digits = p + 4; p < digits; p++) if (!isHex(load<u8>(p))) return false;
    } else if (!isEscape(escaped)) return false;
  }
  return p == to;
}

/** `"`, `\`, `/`, b, f, n, r, t */
function isEscape(byte: u32): bool {
  return (
    byte == 0x22 ||
    byte == 0x5c ||
    byte == 0x2f ||
    byte == 0x62 ||
    byte == 0x66 ||
    byte == 0x6e ||
    byte == 0x72 ||
    byte == 0x74
  );
}

function isHex(byte: u32): bool {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/** In texts they are no JSON. */
function hasControl(from: usize, length: usize): bool {
  const end = from + length;
  let at = from;
  const least = i8x16.splat(0x20);
  for (; at + 16 <= end; at += 16) if (v128.any_true(i8x16.lt_u(v128.load(at), least))) return true;
  for (; at < end; at++) if (load<u8>(at) < 0x20) return true;
  return false;
}
