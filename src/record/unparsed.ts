import type { JsonObject } from '../json.ts';
import { eventTimeOf } from './event-time.ts';
import { type Category, type CloudTrailRecord, categoryOf, writtenIdOf } from './record.ts';

/** What the id, the time and the category of a record are read from. */
export const HEAD_FIELDS: readonly (readonly string[])[] = [
  ['eventID'],
  ['eventId'],
  ['addendum', 'originalEventID'],
  ['eventTime'],
  ['@timestamp'],
  ['eventStartTime'],
  ['eventCategory'],
  ['recipientAccountId'],
];

/**
 * A record of which only some fields were read; it is parsed when somebody asks for more. Of what is merely counted nobody
 * does.
 *
 * @param bytes valid JSON, without what prune would cut off; they are copied
 * @param outline HEAD_FIELDS, and whatever else was read, as they stand in the record
 * @returns undefined where it has no id of its own, so that it must be parsed to get one
 */
export function unparsedRecord(bytes: Uint8Array, outline: JsonObject): CloudTrailRecord | undefined {
  const id = writtenIdOf(outline);
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

  constructor(bytes: Uint8Array, outline: JsonObject, id: string) {
    this.#bytes = (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString('latin1');
    this.outline = outline;
    this.id = id;
    this.category = categoryOf(outline);
    const time = eventTimeOf(outline);
    if (time !== undefined) this.time = time;
  }

  get raw(): JsonObject {
    this.#raw ??= JSON.parse(Buffer.from(this.#bytes, 'latin1').toString('utf8')) as JsonObject;
    return this.#raw;
  }
}
