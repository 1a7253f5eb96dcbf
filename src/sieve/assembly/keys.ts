// The keys that rules ask for, as a trie whose edges lie in one hash table.
import { firstBytes, hashOfKey, sameBytes } from './bytes';
import { clearExpected } from './expected';
import { KEY_SLOTS, KEY_TEXT, KEY_TEXT_BYTES, KEYS, MAX_NODES, NODES } from './layout';

// An entry: parent u32, length u32, first eight bytes u64, rest of the text u32, child u32, and 8 bytes unused.
let used: usize = 0;
let filled: u32 = 0;

export function clearKeys(): void {
  memory.fill(KEYS, 0, <usize>KEY_SLOTS * 32);
  clearExpected();
  used = 0;
  filled = 0;
}

/** Room for the text of the next key. */
export function keyRoom(): usize {
  return KEY_TEXT + used;
}

/** Adds the key whose text was written to `keyRoom`; false where there is no room. Node 0 is the record. */
export function addKey(parent: u32, length: u32, child: u32, behind: u32, numbers: u32): bool {
  if (child >= MAX_NODES || filled * 2 >= KEY_SLOTS || used + length + 8 > KEY_TEXT_BYTES) return false;
  const text = KEY_TEXT + used;
  used += (<usize>length + 15) & ~(<usize>7);
  const first = firstBytes(text, length);
  let slot = slotOf(parent, length, first);
  while (load<u32>(KEYS + ((<usize>slot) << 5), 20) != 0) slot = (slot + 1) & (KEY_SLOTS - 1);
  const entry = KEYS + ((<usize>slot) << 5);
  store<u32>(entry, parent, 0);
  store<u32>(entry, length, 4);
  store<u64>(entry, first, 8);
  store<u32>(entry, <u32>text, 16);
  store<u32>(entry, child, 20);
  filled++;
  const node = NODES + ((<usize>child) << 3);
  store<u32>(node, behind, 0);
  store<u32>(node, numbers, 4);
  return true;
}

/** The node of a key below another node; 0 where no rule asks for it. */
export function childOf(parent: u32, text: usize, length: u32): u32 {
  const first = firstBytes(text, length);
  let slot = slotOf(parent, length, first);
  while (true) {
    const entry = KEYS + ((<usize>slot) << 5);
    const child = load<u32>(entry, 20);
    if (child == 0) return 0;
    if (
      load<u64>(entry, 8) == first &&
      load<u32>(entry, 0) == parent &&
      load<u32>(entry, 4) == length &&
      (length <= 8 || sameBytes(load<u32>(entry, 16) + 8, text + 8, length - 8))
    ) {
      return child;
    }
    slot = (slot + 1) & (KEY_SLOTS - 1);
  }
}

/** The first number that is no descendant of a node: nodes are numbered in preorder. */
export function behindNode(node: u32): u32 {
  return load<u32>(NODES + ((<usize>node) << 3), 0);
}

/** How many values of this field get numbers: 0 where they do not repeat. */
export function numbersFor(node: u32): u32 {
  return load<u32>(NODES + ((<usize>node) << 3), 4);
}

function slotOf(parent: u32, length: u32, first: u64): u32 {
  return <u32>(hashOfKey(parent, length, first) >> 54);
}
