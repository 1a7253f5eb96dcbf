// Decompresses a deflate stream (RFC 1951) that lies in memory as a whole, into memory as a whole. What is odd in any way
// gives a negative answer, and the caller lets zlib say what it is.
import { buildTable, DISTANCE_BITS, LITERAL_BITS } from './huffman';
import { DISTANCES, LENGTHS, LITERALS } from './layout';

const MALFORMED: i32 = -1;
const TOO_LARGE: i32 = -2;

/** Bytes of the source that belong to the stream. */
export let consumed: usize = 0;

let source: usize = 0;
let sourceEnd: usize = 0;
let bits: u64 = 0;
let bitCount: u64 = 0;

/** Where the lengths of code lengths stand, in the order of RFC 1951, 3.2.7. */
const ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/**
 * From `length` bytes at `from` to at most `room` bytes at `to`. 8 bytes behind the source may be read, and 320 behind
 * the room may be written. Gives the number of bytes.
 */
export function inflate(from: usize, length: usize, to: usize, room: usize): i32 {
  source = from;
  sourceEnd = from + length;
  bits = 0;
  bitCount = 0;
  let at = to;
  const end = to + room;
  let last = false;
  while (!last) {
    refill();
    last = take(1) == 1;
    const kind = take(2);
    if (kind == 0) at = copyStored(at, end);
    else if (kind == 3 || !(kind == 1 ? fixedTables() : readTables())) return MALFORMED;
    else at = inflateBlock(at, end, to);
    if (at == 0) return MALFORMED;
    if (at == 1) return TOO_LARGE;
  }
  const used = source - <usize>(bitCount >> 3);
  if (used > sourceEnd) return MALFORMED;
  consumed = used - from;
  return <i32>(at - to);
}

/** At least 56 bits. Behind the source anything is read; whoever used it is found out at the end. */
function refill(): void {
  if (source > sourceEnd) return refillNothing();
  bits |= load<u64>(source) << bitCount;
  source += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
}

function refillNothing(): void {
  source += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
}

function take(count: u64): u32 {
  const value = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  bitCount -= count;
  return value;
}

function copyStored(at: usize, end: usize): usize {
  source -= <usize>(bitCount >> 3);
  bits = 0;
  bitCount = 0;
  if (source + 4 > sourceEnd) return 0;
  const length = <usize>load<u16>(source);
  if (<u16>length != <u16>~load<u16>(source, 2)) return 0;
  source += 4;
  if (source + length > sourceEnd) return 0;
  if (at + length > end) return 1;
  memory.copy(at, source, length);
  source += length;
  return at + length;
}

function fixedTables(): bool {
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  if (!buildTable(LENGTHS, 288, LITERALS, LITERAL_BITS, false)) return false;
  memory.fill(LENGTHS, 5, 32);
  return buildTable(LENGTHS, 32, DISTANCES, DISTANCE_BITS, true);
}

function readTables(): bool {
  const literals = <i32>take(5) + 257;
  const distances = <i32>take(5) + 1;
  const codes = <i32>take(4) + 4;
  if (literals > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let i = 0; i < codes; i++) {
    refill();
    store<u8>(LENGTHS + <usize>load<u8>(ORDER + <usize>i), <u8>take(3));
  }
  // The table of distances is not in use yet.
  if (!buildTable(LENGTHS, 19, DISTANCES, 7, false)) return false;
  const all = literals + distances;
  let i = 0;
  while (i < all) {
    refill();
    const entry = load<u32>(DISTANCES + <usize>((bits & 127) << 2));
    if (entry == 0) return false;
    take(<u64>(entry & 0xff));
    const symbol = (entry >> 16) & 0x1ff;
    if (symbol < 16) {
      store<u8>(LENGTHS + <usize>i, <u8>symbol);
      i++;
    } else {
      if (symbol == 16 && i == 0) return false;
      const value: u8 = symbol == 16 ? load<u8>(LENGTHS + <usize>(i - 1)) : 0;
      const times = symbol == 16 ? 3 + <i32>take(2) : symbol == 17 ? 3 + <i32>take(3) : 11 + <i32>take(7);
      if (i + times > all) return false;
      memory.fill(LENGTHS + <usize>i, value, <usize>times);
      i += times;
    }
    if (source > sourceEnd + 16) return false;
  }
  // A block without an end would never end.
  if (load<u8>(LENGTHS + 256) == 0) return false;
  const built = buildTable(LENGTHS + <usize>literals, distances, DISTANCES, DISTANCE_BITS, true);
  return built && buildTable(LENGTHS, literals, LITERALS, LITERAL_BITS, false);
}

const LITERAL_MASK: u64 = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: u64 = (1 << DISTANCE_BITS) - 1;

/** 0 where it is malformed, 1 where there is no room, else the place behind what it wrote. */
function inflateBlock(at: usize, end: usize, begin: usize): usize {
  let b = bits;
  let n = bitCount;
  let s = source;
  const limit = sourceEnd;
  while (true) {
    // Behind the source there are zeros; a stream that needs many of them is cut.
    if (s <= limit) b |= load<u64>(s) << n;
    else if (s > limit + 16) return 0;
    s += <usize>((63 - n) >> 3);
    n |= 56;
    let entry = load<u32>(LITERALS + <usize>((b & LITERAL_MASK) << 2));
    if ((entry & 0x80000000) != 0) {
      if (at >= end) return 1;
      b >>= <u64>(entry & 0xff);
      n -= <u64>(entry & 0xff);
      store<u8>(at++, <u8>(entry >> 16));
      entry = load<u32>(LITERALS + <usize>((b & LITERAL_MASK) << 2));
      if ((entry & 0x80000000) != 0) {
        b >>= <u64>(entry & 0xff);
        n -= <u64>(entry & 0xff);
        store<u8>(at++, <u8>(entry >> 16));
        continue;
      }
      if (s <= limit) b |= load<u64>(s) << n;
      s += <usize>((63 - n) >> 3);
      n |= 56;
    }
    if ((entry & 0x4000) != 0) {
      // The code is longer than the table is wide: the rest of it is looked up in a table of its own.
      const offset = (entry >> 16) + <u32>((b >> LITERAL_BITS) & 15);
      entry = load<u32>(LITERALS + ((<usize>offset) << 2));
      if ((entry & 0x80000000) != 0) {
        if (at >= end) return 1;
        b >>= <u64>(entry & 0xff);
        n -= <u64>(entry & 0xff);
        store<u8>(at++, <u8>(entry >> 16));
        continue;
      }
    }
    if (entry == 0) return 0;
    b >>= <u64>(entry & 0xff);
    n -= <u64>(entry & 0xff);
    if ((entry & 0x2000) != 0) break;
    // A length: its base is above, the number of its extra bits between.
    const extra = <u64>((entry >> 8) & 15);
    const length = <usize>(entry >> 16) + <usize>(b & (((<u64>1) << extra) - 1));
    b >>= extra;
    n -= extra;
    let code = load<u32>(DISTANCES + <usize>((b & DISTANCE_MASK) << 2));
    if ((code & 0x4000) != 0)
      code = load<u32>(DISTANCES + ((<usize>((code >> 16) + <u32>((b >> DISTANCE_BITS) & 127))) << 2));
    if (code == 0) return 0;
    b >>= <u64>(code & 0xff);
    n -= <u64>(code & 0xff);
    const more = <u64>((code >> 8) & 15);
    const distance = <usize>(code >> 16) + <usize>(b & (((<u64>1) << more) - 1));
    b >>= more;
    n -= more;
    if (distance > at - begin) return 0;
    if (at + length > end) return 1;
    copyBack(at, distance, length);
    at += length;
  }
  bits = b;
  bitCount = n;
  source = s;
  return at;
}

/** May write up to 16 bytes more than the length; they are written again by what follows. */
function copyBack(at: usize, distance: usize, length: usize): void {
  const end = at + length;
  let from = at - distance;
  if (distance >= 16) {
    v128.store(at, v128.load(from));
    v128.store(at, v128.load(from, 16), 16);
    for (at += 32, from += 32; at < end; at += 16, from += 16) v128.store(at, v128.load(from));
  } else if (distance >= 8) {
    do {
      store<u64>(at, load<u64>(from));
      at += 8;
      from += 8;
    } while (at < end);
  } else if (distance == 1) memory.fill(at, load<u8>(from), length);
  else {
    do {
      store<u8>(at++, load<u8>(from++));
    } while (at < end);
  }
}
