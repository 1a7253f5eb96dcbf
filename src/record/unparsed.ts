import type { JsonObject } from '../json.ts';
import { type Category, type CloudTrailRecord, categoryOf } from './record.ts';

/** What a record was read as instead of being parsed. */
export interface Outline {
  readonly id: string;
  /** Milliseconds since 1970; undefined where it has none that can be read. */
  readonly time: number | undefined;
  /** KIND_FIELDS, and whatever else was read. It may be the object of other records too. */
  readonly fields: JsonObject;
  /** All of it, which is valid JSON without what prune would cut off. */
  readonly json: () => string;
}

/** What the id and the time of a record are read from; what CloudTrail writes into nearly every one is first. */
export const HEAD_FIELDS: readonly (readonly string[])[] = [
  ['eventID'],
  ['eventTime'],
  ['eventId'],
  ['addendum', 'originalEventID'],
  ['@timestamp'],
  ['eventStartTime'],
];

/** What tells the category of a record, and whose it is. */
export const KIND_FIELDS: readonly (readonly string[])[] = [['eventCategory'], ['recipientAccountId']];

/**
 * A record of which only some fields were read; it is parsed when somebody asks for more. Of what is merely counted nobody
 * does.
 */
export class UnparsedRecord implements CloudTrailRecord {
  readonly id: string;
  readonly time?: number;
  readonly outline: JsonObject;
  readonly pruned = false;
  readonly #json: () => string;
  #raw: JsonObject | undefined;

  constructor({ id, time, fields, json }: Outline) {
    this.id = id;
    if (time !== undefined) this.time = time;
    this.outline = fields;
    this.#json = json;
  }

  get category(): Category {
    return categoryOf(this.outline);
  }

  get raw(): JsonObject {
    this.#raw ??= JSON.parse(this.#json()) as JsonObject;
    return this.#raw;
  }
}
