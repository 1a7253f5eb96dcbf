import { ok, type Result } from '../errors.ts';
import type { Memory } from '../ports.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Group } from './groups.ts';
import { addKeys } from './key-list.ts';
import type { MemoryRule } from './memory-rule.ts';

/**
 * New groups of one rule in one hour of event time. Who makes up an address for every call makes a group for every call;
 * beyond this they are not counted, and that is told.
 */
export const MAX_GROUPS_PER_HOUR = 1_000;

const HOUR_MS = 60 * 60 * 1000;
/** Late events come within a day. */
const KEEP_MS = 3 * 24 * HOUR_MS;

/** The groups of one rule that began in one hour were too many; what the later ones do is not counted. */
export interface Overflow {
  readonly rule: MemoryRule;
  /** The hour, milliseconds since 1970. */
  readonly hour: number;
  readonly record: CloudTrailRecord;
}

export interface Admitted {
  readonly groups: readonly Group[];
  readonly overflows: readonly Overflow[];
}

/** Lets in the groups that are known, and new ones as long as there is room in their hour. */
export async function admit(
  groups: readonly Group[],
  isKnown: (group: Group) => boolean,
  memory: Memory,
): Promise<Result<Admitted>> {
  const isOnlyOne = ({ rule }: Group): boolean => rule.memory.groupBy.length === 0;
  const [admitted, strangers] = partition(groups, (group) => isOnlyOne(group) || isKnown(group));
  const overflows: Overflow[] = [];
  for (const { rule, hour, groups: begun } of byHour(strangers)) {
    const list = { key: `groups#${rule.id}#${hour}`, max: MAX_GROUPS_PER_HOUR, expires: hour + KEEP_MS };
    const inside = await addKeys(
      list,
      begun.map(({ key }) => key),
      memory,
    );
    if (!inside.ok) return inside;
    const [welcome, left] = partition(begun, ({ key }) => inside.value.has(key));
    admitted.push(...welcome);
    if (left[0] !== undefined) overflows.push({ rule, hour, record: left[0].record });
  }
  return ok({ groups: admitted, overflows });
}

interface Hour {
  readonly rule: MemoryRule;
  readonly hour: number;
  readonly groups: Group[];
}

function byHour(groups: readonly Group[]): Hour[] {
  const hours = new Map<string, Hour>();
  for (const group of groups) {
    const hour = Math.floor((group.sightings[0]?.time ?? 0) / HOUR_MS) * HOUR_MS;
    const key = `${group.rule.id} ${hour}`;
    const known = hours.get(key) ?? { rule: group.rule, hour, groups: [] };
    known.groups.push(group);
    hours.set(key, known);
  }
  return [...hours.values()];
}

const partition = <T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] => [
  all.filter(holds),
  all.filter((one) => !holds(one)),
];
