// Decoding tables of canonical Huffman codes (RFC 1951, 3.2.2).
//
// An entry: bit 31 a literal, bit 14 a table of longer codes, bit 13 the end of the block; bits 16 to 30 the symbol, the
// base of a length or distance, or the place of the other table; bits 8 to 11 the number of extra bits; bits 0 to 7 the
// length of the code. 0 is no code.
export const LITERAL_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 8;
const LONGEST: u32 = 15;
/** Of the code of code lengths, so that none of its entries is 0. */
const PLAIN: u32 = 0x1000;

const LENGTH_BASE: usize = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const LENGTH_EXTRA: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const DISTANCE_BASE: usize = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);

const COUNTS: usize = memory.data(16 * 4);
const NEXT: usize = memory.data(16 * 4);

/** From one length for each symbol. False where they make no code. */
export function buildTable(lengths: usize, symbols: i32, table: usize, width: u32, distances: bool): bool {
  memory.fill(COUNTS, 0, 64);
  for (let i = 0; i < symbols; i++) {
    const count = COUNTS + ((<usize>load<u8>(lengths + <usize>i)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  const unused = load<u32>(COUNTS);
  store<u32>(COUNTS, 0);
  let left: i32 = 1;
  let code: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    left = (left << 1) - <i32>load<u32>(COUNTS + ((<usize>length) << 2));
    if (left < 0) return false;
    code = (code + load<u32>(COUNTS + ((<usize>(length - 1)) << 2))) << 1;
    store<u32>(NEXT + ((<usize>length) << 2), code);
  }
  // A code that leaves bits unused is allowed for distances only, of which there may be one or none.
  const used = <u32>symbols - unused;
  if (left > 0 && !(distances && (used == 0 || (used == 1 && load<u32>(COUNTS, 4) == 1)))) return false;
  memory.fill(table, 0, ((<usize>1) << width) * 4);
  let rest: u32 = 1 << width;
  for (let symbol: i32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + <usize>symbol);
    if (length == 0) continue;
    const next = NEXT + ((<usize>length) << 2);
    const reversed = reverse(load<u32>(next), length);
    store<u32>(next, load<u32>(next) + 1);
    const means = distances
      ? distanceEntry(symbol)
      : symbols == 19
        ? PLAIN | ((<u32>symbol) << 16)
        : literalEntry(symbol);
    // 286 and 287 of the lengths and 30 and 31 of the distances take part in the fixed code, and no stream may use them.
    if (means == 0) continue;
    const entry = means | length;
    if (length <= width) fill(table, reversed, length, width, entry);
    else rest = fillRest(table, reversed, length, width, entry, rest);
  }
  return true;
}

function fill(table: usize, from: u32, length: u32, width: u32, entry: u32): void {
  for (let at = from; at < (<u32>1) << width; at += (<u32>1) << length) store<u32>(table + ((<usize>at) << 2), entry);
}

/** Codes that are longer than the table is wide: the first bits lead to a table for the rest of them. */
function fillRest(table: usize, reversed: u32, length: u32, width: u32, entry: u32, rest: u32): u32 {
  const first = table + ((<usize>(reversed & (((<u32>1) << width) - 1))) << 2);
  const restWidth = LONGEST - width;
  if (load<u32>(first) == 0) {
    store<u32>(first, (rest << 16) | 0x4000);
    memory.fill(table + ((<usize>rest) << 2), 0, ((<usize>1) << restWidth) * 4);
    rest += (<u32>1) << restWidth;
  }
  const at = load<u32>(first) >> 16;
  fill(table + ((<usize>at) << 2), reversed >> width, length - width, restWidth, entry);
  return rest;
}

function reverse(code: u32, length: u32): u32 {
  let reversed: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    reversed = (reversed << 1) | (code & 1);
    code >>= 1;
  }
  return reversed;
}

function literalEntry(symbol: i32): u32 {
  if (symbol < 256) return 0x80000000 | ((<u32>symbol) << 16);
  if (symbol == 256) return 0x2000;
  const at = symbol - 257;
  if (at > 28) return 0;
  return ((<u32>load<u16>(LENGTH_BASE + ((<usize>at) << 1))) << 16) | ((<u32>load<u8>(LENGTH_EXTRA + <usize>at)) << 8);
}

function distanceEntry(symbol: i32): u32 {
  if (symbol > 29) return 0;
  const extra: u32 = symbol < 4 ? 0 : (<u32>symbol >> 1) - 1;
  return ((<u32>load<u16>(DISTANCE_BASE + ((<usize>symbol) << 1))) << 16) | (extra << 8);
}
