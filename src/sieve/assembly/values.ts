// Values that repeat from record to record, such as eventName, get a number: what a rule makes of one is worked out once.
import { sameBytes } from './bytes';
import { numbersFor } from './keys';
import {
  GIVEN,
  MAX_NODES,
  MAX_VALUES,
  NEXT_VALUES,
  VALUE_SLOTS,
  VALUE_SPANS,
  VALUE_TEXT,
  VALUE_TEXT_BYTES,
  VALUES,
} from './layout';
import { isFalse, isNull, isTrue } from './scalars';

/** What a field holds where it holds no value that can be told. */
export const ABSENT: u32 = 0;
/** Below a list, or more than can be kept: it may be anything. */
export const UNKNOWN: u32 = 1;
/** The first number of a value. */
export const FIRST_VALUE: u32 = 2;
/** From here on it is no number but a place in the record and a length: no value stands before the fifth byte. */
export const FIRST_SPAN: u32 = 4 << 12;

/** true, false, null: whatever the field, they have numbers from the beginning. */
const LITERALS: usize = memory.data<u8>([
  0x74, 0x72, 0x75, 0x65, 0x66, 0x61, 0x6c, 0x73, 0x65, 0x6e, 0x75, 0x6c, 0x6c, 0, 0, 0,
]);

let count: u32 = 0;
let used: usize = 0;

export function clearValues(): void {
  memory.fill(VALUES, 0, <usize>VALUE_SLOTS * 16);
  memory.fill(GIVEN, 0, <usize>MAX_NODES * 4);
  memory.fill(NEXT_VALUES, 0, (<usize>MAX_VALUES + FIRST_VALUE) * 4);
  previous = 0;
  count = 0;
  used = 0;
  numberOf(LITERALS, 4, true);
  numberOf(LITERALS + 4, 5, true);
  numberOf(LITERALS + 9, 4, true);
}

export function valueCount(): u32 {
  return count;
}

/** Bytes of their texts. */
export function valueBytes(): u32 {
  return <u32>used;
}

/** The number of the last value that had one. What follows it is often what followed it the last time: an actor's other names. */
let previous: u32 = 0;

/** The number of the value that followed the last time, if it stands there; ABSENT where another one does. */
export function expectedNumber(text: usize, room: usize): u32 {
  const number = load<u32>(NEXT_VALUES + ((<usize>previous) << 2));
  if (number == ABSENT) return ABSENT;
  const length = spanLength(number);
  if (<usize>length > room || !sameBytes(spanBegin(number), text, length)) return ABSENT;
  previous = number;
  return number;
}

/** Where the JSON of a value with a number lies. */
export function spanBegin(number: u32): usize {
  return load<u32>(VALUE_SPANS + ((<usize>(number - FIRST_VALUE)) << 3));
}

export function spanLength(number: u32): u32 {
  return load<u32>(VALUE_SPANS + ((<usize>(number - FIRST_VALUE)) << 3), 4);
}

/** The number of the value of a field. UNKNOWN where the table is full, or the field has had more than its share of it. */
export function numberIn(node: u32, text: usize, length: u32): u32 {
  const share = GIVEN + ((<usize>node) << 2);
  const given = load<u32>(share);
  const before = count;
  const number = numberOf(text, length, given < numbersFor(node));
  if (number == UNKNOWN) return UNKNOWN;
  store<u32>(NEXT_VALUES + ((<usize>previous) << 2), number);
  previous = number;
  if (count > before) store<u32>(share, given + 1);
  return number;
}

/** Of true, false and null; UNKNOWN of anything else. */
export function literalNumber(text: usize, length: u32): u32 {
  if (isTrue(text) && length == 4) return FIRST_VALUE;
  if (isFalse(text) && length == 5) return FIRST_VALUE + 1;
  return isNull(text) && length == 4 ? FIRST_VALUE + 2 : UNKNOWN;
}

/** The number of a value's JSON text; UNKNOWN where it has none, and may not get one. */
function numberOf(text: usize, length: u32, mayAdd: bool): u32 {
  const hash = hashOf(text, length);
  let slot = hash & (VALUE_SLOTS - 1);
  while (true) {
    const entry = VALUES + ((<usize>slot) << 4);
    const known = load<u32>(entry, 12);
    if (known == 0) break;
    if (load<u32>(entry) == hash && load<u32>(entry, 4) == length && sameBytes(load<u32>(entry, 8), text, length)) {
      return known;
    }
    slot = (slot + 1) & (VALUE_SLOTS - 1);
  }
  if (!mayAdd || count >= MAX_VALUES || used + length > VALUE_TEXT_BYTES) return UNKNOWN;
  const kept = VALUE_TEXT + used;
  memory.copy(kept, text, length);
  used += length;
  const number = FIRST_VALUE + count;
  const entry = VALUES + ((<usize>slot) << 4);
  store<u32>(entry, hash, 0);
  store<u32>(entry, length, 4);
  store<u32>(entry, <u32>kept, 8);
  store<u32>(entry, number, 12);
  store<u32>(VALUE_SPANS + ((<usize>count) << 3), <u32>kept, 0);
  store<u32>(VALUE_SPANS + ((<usize>count) << 3), length, 4);
  count++;
  return number;
}

function hashOf(text: usize, length: u32): u32 {
  let hash: u64 = <u64>length * 0x9e3779b97f4a7c15;
  let left: u32 = length;
  while (left >= 8) {
    hash = (hash ^ load<u64>(text)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
    text += 8;
    left -= 8;
  }
  if (left > 0) {
    hash = (hash ^ (load<u64>(text) & (((<u64>1) << ((<u64>left) << 3)) - 1))) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  return <u32>(hash ^ (hash >> 15));
}
