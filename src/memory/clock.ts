import { type Failure, failed, ok, type Result, retry } from '../errors.ts';
import { toRecord } from '../record/record.ts';
import { type Kept, keptIn, textOfKept } from './kept.ts';
import type { MemoryRules } from './memory-rules.ts';
import { asCounted, type Found, type MemoryPorts, type Remembered, remember } from './remember.ts';
import { askFor, noteLooked, reachedSlots, SLOT_MS, slotFor } from './wakes.ts';

const MAX_ATTEMPTS = 20;
/** On the first look of all, so far back. */
const FIRST_LOOK_MS = 24 * 60 * 60 * 1000;

export type Tell = (remembered: Remembered) => Promise<readonly Failure[]>;

/**
 * What time alone brings: episodes end, windows are complete, events stay away. Looks at every group that asked to be
 * looked at by now. `tell` comes before the note that it was told: a clock that dies in between tells it again, and what
 * was told is known by its claim.
 *
 * @param since where nobody looked before: the first time that matters, milliseconds since 1970
 */
export async function wakeUp(
  rules: MemoryRules,
  ports: MemoryPorts,
  tell: Tell,
  since = ports.clock.now() - FIRST_LOOK_MS,
): Promise<readonly Failure[]> {
  const now = ports.clock.now();
  const reached = await reachedSlots(now, since, ports.memory);
  if (!reached.ok) return [reached.failure];
  const failures: Failure[] = [];
  for (const { slot, groups } of reached.value) {
    for (const group of groups) {
      const looked = await lookAt(group, slot, rules, ports, tell);
      if (!looked.ok) failures.push(looked.failure);
    }
  }
  if (failures.length > 0) return failures;
  const noted = await noteLooked(now, ports.memory);
  return noted.ok ? [] : [noted.failure];
}

/** Looks at a group in its slot, and in the later ones that it asks for then, up to now. */
async function lookAt(
  group: string,
  slot: number,
  rules: MemoryRules,
  ports: MemoryPorts,
  tell: Tell,
): Promise<Result<void>> {
  let at: number | undefined = slot;
  while (at !== undefined && at * SLOT_MS <= ports.clock.now()) {
    const next = await tickAt(group, at, rules, ports, tell);
    if (!next.ok) return next;
    at = next.value;
  }
  return ok(undefined);
}

/** Ticks once. Returns the slot in which the group wants to be looked at next. */
async function tickAt(
  group: string,
  slot: number,
  rules: MemoryRules,
  ports: MemoryPorts,
  tell: Tell,
): Promise<Result<number | undefined>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const read = await ports.memory.read([group]);
    if (!read.ok) return read;
    const before = read.value.get(group);
    const kept = keptIn(before?.state);
    const rule = kept === undefined ? undefined : rules.byId(kept.rule);
    // Forgotten in between, or of a rule that is no longer there, or it waits for nothing.
    if (before === undefined || kept?.wake === undefined || rule === undefined) return ok(undefined);
    // Looked at before. Where that look broke off, a later slot may be due in which the group is not listed.
    if (kept.wake > slot) return ok(kept.wake);
    const detector = rules.detector(rule);
    const { state, episodes } = detector.tick(kept.state, slot * SLOT_MS);
    const record = toRecord(kept.sample ?? {});
    const found = episodes.map((episode): Found => ({ rule, values: kept.values, group, episode, record }));
    const failure = await tellFound(found, rules, ports, tell);
    if (failure !== undefined) return failed(failure);
    const due = detector.due(state);
    const wake = due === undefined ? undefined : slotFor(due, (slot + 1) * SLOT_MS);
    if (wake !== undefined && wake * SLOT_MS > ports.clock.now()) {
      const asked = await askFor(wake, [group], ports.memory);
      if (!asked.ok) return asked;
    }
    const next: Kept = { ...kept, state, wake };
    const written = await ports.memory.write({
      key: group,
      state: textOfKept(next),
      version: before.version,
      expires: detector.expires(state),
    });
    if (!written.ok) return written;
    if (written.value) return ok(wake);
  }
  return failed(retry('contention', `${group}: ${MAX_ATTEMPTS} times somebody else wrote in between`));
}

/** Tells what was found, and lets the rules count it that count this rule. */
async function tellFound(
  found: readonly Found[],
  rules: MemoryRules,
  ports: MemoryPorts,
  tell: Tell,
): Promise<Failure | undefined> {
  if (found.length === 0) return undefined;
  // Also what is over: late events, or a clock that stood still, can open and end an episode at once. One that was counted
  // when it opened is the same sighting again.
  const counted = found.filter(({ rule }) => rules.isCounted(rule.name));
  const above = await remember(counted.map(asCounted), rules, ports);
  const failures = [...above.failures, ...(await tell({ ...above, found: [...found, ...above.found] }))];
  return failures[0];
}
