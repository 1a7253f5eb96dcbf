import { createHash } from 'node:crypto';
import { fieldAt, parsePath } from '../match/fields.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Sighting } from './detector.ts';
import type { MemoryRule } from './memory-rule.ts';

/** An event that a rule found, or an episode that a rule with memory found, as another rule with memory counts it. */
export interface Counted {
  /** The name of the rule that found it. */
  readonly rule: string;
  readonly id: string;
  readonly time: number;
  readonly record: CloudTrailRecord;
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

/** Sorts what was found into the groups of a rule. What lacks a value that the rule asks for belongs to none. */
export function groupsOf(rule: MemoryRule, found: readonly Counted[]): Group[] {
  const groups = new Map<string, Group>();
  // Another timespan or threshold keeps another state: a rule that was changed begins anew.
  const asked = JSON.stringify(rule.memory);
  for (const one of found) {
    const { memory } = rule;
    if (!memory.rules.includes(one.rule)) continue;
    const values = memory.groupBy.map((name) => valueOf(one.record, memory.aliases[name]?.[one.rule] ?? name));
    const value = 'field' in memory && memory.field !== undefined ? valueOf(one.record, memory.field) : '';
    if (value === undefined || !values.every((text) => text !== undefined)) continue;
    const key = shortHash(rule.id, asked, ...values);
    const group = groups.get(key) ?? { rule, values, key, sightings: [], record: one.record };
    groups.set(key, group);
    if (one.time >= (group.record.time ?? 0)) group.record = one.record;
    group.sightings.push({ id: shortHash(one.id), time: one.time, rule: one.rule, ...(value === '' ? {} : { value }) });
  }
  return [...groups.values()];
}

/** Of the fields that a rule groups by, or looks at, those that the event has no value for: it is left out for them. */
export function missingValues({ memory }: MemoryRule, { rule, record }: Counted): string[] {
  const named = memory.groupBy.map((name) => memory.aliases[name]?.[rule] ?? name);
  const looked = 'field' in memory && memory.field !== undefined ? [memory.field] : [];
  return [...named, ...looked].filter((field) => valueOf(record, field) === undefined);
}

/** A field as one text; the elements of a list together. Missing, null and the empty text are no value. */
function valueOf({ raw }: CloudTrailRecord, field: string): string | undefined {
  const { texts, values } = fieldAt(raw, parsePath(field));
  if (values.length === 0 || texts.every((text) => text === '')) return undefined;
  return values.length === 1 ? texts.at(-1) : JSON.stringify(values);
}

/** 72 bits as 12 characters: enough that two of the thousand events of a group never meet by chance, or by design. */
const SHORT = 12;

export const shortHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, SHORT);
