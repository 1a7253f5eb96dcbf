import { ok, type Reject, type Result, reject } from '../errors.ts';
import { parseJson } from '../json.ts';
import { type CloudTrailRecord, recordFrom } from './record.ts';
import { type Outline, UnparsedRecord } from './unparsed.ts';

/**
 * Reads the bytes of one record. Never throws.
 *
 * @param depth levels of nesting, where the reader has counted them already
 * @param outline fields of it, where the reader has seen that it is a record and need not be parsed (unparsed.ts)
 */
export function readRecord(bytes: Uint8Array, depth?: number, outline?: Outline): Result<CloudTrailRecord, Reject> {
  if (outline !== undefined) return ok(new UnparsedRecord(outline));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const parsed = parseJson(text);
  return parsed.ok ? recordFrom(parsed.value, depth) : { ok: false, failure: reject('not-json', parsed.message) };
}
