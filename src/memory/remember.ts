import { type Failure, failed, ok, type Result, retry } from '../errors.ts';
import type { Clock, Memory } from '../ports.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { admit, type Overflow } from './admission.ts';
import type { Episode } from './detector.ts';
import { type Counted, type Group, groupsOf } from './groups.ts';
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
    const groups = level.flatMap((rule) => groupsOf(rule, counted));
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
  const added = await Promise.all(
    admitted.value.groups.map((group) => addTo(group, rules, ports, read.value.get(group.key))),
  );
  return {
    found: added.flatMap((one) => (one.ok ? one.value : [])),
    overflows: admitted.value.overflows,
    failures: added.flatMap((one) => (one.ok ? [] : [one.failure])),
  };
}

/** Read, add, write; again from the start where somebody wrote in between. */
async function addTo(
  group: Group,
  rules: MemoryRules,
  ports: MemoryPorts,
  first: { readonly state: string; readonly version: number } | undefined,
): Promise<Result<Found[]>> {
  const { rule, values, key, sightings, record } = group;
  const detector = rules.detector(rule);
  let before = first;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const kept = keptIn(before?.state);
    const { state, episodes } = detector.add(kept?.state ?? detector.empty, sightings);
    const found = episodes.map((episode): Found => ({ rule, values, group: key, episode, record }));
    if (kept !== undefined && state === kept.state) return ok(found);
    const due = detector.due(state);
    const wake = due === undefined ? undefined : slotFor(due, ports.clock.now());
    // Asked before it is noted: a worker that dies in between leaves one call too many, not one too few.
    const asks = wake !== undefined && mustAsk(wake, kept?.wake, ports.clock.now());
    if (asks) {
      const asked = await askFor(wake, key, ports.memory);
      if (!asked.ok) return asked;
    }
    const next: Kept = {
      rule: rule.id,
      values,
      state,
      wake: asks ? wake : kept?.wake,
      sample:
        episodes.length > 0 || kept?.sample === undefined ? sampleOf(record.raw, rule.memory.groupBy) : kept.sample,
    };
    const written = await ports.memory.write({
      key,
      state: textOfKept(next),
      version: before?.version ?? 0,
      expires: detector.expires(state),
    });
    if (!written.ok) return written;
    if (written.value) return ok(found);
    const again = await ports.memory.read([key]);
    if (!again.ok) return again;
    before = again.value.get(key);
  }
  return failed(retry('contention', `${rule.name}: ${MAX_ATTEMPTS} times somebody else wrote in between`));
}
