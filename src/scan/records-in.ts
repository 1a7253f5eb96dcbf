import { openDelivery } from '../decode/delivery.ts';
import { unwrapExport } from '../decode/export.ts';
import type { Reject, Result } from '../errors.ts';
import { failed, reject } from '../errors.ts';
import { isObject, textOf } from '../json.ts';
import { type CloudTrailRecord, recordFrom } from '../record/record.ts';

/** Wrappers around each other: an export of an envelope of a delivery. */
const MAX_WRAPPERS = 4;

/**
 * The records in one JSON value of a file: a record itself, or one inside an envelope or another tool's export. What is
 * none comes back as the reason why.
 *
 * @param levels how deep the value is nested, where the reader has counted
 */
export function recordsIn(value: unknown, levels?: number): Result<CloudTrailRecord, Reject>[] {
  const results: Result<CloudTrailRecord, Reject>[] = [];
  let layer: unknown[] = [value];
  for (let depth = 0; layer.length > 0; depth++) {
    const inner: unknown[] = [];
    for (const candidate of layer) {
      // What was text inside the value may be nested deeper than the value itself.
      const record = recordFrom(candidate, depth === 0 ? levels : undefined);
      if (record.ok || !isObject(candidate)) {
        results.push(record);
        continue;
      }
      const unwrapped = depth < MAX_WRAPPERS ? unwrapExport(candidate) : undefined;
      if (unwrapped !== undefined) inner.push(...unwrapped);
      else results.push(...fromDelivery(candidate, record));
    }
    layer = inner;
  }
  return results;
}

/** An envelope, or one entry of its Records: the file reader hands those over one by one. */
function fromDelivery(value: { readonly [key: string]: unknown }, refused: Result<CloudTrailRecord, Reject>) {
  const source = textOf(value, 'eventSource') ?? textOf(value, 'EventSource') ?? '';
  const items = openDelivery(source.startsWith('aws:') ? { Records: [value] } : value);
  return items.map((item): Result<CloudTrailRecord, Reject> => {
    switch (item.kind) {
      case 'record':
        return recordFrom(item.value);
      case 'object':
        return failed(
          reject('names-an-object', `a notice of s3://${item.ref.bucket}/${item.ref.key}, without records`),
        );
      case 'ignored':
        return failed(reject(item.why, 'a delivery without records'));
      case 'rejected':
        return item.rejection.reason === 'unknown-envelope' ? refused : failed(item.rejection);
      default:
        return item satisfies never;
    }
  });
}
