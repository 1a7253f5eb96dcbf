// Stage two: goes through a record from key to key, and only into what a rule asks for.
import { behind, child, expect, expectNothing, firstKey, passExpected } from './expected';
import { behindNode, childOf, numbersFor } from './keys';
import { endOfContainer, hasBackslash, mayBeDeep, nextQuote, passContainer } from './masks';
import { notePassed } from './passed';
import { passScalar } from './scalars';
import { ABSENT, expectedNumber, literalNumber, numberIn, spanLength, UNKNOWN } from './values';

/** Longer ones would fill the table. The user agents of programs reach some hundred bytes. */
const LONGEST_REPEATING: usize = 1_024;
/** A place within a record and a length share 32 bits. */
const LONGEST_SPAN: usize = 4_095;
const LAST_PLACE: usize = 1 << 20;

/** Something that only a parser can be sure of: a key with an escape, or a key twice. */
export let unsure: bool = false;
/** It may be nested too deep. */
export let deep: bool = false;

/** The window. */
let base: usize = 0;
let length: usize = 0;
/** The record: its begin in the window, and where its values go. */
let begin: usize = 0;
let slots: usize = 0;

export function setWindow(from: usize, bytes: usize): void {
  base = from;
  length = bytes;
}

export function windowBase(): usize {
  return base;
}

/** From a record's opening brace to behind its closing one; 0 where the walk was lost. Values go to `into`. */
export function walkRecord(at: usize, into: usize): usize {
  begin = at;
  slots = into;
  unsure = false;
  deep = false;
  return walkObject(0, at + 1);
}

/** `,"` */
const COMMA_QUOTE: u16 = 0x22_2c;

/** The depth is that of the rules' paths. */
function walkObject(node: u32, at: usize): usize {
  let p = passBlanks(at);
  if (byteAt(p) == 0x7d) return p + 1;
  let here = firstKey(node);
  while (byteAt(p) == 0x22) {
    const passed = passExpected(here, node, base + p, length - p);
    p = passed == 0 ? passKey(node, p, here) : p + passed;
    if (p == 0) return 0;
    here = behind;
    p = passBlanks(p);
    p = child == 0 ? passValue(p) : readValue(child, p);
    if (p == 0) return 0;
    // Most often the next key follows at once.
    if (p + 1 < length && load<u16>(base + p) == COMMA_QUOTE) {
      p++;
      continue;
    }
    p = passBlanks(p);
    const next = byteAt(p);
    if (next == 0x7d) return p + 1;
    if (next != 0x2c) return 0;
    p = passBlanks(p + 1);
  }
  return 0;
}

/** To behind the colon; 0 where there is none. */
function passKey(node: u32, at: usize, here: usize): usize {
  const key = at + 1;
  const end = nextQuote(key, length);
  const colon = passBlanks(end + 1);
  if (byteAt(colon) != 0x3a) return 0;
  const means = childOf(node, base + key, <u32>(end - key));
  const escaped = hasBackslash(key, end);
  if (escaped) unsure = true;
  if (escaped || colon > end + 1) expectNothing(here, means);
  else expect(here, node, base + at, <u32>(colon + 1 - at), means);
  return colon + 1;
}

function readValue(node: u32, p: usize): usize {
  const slot = slotOf(node);
  if (load<u32>(slot) != ABSENT) unsure = true;
  const first = byteAt(p);
  const isContainer = first == 0x7b || first == 0x5b;
  const repeats = !isContainer && numbersFor(node) != 0;
  if (repeats && first == 0x22) {
    const number = expectedNumber(base + p, length - p);
    if (number != ABSENT) {
      store<u32>(slot, number);
      return p + spanLength(number);
    }
  }
  // Through a list, every field below may be anything.
  if (first == 0x5b) for (let below = node + 1; below < behindNode(node); below++) store<u32>(slotOf(below), UNKNOWN);
  const end = first == 0x7b && behindNode(node) > node + 1 ? walkObject(node, p + 1) : passValue(p);
  if (end == 0) return 0;
  const bytes = end - p;
  let cell: u32 = UNKNOWN;
  if (repeats) {
    if (bytes <= LONGEST_REPEATING) cell = numberIn(node, base + p, <u32>bytes);
  } else if (!isContainer && first != 0x22) cell = literalNumber(base + p, <u32>bytes);
  store<u32>(slot, cell == UNKNOWN ? spanOf(p - begin, bytes) : cell);
  return end;
}

function slotOf(node: u32): usize {
  return slots + ((<usize>node) << 2);
}

function spanOf(place: usize, bytes: usize): u32 {
  return bytes > LONGEST_SPAN || place >= LAST_PLACE ? UNKNOWN : <u32>((place << 12) | bytes);
}

/** To behind a value; 0 where it is none that ends in the window. */
function passValue(p: usize): usize {
  const first = byteAt(p);
  if (first == 0x22) {
    const end = nextQuote(p + 1, length);
    return end >= length ? 0 : end + 1;
  }
  if (first == 0x7b || first == 0x5b) {
    if (!passContainer(p, length)) return 0;
    if (mayBeDeep) deep = true;
    notePassed(p, endOfContainer);
    return endOfContainer;
  }
  const end = passScalar(base + p);
  return end == 0 ? 0 : end - base;
}

export function passBlanks(p: usize): usize {
  let byte = byteAt(p);
  while (byte <= 0x20 && p < length && (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09)) {
    p++;
    byte = byteAt(p);
  }
  return p;
}

/** Behind the window lie zeros, which are nothing that JSON has. */
export function byteAt(p: usize): u32 {
  return p < length ? <u32>load<u8>(base + p) : 0;
}
