import { createHash } from 'node:crypto';
import { ok, type Reject, type Result, reject } from '../errors.ts';
import { isObject, type JsonObject, objectOf, own, textOf } from '../json.ts';
import { MAX_DEPTH, prune } from './depth.ts';
import { eventTimeOf } from './event-time.ts';
import { notCloudTrail } from './recognise.ts';

/** CloudTrail's own categories; records up to event version 1.07 name none and are management events. */
export type Category = 'Management' | 'Data' | 'Insight' | 'NetworkActivity' | 'Aggregated';

/** One CloudTrail record, as delivered. Its fields are read from `raw`, under CloudTrail's own names. */
export interface CloudTrailRecord {
  readonly raw: JsonObject;
  /** Of a record that is not parsed yet (unparsed.ts): the fields that were read, with all that rules with memory ask of it. */
  readonly outline?: JsonObject;
  /**
   * What makes a record one event: `addendum.originalEventID` of a corrected record, else `eventID` (`eventId` of
   * aggregated ones), else the hash of its JSON. Never the S3 key or the envelope's id: the same event comes by both.
   */
  readonly id: string;
  readonly category: Category;
  /** Event time, milliseconds since 1970; absent where the record has none that can be read. */
  readonly time?: number;
  /** True where something nested too deep was cut off before matching. */
  readonly pruned: boolean;
}

const CATEGORIES: ReadonlySet<string> = new Set<Category>(['Data', 'Insight', 'NetworkActivity', 'Aggregated']);

/** A value from anywhere as a CloudTrail record, or the reason why it is none. Never throws. */
export function recordFrom(value: unknown, depth?: number): Result<CloudTrailRecord, Reject> {
  if (!isObject(value)) return { ok: false, failure: reject('not-an-object', 'expected a JSON object') };
  const refusal = notCloudTrail(value);
  return refusal === undefined ? ok(toRecord(value, depth)) : { ok: false, failure: refusal };
}

/** An object as a record without asking whether CloudTrail wrote it: for the events of rule tests, which are partial. */
export function toRecord(value: JsonObject, depth = Number.POSITIVE_INFINITY): CloudTrailRecord {
  const pruned = depth > MAX_DEPTH && prune(value);
  const time = eventTimeOf(value);
  return {
    raw: value,
    id: idOf(value),
    category: categoryOf(value),
    ...(time === undefined ? {} : { time }),
    pruned,
  };
}

const idOf = (raw: JsonObject): string => writtenIdOf(raw) ?? contentHash(raw);

/** Undefined where nobody wrote one. */
export function writtenIdOf(raw: JsonObject): string | undefined {
  const original = textOf(objectOf(raw, 'addendum') ?? {}, 'originalEventID');
  return original || textOf(raw, 'eventID') || textOf(raw, 'eventId') || undefined;
}

/** Keys in order, so that two writers of the same record agree. Only hand-made records come here. */
function contentHash(raw: JsonObject): string {
  const canonical = JSON.stringify(raw, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(canonical).digest('hex');
}

export function categoryOf(raw: JsonObject): Category {
  const category = own(raw, 'eventCategory');
  return typeof category === 'string' && CATEGORIES.has(category) ? (category as Category) : 'Management';
}
