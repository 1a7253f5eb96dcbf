import { failed, ok, type Result, retry } from '../errors.ts';
import type { Memory } from '../ports.ts';
import { addKeys, keysIn } from './key-list.ts';

/** Time is cut into slots; the clock looks at the groups of a slot when it is reached. */
export const SLOT_MS = 5 * 60 * 1000;

/** A slot as one item stays well below DynamoDB's 400 KB; groups beyond this are looked at a slot later. */
const MAX_KEYS = 5_000;
const MAX_SLOTS = 100;
/** A clock that stood still for so long finds what was left for it. */
export const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

const slotOf = (time: number): number => Math.floor(time / SLOT_MS);

/** The slot in which something due at a time is looked at; what is due already, in the one that the clock is in. */
export const slotFor = (due: number, now: number): number => Math.max(Math.ceil(due / SLOT_MS), slotOf(now));

/** Whether a group has to ask (again): it has not, or for later, or its slot went by and nobody looked. */
export const mustAsk = (slot: number, asked: number | undefined, now: number): boolean =>
  asked === undefined || slot < asked || asked < slotOf(now - KEEP_MS);

/** Whose slots they are: those of groups, or of quiet windows. */
export type Diary = 'wake' | 'quiet';

/**
 * Asks for groups to be looked at in a slot. All of a batch are asked for at once: each by itself, they would write the
 * same item against each other.
 */
export async function askFor(
  slot: number,
  groups: readonly string[],
  memory: Memory,
  diary: Diary = 'wake',
): Promise<Result<void>> {
  let left = groups;
  for (let at = slot; at < slot + MAX_SLOTS; at++) {
    const list = { key: slotKey(diary, at), max: MAX_KEYS, expires: at * SLOT_MS + KEEP_MS };
    const inside = await addKeys(list, left, memory);
    if (!inside.ok) return inside;
    left = left.filter((group) => !inside.value.has(group));
    if (left.length === 0) return ok(undefined);
  }
  return failed(retry('slots-full', `more than ${MAX_SLOTS * MAX_KEYS} groups wait for the clock`));
}

const slotKey = (diary: Diary, slot: number): string => `${diary}#${slot}`;
const cursorOf = (diary: Diary): string => `${diary}#done`;

export interface Slot {
  readonly slot: number;
  readonly groups: readonly string[];
}

/** How many slots are read at once. */
const CHUNK = 100;
/** A group may ask for the slot that the clock is in, or was in when it began to ask. */
const LOOK_AGAIN = 2;

/** The slots that were reached since the clock last looked, the empty ones left out. */
export async function reachedSlots(
  now: number,
  since: number,
  memory: Memory,
  diary: Diary = 'wake',
): Promise<Result<readonly Slot[]>> {
  const cursor = await memory.read([cursorOf(diary)]);
  if (!cursor.ok) return cursor;
  const done = Number(cursor.value.get(cursorOf(diary))?.state ?? slotOf(since) - 1);
  const slots: Slot[] = [];
  for (let from = done + 1 - LOOK_AGAIN; from <= slotOf(now); from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, slotOf(now) - from + 1) }, (_, i) => from + i);
    const read = await memory.read(chunk.map((slot) => slotKey(diary, slot)));
    if (!read.ok) return read;
    for (const slot of chunk) {
      const list = read.value.get(slotKey(diary, slot));
      if (list !== undefined) slots.push({ slot, groups: keysIn(list.state) });
    }
  }
  return ok(slots);
}

/** Notes that all slots up to now were looked at. */
export async function noteLooked(now: number, memory: Memory, diary: Diary = 'wake'): Promise<Result<boolean>> {
  const cursor = await memory.read([cursorOf(diary)]);
  if (!cursor.ok) return cursor;
  const known = cursor.value.get(cursorOf(diary));
  if (Number(known?.state ?? 0) >= slotOf(now)) return ok(true);
  // Another clock may have noted it in between, which is as good.
  return memory.write({
    key: cursorOf(diary),
    state: String(slotOf(now)),
    version: known?.version ?? 0,
    expires: now + 52 * KEEP_MS,
  });
}
