import { hash } from 'node:crypto';
import { fieldAt, parsePath } from '../match/fields.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Sighting } from './detector.ts';
import { type Counted, fieldsFor, type Group, type Place } from './groups.ts';
import type { MemoryRule } from './memory-rule.ts';

/** What one event can count as: a list in each field that a rule groups by multiplies. The first ones stay. */
const MOST_COMBINATIONS = 100;
/** Most events are of groups that were seen just now; an attacker makes groups without end. */
const MOST_KEYS = 4_096;

type Path = readonly string[];

/** The fields that the rule asks the events of one of its rules for. */
interface Asked {
  readonly groupBy: readonly Path[];
  readonly field?: Path;
}

type CountsAs = Omit<Place, 'key'>;

/** Sorts events into the groups of a rule. What is the same for all events is worked out once. */
export class Grouping {
  readonly rule: MemoryRule;
  /** Another timespan or threshold keeps another state: a rule that was changed begins anew. */
  readonly #spec: string;
  /** By the name of the rule that found the event. */
  readonly #paths = new Map<string, Asked>();
  /** By the values of the group, as JSON. */
  readonly #keys = new Map<string, string>();

  constructor(rule: MemoryRule) {
    this.rule = rule;
    this.#spec = JSON.stringify(rule.memory);
  }

  /** Whether the rule counts what the rule of this name finds. */
  counts(name: string): boolean {
    return this.rule.memory.rules.includes(name);
  }

  /**
   * Where a field is a list, the event counts for each of its elements: a call that stops two machines has stopped both.
   * What lacks a value that the rule asks for belongs to no group.
   */
  groupsOf(found: readonly Counted[]): Group[] {
    const groups = new Map<string, Group>();
    for (const one of found) {
      if (!this.counts(one.rule)) continue;
      for (const { key, values, sighting } of one.places?.get(this.rule.id) ?? this.placesOf(one)) {
        const group = groups.get(key) ?? { rule: this.rule, values, key, sightings: [], record: one.record };
        groups.set(key, group);
        if (one.time >= (group.record.time ?? 0)) group.record = one.record;
        group.sightings.push(sighting);
      }
    }
    return [...groups.values()];
  }

  placesOf(counted: Counted): Place[] {
    return this.#countsAs(counted).map(({ values, sighting }) => ({ key: this.#keyOf(values), values, sighting }));
  }

  /** Of the fields that the rule groups by, or looks at, those that the event has no value for: it is left out for them. */
  missingValues({ rule, record }: Counted): string[] {
    const { groupBy, field } = fieldsFor(this.rule.memory, rule);
    const asked = field === undefined ? groupBy : [...groupBy, field];
    return asked.filter((name) => valuesOf(record, parsePath(name)).length === 0);
  }

  #countsAs({ rule, id, time, record }: Counted): CountsAs[] {
    const { groupBy, field } = this.#pathsFor(rule);
    const groups = groupBy.map((path) => distinct(valuesOf(record, path)));
    if (field === undefined) {
      const sighting = { id: shortHash(id), time, rule };
      return combinations(groups).map((values) => ({ values, sighting }));
    }
    const looked = valuesOf(record, field);
    // Of what is added up, equal values count each.
    const { type } = this.rule.memory;
    const isDistinct = type === 'value_count' || type === 'first_seen';
    const sightings = (isDistinct ? distinct(looked) : looked).map(
      (value, i): Sighting => ({ id: i === 0 ? shortHash(id) : shortHash(id, String(i)), time, rule, value }),
    );
    return combinations<string | Sighting>([...groups, sightings]).map((parts) => ({
      values: parts.slice(0, -1) as string[],
      sighting: parts.at(-1) as Sighting,
    }));
  }

  #pathsFor(rule: string): Asked {
    const known = this.#paths.get(rule);
    if (known !== undefined) return known;
    const { groupBy, field } = fieldsFor(this.rule.memory, rule);
    const paths = { groupBy: groupBy.map(parsePath), ...(field === undefined ? {} : { field: parsePath(field) }) };
    this.#paths.set(rule, paths);
    return paths;
  }

  #keyOf(values: readonly string[]): string {
    const name = JSON.stringify(values);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = shortHash(this.rule.id, this.#spec, ...values);
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    this.#keys.set(name, key);
    return key;
  }
}

/** The groups of each rule that counts an event, by the rule's id: for whoever shall not look into the record any more. */
export const placesIn = (groupings: readonly Grouping[], counted: Counted): Map<string, readonly Place[]> =>
  new Map(
    groupings
      .filter((grouping) => grouping.counts(counted.rule))
      .map((grouping) => [grouping.rule.id, grouping.placesOf(counted)]),
  );

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

/** The elements of a field as texts, an object as its JSON. Missing, null and the empty text are no value. */
const valuesOf = (record: CloudTrailRecord, path: Path): string[] =>
  fieldAt(record.outline ?? record.raw, path).values.flatMap((value) => {
    if (value === null || value === undefined || value === '') return [];
    return [typeof value === 'string' ? value : JSON.stringify(value)];
  });

/** 72 bits as 12 characters: enough that two of the thousand events of a group never meet by chance, or by design. */
const SHORT = 12;

const shortHash = (...parts: readonly string[]): string =>
  hash('sha256', JSON.stringify(parts), 'base64url').slice(0, SHORT);
