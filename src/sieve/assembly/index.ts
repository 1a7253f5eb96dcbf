// Reads CloudTrail records from bytes without parsing them: docs/sieve.md.
import { isOfAccount } from './account';
import { branchOf, passes } from './branches';
import { clearKept, keepBytes } from './kept';
import {
  ACCOUNT_TEXT,
  ASKED,
  BEGIN,
  FOUND,
  FREE,
  HEAD,
  KEPT,
  MAX_NODES,
  MAX_RECORDS,
  NODES,
  VALUE_SPANS,
  WINDOW_MAX,
} from './layout';
import { endOfContainer, markWindow, mayBeDeep, passContainer } from './masks';
import { clearPassed, passedCount } from './passed';
import { isJson, isJsonAsWalked } from './valid';
import { byteAt, deep, passBlanks, setWindow, unsure, walkRecord, windowBase } from './walk';

export { expectAccount } from './account';
export { addBranch, branchOf, clearBranches, fieldRoom } from './branches';
export { consumed, inflate } from './inflate';
export { keptBytes } from './kept';
export { addKey, clearKeys, keyRoom } from './keys';
export { clearValues, valueBytes, valueCount } from './values';

if (__heap_base > BEGIN) unreachable();

export const found: usize = FOUND;
export const free: usize = FREE;
export const accountText: usize = ACCOUNT_TEXT;
export const askedAt: usize = ASKED;
export const kept: usize = KEPT;
export const spans: usize = VALUE_SPANS;
export const windowMax: usize = WINDOW_MAX;
export const maxNodes: u32 = MAX_NODES;

/** Nodes of the trie, the record itself counted. */
let nodes: u32 = 1;

export function setNodes(count: u32): void {
  nodes = count;
  store<u32>(NODES, count, 0);
}

/** How many of the records that the last scan found somebody must look at: all but those that are sure to match no rule. */
export let asked: u32 = 0;
/** Where the last scan stopped, in bytes from its begin: behind the last record and the comma after it. */
export let stopped: usize = 0;
/** Why it stopped. */
export let state: u32 = 0;
/** The window ended, perhaps inside a record; or there is no room for more. */
const MORE: u32 = 0;
/** The list of records ended; `stopped` is at its bracket. */
const ENDED: u32 = 1;
/** What stands here is no object: the reader that takes anything must go on. */
const LOST: u32 = 2;

const PARSE: u32 = 1;
const DEEP: u32 = 2;

/**
 * Reads records from a window that begins between records, at or before the next one. Gives how many; for each of them
 * there are at `found`: begin, end, whether it must be parsed, its branch, and one number for each node of the trie. At
 * `askedAt` are the places of those that may concern somebody, and of all with more than `maxBytes`.
 */
export function scan(from: usize, length: usize, maxBytes: usize): u32 {
  stopped = 0;
  asked = 0;
  clearKept();
  clearPassed();
  if (!markWindow(from, length)) {
    state = LOST;
    return 0;
  }
  setWindow(from, length);
  const words: usize = <usize>nodes + HEAD;
  let count: u32 = 0;
  let p = passBlanks(0);
  state = MORE;
  while (count < MAX_RECORDS && p < length) {
    if (byteAt(p) == 0x5d) {
      stopped = p;
      state = ENDED;
      return count;
    }
    if (byteAt(p) != 0x7b) {
      state = LOST;
      return count;
    }
    const entry = FOUND + <usize>count * words * 4;
    memory.fill(entry + HEAD * 4, 0, <usize>nodes * 4);
    store<u32>(entry, passedCount, 16);
    let end = walkRecord(p, entry + HEAD * 4);
    store<u32>(entry, passedCount, 20);
    let doubts: u32 = (unsure ? PARSE : 0) | (deep ? DEEP : 0);
    if (end == 0) {
      if (!passContainer(p, length)) return count;
      end = endOfContainer;
      doubts = PARSE | (mayBeDeep ? DEEP : 0);
    }
    if (!isOfAccount(entry + HEAD * 4, from + p)) doubts |= PARSE;
    const branch = branchOf(count);
    store<u32>(entry, <u32>p, 0);
    store<u32>(entry, <u32>end, 4);
    store<u32>(entry, doubts, 8);
    store<i32>(entry, branch, 12);
    const isPassed = doubts == 0 && branch >= 0 && passes(<u32>branch) && end - p <= maxBytes;
    p = passBlanks(end);
    const next = byteAt(p);
    // Only what stands behind a record tells that it is one: without it, it is read again with the next window.
    if (next == 0x2c) p = passBlanks(p + 1);
    else if (next != 0x5d) {
      if (p < length) state = LOST;
      return count;
    }
    if (!isPassed) {
      store<u32>(ASKED + ((<usize>asked) << 2), count);
      asked++;
    }
    count++;
    stopped = p;
  }
  return count;
}

/** Keeps the nth record of the last scan if it is JSON, until the next scan; gives where (kept.ts), -1 where it is none. */
export function keep(record: u32): i32 {
  const entry = FOUND + <usize>record * (<usize>nodes + HEAD) * 4;
  const begin = load<u32>(entry);
  const end = load<u32>(entry, 4);
  const isWalked = (load<u32>(entry, 8) & PARSE) == 0;
  const isRight = isWalked
    ? isJsonAsWalked(begin, end, load<u32>(entry, 16), load<u32>(entry, 20))
    : isJson(begin, end);
  return isRight ? keepBytes(windowBase() + begin, end - begin) : -1;
}
