// Keys stand in the same order in most records. What came behind a key the last time is looked at first: where it stands
// there again, nobody need look for its end, nor for what it means.
import { firstBytes, hashOfKey } from './bytes';
import { EXPECTED, EXPECTED_SLOTS, FIRST_KEYS, MAX_NODES } from './layout';

// A place: `"key":` in 32 bytes, its length u32, the child u32, the place that came next u32, the node u32. One that is
// needed for another key is taken from it, so what it holds is always compared.
const LONGEST: u32 = 32;
const LENGTH: usize = 32;
const CHILD: usize = 36;
const NEXT: usize = 40;
const NODE: usize = 44;

/** Of the key that was passed. */
export let child: u32 = 0;
/** Where it is kept what comes behind that key. */
export let behind: usize = 0;

export function clearExpected(): void {
  memory.fill(EXPECTED, 0, <usize>EXPECTED_SLOTS * 64);
  memory.fill(FIRST_KEYS, 0, <usize>MAX_NODES * 4);
}

/** Where it is kept what comes first in an object. */
export function firstKey(node: u32): usize {
  return FIRST_KEYS + ((<usize>node) << 2);
}

/**
 * The length of `"key":` if it is the one that came here the last time; 0 where it is not.
 *
 * @param at its first quote @param room bytes from there to the end of the window
 */
export function passExpected(here: usize, node: u32, at: usize, room: usize): u32 {
  const place = <usize>load<u32>(here);
  if (place == 0 || load<u32>(place, NODE) != node) return 0;
  const length = load<u32>(place, LENGTH);
  if (<usize>length > room || alike(place, at) < length) return 0;
  child = load<u32>(place, CHILD);
  behind = place + NEXT;
  return length;
}

/** Expects a key the next time. Its `"key":` is written without escapes and blanks. */
export function expect(here: usize, node: u32, at: usize, length: u32, means: u32): void {
  if (length > LONGEST) return expectNothing(here, means);
  child = means;
  const place = placeFor(node, at, length);
  if (load<u32>(place, NODE) != node || load<u32>(place, LENGTH) != length || alike(place, at) < length) {
    v128.store(place, v128.load(at));
    v128.store(place, v128.load(at, 16), 16);
    store<u32>(place, length, LENGTH);
    store<u32>(place, means, CHILD);
    store<u32>(place, 0, NEXT);
    store<u32>(place, node, NODE);
  }
  store<u32>(here, <u32>place);
  behind = place + NEXT;
}

/** A key that is written in another way changes nothing. */
export function expectNothing(here: usize, means: u32): void {
  child = means;
  behind = here;
}

/** How many of 32 bytes are the same, from the first one on. */
function alike(a: usize, b: usize): u32 {
  const first = i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
  const second = i8x16.bitmask(i8x16.eq(v128.load(a, 16), v128.load(b, 16)));
  return <u32>ctz(~(<u64>(<u32>first) | ((<u64>(<u32>second)) << 16)));
}

/** @param at the key's first quote @param length with both quotes and the colon */
function placeFor(node: u32, at: usize, length: u32): usize {
  const hash = hashOfKey(node, length - 3, firstBytes(at + 1, length - 3));
  return EXPECTED + ((<usize>(hash >> 53)) << 6);
}
