import { ok, type Reject, type Result, reject } from '../errors.ts';
import { parseJson } from '../json.ts';
import { type CloudTrailRecord, recordFrom } from './record.ts';
import { type Outline, UnparsedRecord } from './unparsed.ts';

/** What a reader of files found where a record should be. */
export interface FoundRecord {
  /** Asked for only where it has to be parsed: to make a view of bytes takes a while. */
  readonly bytes: Uint8Array;
  readonly depth: number;
  /** Where the reader has seen that it is a record and need not be parsed (unparsed.ts). */
  readonly outline?: Outline | undefined;
}

/** Reads one record of a file. Never throws. */
export const readFound = (found: FoundRecord): Result<CloudTrailRecord, Reject> =>
  found.outline === undefined ? readRecord(found.bytes, found.depth) : ok(new UnparsedRecord(found.outline));

/**
 * Reads the bytes of one record. Never throws.
 *
 * @param depth levels of nesting, where the reader has counted them already
 */
export function readRecord(bytes: Uint8Array, depth?: number): Result<CloudTrailRecord, Reject> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const parsed = parseJson(text);
  return parsed.ok ? recordFrom(parsed.value, depth) : { ok: false, failure: reject('not-json', parsed.message) };
}
