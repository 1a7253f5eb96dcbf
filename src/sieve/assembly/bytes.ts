// Texts in memory, compared and hashed eight or sixteen bytes at a time. Up to 15 bytes behind them are read too.

export function sameBytes(a: usize, b: usize, length: u32): bool {
  const end = a + length;
  for (; a + 16 <= end; a += 16, b += 16) {
    if (!i8x16.all_true(i8x16.eq(v128.load(a), v128.load(b)))) return false;
  }
  const same = <u32>i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
  return <usize>ctz(~same) >= end - a;
}

/** The first eight bytes of a text, or all of a shorter one. */
export function firstBytes(text: usize, length: u32): u64 {
  const bytes = load<u64>(text);
  return length >= 8 ? bytes : bytes & (((<u64>1) << ((<u64>length) << 3)) - 1);
}

/** The hash of a key below a node; its highest bits are the best. */
export function hashOfKey(node: u32, length: u32, first: u64): u64 {
  return (first ^ ((<u64>length) << 56) ^ ((<u64>node) << 48)) * 0x9e3779b97f4a7c15;
}
