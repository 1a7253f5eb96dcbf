import { createHash } from 'node:crypto';
import { fieldAt, parsePath } from '../match/fields.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Sighting } from './detector.ts';
import type { MemoryRule, MemorySpec } from './memory-rule.ts';

/** An event that a rule found, or an episode that a rule with memory found, as another rule with memory counts it. */
export interface Counted {
  /** The name of the rule that found it. */
  readonly rule: string;
  readonly id: string;
  readonly time: number;
  readonly record: CloudTrailRecord;
  /** By rule's id: its groups, where somebody has looked for them already. */
  readonly places?: ReadonlyMap<string, readonly Place[]>;
}

/** What an event counts as: a sighting in one group of a rule. */
export interface Place {
  readonly key: string;
  readonly values: readonly string[];
  readonly sighting: Sighting;
}

/** The sightings of one rule and one group, with a record to tell them by. */
export interface Group {
  readonly rule: MemoryRule;
  /** The values of `groupBy`, in its order. */
  readonly values: readonly string[];
  /** Where the store keeps it: a hash, since the values are an attacker's and may be of any length. */
  readonly key: string;
  readonly sightings: Sighting[];
  /** The newest of the events. */
  record: CloudTrailRecord;
}

/** What one event can count as: a list in each field that a rule groups by multiplies. The first ones stay. */
const MOST_COMBINATIONS = 100;

/**
 * Sorts what was found into the groups of a rule. Where a field is a list, the event counts for each of its elements: a
 * call that stops two machines has stopped both. What lacks a value that the rule asks for belongs to no group.
 */
export function groupsOf(rule: MemoryRule, found: readonly Counted[]): Group[] {
  const groups = new Map<string, Group>();
  // Another timespan or threshold keeps another state: a rule that was changed begins anew.
  const asked = JSON.stringify(rule.memory);
  for (const one of found) {
    if (!rule.memory.rules.includes(one.rule)) continue;
    for (const { key, values, sighting } of one.places?.get(rule.id) ?? placesOf(rule, asked, one)) {
      const group = groups.get(key) ?? { rule, values, key, sightings: [], record: one.record };
      groups.set(key, group);
      if (one.time >= (group.record.time ?? 0)) group.record = one.record;
      group.sightings.push(sighting);
    }
  }
  return [...groups.values()];
}

/** The groups of each rule that counts an event, for whoever shall not look into the record any more. */
export const placesIn = (rules: readonly MemoryRule[], counted: Counted): Map<string, readonly Place[]> =>
  new Map(
    rules
      .filter(({ memory }) => memory.rules.includes(counted.rule))
      .map((rule) => [rule.id, placesOf(rule, JSON.stringify(rule.memory), counted)]),
  );

const placesOf = (rule: MemoryRule, asked: string, counted: Counted): Place[] =>
  countsAs(rule.memory, counted).map(({ values, sighting }) => ({
    key: shortHash(rule.id, asked, ...values),
    values,
    sighting,
  }));

type CountsAs = Omit<Place, 'key'>;

function countsAs(memory: MemorySpec, { rule, id, time, record }: Counted): CountsAs[] {
  const { groupBy, field } = fieldsFor(memory, rule);
  const groups = groupBy.map((name) => distinct(valuesOf(record, name)));
  if (field === undefined) {
    const sighting = { id: shortHash(id), time, rule };
    return combinations(groups).map((values) => ({ values, sighting }));
  }
  const looked = valuesOf(record, field);
  // Of what is added up, equal values count each.
  const isDistinct = memory.type === 'value_count' || memory.type === 'first_seen';
  const sightings = (isDistinct ? distinct(looked) : looked).map(
    (value, i): Sighting => ({ id: i === 0 ? shortHash(id) : shortHash(id, String(i)), time, rule, value }),
  );
  return combinations<string | Sighting>([...groups, sightings]).map((parts) => ({
    values: parts.slice(0, -1) as string[],
    sighting: parts.at(-1) as Sighting,
  }));
}

/**
 * The fields that rules with memory ask the events of a rule for, and those that count what these find: the same record
 * stands for it.
 *
 * @param memory in an order in which a rule stands behind those that it counts
 */
export function fieldsCounted(memory: readonly MemoryRule[], rule: string): readonly string[] {
  const found = new Set([rule]);
  const fields = new Set<string>();
  for (const one of memory) {
    for (const name of one.memory.rules.filter((counted) => found.has(counted))) {
      const { groupBy, field } = fieldsFor(one.memory, name);
      for (const asked of field === undefined ? groupBy : [...groupBy, field]) fields.add(asked);
      found.add(one.name);
    }
  }
  return [...fields];
}

/** The fields that a rule asks the events of one of its rules for, behind the aliases. */
function fieldsFor(memory: MemorySpec, rule: string): { readonly groupBy: readonly string[]; readonly field?: string } {
  const behind = (name: string): string => memory.aliases[name]?.[rule] ?? name;
  const groupBy = memory.groupBy.map(behind);
  return 'field' in memory && memory.field !== undefined ? { groupBy, field: behind(memory.field) } : { groupBy };
}

/** One of each, in every combination, the first hundred. */
function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  let all: T[][] = [[]];
  for (const list of lists) {
    const some = list.slice(0, MOST_COMBINATIONS);
    all = all.flatMap((parts) => some.map((part) => [...parts, part])).slice(0, MOST_COMBINATIONS);
  }
  return all;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** Of the fields that a rule groups by, or looks at, those that the event has no value for: it is left out for them. */
export function missingValues({ memory }: MemoryRule, { rule, record }: Counted): string[] {
  const { groupBy, field } = fieldsFor(memory, rule);
  return [...groupBy, ...(field === undefined ? [] : [field])].filter((name) => valuesOf(record, name).length === 0);
}

/** The elements of a field as texts, an object as its JSON. Missing, null and the empty text are no value. */
const valuesOf = (record: CloudTrailRecord, field: string): string[] =>
  fieldAt(record.outline ?? record.raw, parsePath(field)).values.flatMap((value) => {
    if (value === null || value === undefined || value === '') return [];
    return [typeof value === 'string' ? value : JSON.stringify(value)];
  });

/** 72 bits as 12 characters: enough that two of the thousand events of a group never meet by chance, or by design. */
const SHORT = 12;

export const shortHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, SHORT);
