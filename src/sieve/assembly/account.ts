// A log file holds the records of one account. One of another was written by somebody else, and whoever parses it says so.
import { sameBytes } from './bytes';
import { ACCOUNT_TEXT } from './layout';
import { ABSENT, FIRST_SPAN, spanBegin, spanLength, UNKNOWN } from './values';

let node: u32 = 0;
let expected: u32 = 0;

/** The JSON of an account was written to ACCOUNT_TEXT. @param length 0 where any will do @param field that names it */
export function expectAccount(field: u32, length: u32): void {
  node = field;
  expected = length;
}

/** @param cells what the record holds @param at where it begins in memory */
export function isOfAccount(cells: usize, at: usize): bool {
  if (expected == 0) return true;
  const cell = load<u32>(cells + ((<usize>node) << 2));
  if (cell == ABSENT) return true;
  if (cell == UNKNOWN) return false;
  const isSpan = cell >= FIRST_SPAN;
  const length = isSpan ? cell & 0xfff : spanLength(cell);
  return length == expected && sameBytes(ACCOUNT_TEXT, isSpan ? at + (cell >> 12) : spanBegin(cell), length);
}
