import type { JsonObject } from '../json.ts';
import { eventTimeOf } from './event-time.ts';
import { type Category, type CloudTrailRecord, categoryOf, writtenIdOf } from './record.ts';

/** What a record was read as instead of being parsed. Its objects may be those of other records too. */
export interface Outline {
  /** Which event it is, and when it happened: HEAD_FIELDS, as they stand in the record. */
  readonly head: JsonObject;
  /** KIND_FIELDS, and whatever else was read. */
  readonly fields: JsonObject;
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
 *
 * @param bytes valid JSON, without what prune would cut off; they are copied
 * @returns undefined where it has no id of its own, so that it must be parsed to get one
 */
export function unparsedRecord(bytes: Uint8Array, outline: Outline): CloudTrailRecord | undefined {
  const id = writtenIdOf(outline.head);
  return id === undefined ? undefined : new Unparsed(bytes, outline, id);
}

class Unparsed implements CloudTrailRecord {
  readonly outline: JsonObject;
  readonly id: string;
  readonly category: Category;
  readonly time?: number;
  readonly pruned = false;
  /** A text of one letter for each byte: it is made faster than a small buffer. */
  readonly #bytes: string;
  #raw: JsonObject | undefined;

  constructor(bytes: Uint8Array, { head, fields }: Outline, id: string) {
    this.#bytes = (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString('latin1');
    this.outline = fields;
    this.id = id;
    this.category = categoryOf(fields);
    const time = eventTimeOf(head);
    if (time !== undefined) this.time = time;
  }

  get raw(): JsonObject {
    this.#raw ??= JSON.parse(Buffer.from(this.#bytes, 'latin1').toString('utf8')) as JsonObject;
    return this.#raw;
  }
}
