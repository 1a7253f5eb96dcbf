// The way from a record's numbered values to the rules that are left for it: a tree whose edges lie in one hash table. A
// branch says which fields are looked at next, and what stands in them leads to the next branch. TypeScript grows it
// (profiles.ts) and knows what each branch means.
import {
  BRANCHES,
  CELL_LISTS,
  CELL_LISTS_BYTES,
  EDGE_SLOTS,
  EDGES,
  FIELD_LISTS,
  FIELD_LISTS_BYTES,
  FOUND,
  HEAD,
  MAX_BRANCHES,
} from './layout';
import { FIRST_SPAN, UNKNOWN } from './values';

// An edge: from u32, hash u32, to u32, and where the numbers lie that lead along it u32. 0 is the root, where no edge leads.
let branches: u32 = 0;
let fieldsUsed: usize = 0;
let cellsUsed: usize = 0;
/** Bytes of a record at FOUND. */
let stride: usize = 0;

export function clearBranches(wordsOfRecord: u32): void {
  memory.fill(EDGES, 0, <usize>EDGE_SLOTS * 16);
  branches = 0;
  fieldsUsed = 0;
  cellsUsed = 0;
  stride = (<usize>wordsOfRecord) << 2;
}

/** Room for a list of fields, which begins with how many they are; 0 where there is none. */
export function fieldRoom(count: u32): usize {
  const bytes = (<usize>(count + 1)) << 2;
  if (fieldsUsed + bytes > FIELD_LISTS_BYTES) return 0;
  fieldsUsed += bytes;
  return FIELD_LISTS + fieldsUsed - bytes;
}

/**
 * Adds a branch for what the nth record holds in the fields that another branch looks at; -1 where there is no room.
 * The first one is the root.
 *
 * @param fields where the list of those lies that it looks at itself
 * @param passes no rule is left for its records
 */
export function addBranch(from: u32, record: u32, fields: usize, passes: bool): i32 {
  if (branches == MAX_BRANCHES) return -1;
  if (branches > 0 && !addEdge(from, branches, cellsOf(record))) return -1;
  store<u32>(BRANCHES + ((<usize>branches) << 2), <u32>fields | u32(passes));
  return branches++;
}

/** The branch of the nth record; where there is none yet, the last one on the way as -1 - branch. */
export function branchOf(record: u32): i32 {
  const cells = cellsOf(record);
  let branch: u32 = 0;
  while (load<u32>(fieldsOf(branch)) != 0) {
    const next = along(branch, cells);
    if (next == 0) return -1 - <i32>branch;
    branch = next;
  }
  return branch;
}

function cellsOf(record: u32): usize {
  return FOUND + <usize>record * stride + HEAD * 4;
}

/** Lists begin at whole words, so the lowest bit is free. */
function fieldsOf(branch: u32): usize {
  return load<u32>(BRANCHES + ((<usize>branch) << 2)) & ~1;
}

/** Whether no rule is left for the records of a branch. */
export function passes(branch: u32): bool {
  return (load<u32>(BRANCHES + ((<usize>branch) << 2)) & 1) != 0;
}

function along(branch: u32, cells: usize): u32 {
  const fields = fieldsOf(branch);
  const hash = hashOf(branch, fields, cells);
  let slot = hash & (EDGE_SLOTS - 1);
  while (true) {
    const edge = EDGES + ((<usize>slot) << 4);
    const next = load<u32>(edge, 8);
    if (next == 0) return 0;
    if (load<u32>(edge, 4) == hash && load<u32>(edge) == branch && agrees(load<u32>(edge, 12), fields, cells))
      return next;
    slot = (slot + 1) & (EDGE_SLOTS - 1);
  }
}

function addEdge(from: u32, to: u32, cells: usize): bool {
  const fields = fieldsOf(from);
  const count = load<u32>(fields);
  const bytes = (<usize>count) << 2;
  if (cellsUsed + bytes > CELL_LISTS_BYTES) return false;
  const list = CELL_LISTS + cellsUsed;
  cellsUsed += bytes;
  for (let i: u32 = 0; i < count; i++) store<u32>(list + ((<usize>i) << 2), cellIn(fields, i, cells));
  const hash = hashOf(from, fields, cells);
  let slot = hash & (EDGE_SLOTS - 1);
  while (load<u32>(EDGES + ((<usize>slot) << 4), 8) != 0) slot = (slot + 1) & (EDGE_SLOTS - 1);
  const edge = EDGES + ((<usize>slot) << 4);
  store<u32>(edge, from, 0);
  store<u32>(edge, hash, 4);
  store<u32>(edge, to, 8);
  store<u32>(edge, <u32>list, 12);
  return true;
}

/** What a record holds in the nth field of a list; where it has no number, it may be anything. */
function cellIn(fields: usize, n: u32, cells: usize): u32 {
  const field = load<u32>(fields + ((<usize>n) << 2), 4);
  const cell = load<u32>(cells + ((<usize>field) << 2));
  return cell < FIRST_SPAN ? cell : UNKNOWN;
}

function hashOf(branch: u32, fields: usize, cells: usize): u32 {
  const count = load<u32>(fields);
  let hash: u32 = branch * 0x9e3779b1;
  for (let i: u32 = 0; i < count; i++) hash = rotl(hash ^ cellIn(fields, i, cells), 13) * 0x9e3779b1;
  return hash ^ (hash >> 15);
}

function agrees(list: usize, fields: usize, cells: usize): bool {
  const count = load<u32>(fields);
  for (let i: u32 = 0; i < count; i++) {
    if (load<u32>(list + ((<usize>i) << 2)) != cellIn(fields, i, cells)) return false;
  }
  return true;
}
