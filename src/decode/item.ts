import { type Reject, reject } from '../errors.ts';
import type { ObjectRef } from '../ports.ts';
import { kindOfKey } from './object-key.ts';

/** What a delivery holds, once the envelopes are off. */
export type Item =
  | { readonly kind: 'object'; readonly ref: ObjectRef }
  | { readonly kind: 'record'; readonly value: unknown }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'rejected'; readonly rejection: Reject };

/** What one envelope says: items, and further envelopes inside it. */
export type Opened = readonly (Item | { readonly kind: 'envelope'; readonly value: unknown })[];

/** An envelope that is not this source's own answers undefined. */
export type Source = (value: unknown) => Opened | undefined;

export const rejected = (reason: string, detail: string): Item & { kind: 'rejected' } => ({
  kind: 'rejected',
  rejection: reject(reason, detail),
});

/** A log file is to be read; everything else in the bucket is left to those whose business it is. */
export function objectItem(ref: ObjectRef): Item {
  const kind = kindOfKey(ref.key);
  switch (kind) {
    case 'log':
    case 'insight':
      return { kind: 'object', ref };
    case 'digest':
    case 'aggregated':
      return { kind: 'ignored', why: `${kind}-object` };
    case 'misnamed':
      return rejected('misnamed-object', `among the log files lies s3://${ref.bucket}/${ref.key}`);
    case 'other':
      return { kind: 'ignored', why: 'not-a-cloudtrail-key' };
    default:
      return kind satisfies never;
  }
}
