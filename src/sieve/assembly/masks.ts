// Stage one: where the quotes are, and what lies between texts, 64 bytes at a time. The idea is that of simdjson (Langdale and
// Lemire, "Parsing Gigabytes of JSON per Second", 2019); brackets are looked for only where something is passed over.
import { BACKSLASHES, OUTSIDE, QUOTES } from './layout';

const EVEN: u64 = 0x5555555555555555;

/** Of the window, in memory. */
let base: usize = 0;

/**
 * Writes the masks of a window that begins outside of any string. False where a backslash lies outside of a string, which
 * no JSON has: then nothing here may be trusted. Bytes behind the window may be read, and count as nothing.
 */
export function markWindow(from: usize, length: usize): bool {
  base = from;
  let mask: usize = 0;
  let escapedFirst: u64 = 0;
  let inString: u64 = 0;
  const blocks = (length + 63) >> 6;
  for (let block: usize = 0; block < blocks; block++) {
    const at = from + (block << 6);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = equal(a, b, c, d, i8x16.splat(0x22));
    const slashes = equal(a, b, c, d, i8x16.splat(0x5c));
    if ((slashes | escapedFirst) != 0) {
      const bare = slashes & ~escapedFirst;
      const behind = (bare << 1) | escapedFirst;
      const oddStarts = bare & ~EVEN & ~behind;
      const sum = oddStarts + bare;
      escapedFirst = u64(sum < oddStarts);
      quotes &= ~((EVEN ^ (sum << 1)) & behind);
    }
    const strings = prefixXor(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    store<u64>(QUOTES + mask, quotes);
    store<u64>(OUTSIDE + mask, ~strings);
    store<u64>(BACKSLASHES + mask, slashes);
    if ((slashes & ~strings) != 0 && !isBehind(slashes & ~strings, block, length)) return false;
    mask += 8;
  }
  cutBehind(length);
  return true;
}

/** One bit for each of 64 bytes that equals. */
function equal(a: v128, b: v128, c: v128, d: v128, to: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, to)) | ((<u32>i8x16.bitmask(i8x16.eq(b, to))) << 16)) |
    ((<u64>(<u32>i8x16.bitmask(i8x16.eq(c, to)) | ((<u32>i8x16.bitmask(i8x16.eq(d, to))) << 16))) << 32)
  );
}

/** Every bit becomes the parity of the bits up to it: set from an opening quote to the one before the closing. */
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

function isBehind(bits: u64, block: usize, length: usize): bool {
  return (block << 6) + <usize>ctz(bits) >= length;
}

/** What lies behind the window is not of it; two empty blocks more end every search. */
function cutBehind(length: usize): void {
  cutMask(QUOTES, length);
  cutMask(OUTSIDE, length);
  cutMask(BACKSLASHES, length);
}

function cutMask(mask: usize, length: usize): void {
  const last = mask + ((length >> 6) << 3);
  const keep: u64 = ((<u64>1) << (<u64>(length & 63))) - 1;
  store<u64>(last, (length & 63) == 0 ? 0 : load<u64>(last) & keep);
  store<u64>(last, 0, 8);
  store<u64>(last, 0, 16);
}

/**
 * The place of the first quote at or behind `at`, or `length`. Places count from the window's begin. Most are near, and 57
 * bytes are looked at without asking where a block of 64 ends: half of them would cross it, which no processor foresees.
 */
export function nextQuote(at: usize, length: usize): usize {
  const near = load<u64>(QUOTES + (at >> 3)) >> <u64>(at & 7);
  return near != 0 ? at + <usize>ctz(near) : distantQuote(at + 56, length);
}

function distantQuote(at: usize, length: usize): usize {
  let block = at >> 6;
  const last = length >> 6;
  let bits = block > last ? 0 : load<u64>(QUOTES + (block << 3)) & ((<u64>-1) << (<u64>(at & 63)));
  while (bits == 0) {
    if (block >= last) return length;
    block++;
    bits = load<u64>(QUOTES + (block << 3));
  }
  return (block << 6) + <usize>ctz(bits);
}

/** Whether a backslash lies between two places. */
export function hasBackslash(from: usize, to: usize): bool {
  const near = load<u64>(BACKSLASHES + (from >> 3)) >> <u64>(from & 7);
  if (near != 0) return <usize>ctz(near) < to - from;
  return to - from > 57 && hasDistantBackslash(from + 56, to);
}

function hasDistantBackslash(from: usize, to: usize): bool {
  for (let block = from >> 6; block <= to >> 6; block++) {
    let bits = load<u64>(BACKSLASHES + (block << 3));
    if (block == from >> 6) bits &= (<u64>-1) << (<u64>(from & 63));
    if (block == to >> 6) bits &= ((<u64>1) << (<u64>(to & 63))) - 1;
    if (bits != 0) return true;
  }
  return false;
}

/** At most so deep may something be that is passed over; deeper values are left to the reader that counts exactly. */
const DEEP: i32 = 48;

/** 0 where the container does not end in the window. */
export let endOfContainer: usize = 0;
export let mayBeDeep: bool = false;

/** From an opening bracket to behind the one that closes it; brackets of both kinds count alike, as in json-splitter.ts. */
export function passContainer(at: usize, length: usize): bool {
  endOfContainer = 0;
  mayBeDeep = false;
  let depth: i32 = 0;
  let block = at >> 6;
  const last = length >> 6;
  let keep: u64 = (<u64>-1) << (<u64>(at & 63));
  while (block <= last) {
    const from = base + (block << 6);
    // 5b and 7b differ in one bit, and so do 5d and 7d.
    const alike = i8x16.splat(<i8>0xdf);
    const a = v128.and(v128.load(from), alike);
    const b = v128.and(v128.load(from, 16), alike);
    const c = v128.and(v128.load(from, 32), alike);
    const d = v128.and(v128.load(from, 48), alike);
    const outside = load<u64>(OUTSIDE + (block << 3)) & keep;
    const opens = equal(a, b, c, d, i8x16.splat(0x5b)) & outside;
    const closes = equal(a, b, c, d, i8x16.splat(0x5d)) & outside;
    const opened = <i32>popcnt(opens);
    const closed = <i32>popcnt(closes);
    if (depth + opened > DEEP) mayBeDeep = true;
    if (depth > closed) depth += opened - closed;
    else {
      let all = opens | closes;
      while (all != 0) {
        const bit = all & (~all + 1);
        if ((opens & bit) != 0) depth++;
        else {
          depth--;
          if (depth == 0) {
            endOfContainer = (block << 6) + <usize>ctz(all) + 1;
            return true;
          }
        }
        all ^= bit;
      }
    }
    keep = <u64>-1;
    block++;
  }
  return false;
}
