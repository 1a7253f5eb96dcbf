import { type Failure, failed, ok, type Result, retry } from '../errors.ts';
import type { Clock, Remembered as Item, Memory, RememberRequest } from '../ports.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { admit, type Overflow } from './admission.ts';
import type { Episode } from './detector.ts';
import type { Counted, Group } from './groups.ts';
import { type Kept, keptIn, sampleOf, textOfKept } from './kept.ts';
import type { MemoryRule } from './memory-rule.ts';
import type { MemoryRules } from './memory-rules.ts';
import { askFor, mustAsk, slotFor } from './wakes.ts';

export interface MemoryPorts {
  readonly memory: Memory;
  readonly clock: Clock;
}

/** An episode of a rule with memory: something to tell. */
export interface Found {
  readonly rule: MemoryRule;
  /** The values of the group, in the order of `groupBy`. */
  readonly values: readonly string[];
  /** Where the group is kept; with the episode's key it is what makes one alert. */
  readonly group: string;
  readonly episode: Episode;
  /** The newest event of it that is at hand. */
  readonly record: CloudTrailRecord;
}

export interface Remembered {
  readonly found: readonly Found[];
  readonly overflows: readonly Overflow[];
  readonly failures: readonly Failure[];
}

/**
 * Events that rules with memory count are held so far, with their records, and then counted together: most log files hold a
 * few, and to count those of one takes as long as to read it.
 */
export const COUNT_TOGETHER = 1_000;

/** Somebody else wrote in between so often; more workers than this on one group are a storm, and the queue spreads it. */
const MAX_ATTEMPTS = 20;

/**
 * Counts what was found. All of a delivery is given at once, so that six hundred events of one group are one read and one
 * write. Where a rule counts what another rule with memory finds, it is asked after it.
 */
export async function remember(found: readonly Counted[], rules: MemoryRules, ports: MemoryPorts): Promise<Remembered> {
  const counted = [...found];
  const remembered = { found: [] as Found[], overflows: [] as Overflow[], failures: [] as Failure[] };
  for (const level of rules.levels) {
    const groups = level.flatMap((rule) => rules.grouping(rule).groupsOf(counted));
    if (groups.length === 0) continue;
    const added = await addGroups(groups, rules, ports);
    remembered.failures.push(...added.failures);
    remembered.overflows.push(...added.overflows);
    remembered.found.push(...added.found);
    counted.push(...added.found.filter(({ rule }) => rules.isCounted(rule.name)).map(asCounted));
  }
  return remembered;
}

/** An episode stands for itself, at the time when its condition first held. */
export const asCounted = ({ rule, group, episode, record }: Found): Counted => ({
  rule: rule.name,
  id: `${group} ${episode.key}`,
  time: episode.heldAt,
  record,
});

async function addGroups(groups: readonly Group[], rules: MemoryRules, ports: MemoryPorts): Promise<Remembered> {
  const read = await ports.memory.read(groups.map(({ key }) => key));
  if (!read.ok) return { found: [], overflows: [], failures: [read.failure] };
  const admitted = await admit(groups, (group) => read.value.has(group.key), ports.memory);
  if (!admitted.ok) return { found: [], overflows: [], failures: [admitted.failure] };
  const added = await addAll(admitted.value.groups, read.value, rules, ports);
  return { ...added, overflows: admitted.value.overflows };
}

type Items = ReadonlyMap<string, Item>;

/** As many as a client of the SDK has connections: what waits for one may run out of time before it is sent. */
const WRITTEN_TOGETHER = 50;

/** Add, ask, write; those in which somebody else wrote in between are read again and go on from the start. */
async function addAll(
  groups: readonly Group[],
  read: Items,
  rules: MemoryRules,
  ports: MemoryPorts,
): Promise<Omit<Remembered, 'overflows'>> {
  const found: Found[] = [];
  const failures: Failure[] = [];
  let waiting = groups;
  let before = read;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const additions = waiting.map((group) => additionOf(group, before.get(group.key), rules, ports.clock.now()));
    // Asked before it is noted: a worker that dies in between leaves one call too many, not one too few.
    const refused = await askForAll(additions, ports.memory);
    const written: Awaited<ReturnType<typeof writeOf>>[] = [];
    for (let at = 0; at < additions.length; at += WRITTEN_TOGETHER) {
      const together = additions.slice(at, at + WRITTEN_TOGETHER);
      const writing = together.map((addition) => writeOf(addition, refused.get(addition.asks ?? -1), ports.memory));
      written.push(...(await Promise.all(writing)));
    }
    const lost: Group[] = [];
    for (const [i, result] of written.entries()) {
      const addition = additions[i] as Addition;
      if (!result.ok) failures.push(result.failure);
      else if (result.value) found.push(...addition.found);
      else lost.push(addition.group);
    }
    if (lost.length === 0) return { found, failures };
    const again = await ports.memory.read(lost.map(({ key }) => key));
    if (!again.ok) return { found, failures: [...failures, again.failure] };
    waiting = lost;
    before = again.value;
  }
  const contention = ({ rule }: Group): Failure =>
    retry('contention', `${rule.name}: ${MAX_ATTEMPTS} times somebody else wrote in between`);
  return { found, failures: [...failures, ...waiting.map(contention)] };
}

/** What the sightings make of a group. */
interface Addition {
  readonly group: Group;
  readonly found: readonly Found[];
  /** The slot that it has to ask for. */
  readonly asks: number | undefined;
  /** Nothing to write where nothing changed. */
  readonly write: RememberRequest | undefined;
}

function additionOf(group: Group, before: Item | undefined, rules: MemoryRules, now: number): Addition {
  const { rule, values, key, sightings, record } = group;
  const detector = rules.detector(rule);
  const kept = keptIn(before?.state);
  const { state, episodes } = detector.add(kept?.state ?? detector.empty, sightings);
  const found = episodes.map((episode): Found => ({ rule, values, group: key, episode, record }));
  if (kept !== undefined && state === kept.state) return { group, found, asks: undefined, write: undefined };
  const due = detector.due(state);
  const wake = due === undefined ? undefined : slotFor(due, now);
  const asks = wake !== undefined && mustAsk(wake, kept?.wake, now);
  const next: Kept = {
    rule: rule.id,
    values,
    state,
    wake: asks ? wake : kept?.wake,
    sample: episodes.length > 0 || kept?.sample === undefined ? sampleOf(record.raw, rule.memory.groupBy) : kept.sample,
  };
  return {
    group,
    found,
    asks: asks ? wake : undefined,
    write: { key, state: textOfKept(next), version: before?.version ?? 0, expires: detector.expires(state) },
  };
}

/** Asks for each slot once, with all that ask for it. Returns the slots that could not be had. */
async function askForAll(additions: readonly Addition[], memory: Memory): Promise<ReadonlyMap<number, Failure>> {
  const slots = new Map<number, string[]>();
  for (const { asks, group } of additions)
    if (asks !== undefined) slots.set(asks, [...(slots.get(asks) ?? []), group.key]);
  const refused = new Map<number, Failure>();
  for (const [slot, keys] of slots) {
    const asked = await askFor(slot, keys, memory);
    if (!asked.ok) refused.set(slot, asked.failure);
  }
  return refused;
}

/** False where somebody else wrote in between. */
async function writeOf({ write }: Addition, refused: Failure | undefined, memory: Memory): Promise<Result<boolean>> {
  if (refused !== undefined) return failed(refused);
  return write === undefined ? ok(true) : memory.write(write);
}
