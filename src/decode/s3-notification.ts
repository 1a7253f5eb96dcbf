import { isObject, objectOf, own, textOf } from '../json.ts';
import { type Opened, objectItem, rejected, type Source } from './item.ts';
import { decodeKey } from './object-key.ts';

/** An S3 event notification, and the test message that S3 sends when a notification is set up. */
export const s3Notification: Source = (value) => {
  if (!isObject(value)) return undefined;
  if (textOf(value, 'Event') === 's3:TestEvent') return [{ kind: 'ignored', why: 's3-test-event' }];
  const records = own(value, 'Records');
  if (
    !Array.isArray(records) ||
    !records.some((record) => isObject(record) && textOf(record, 'eventSource') === 'aws:s3')
  ) {
    return undefined;
  }
  return records.flatMap(entry);
};

function entry(record: unknown): Opened {
  if (!isObject(record)) return [rejected('bad-s3-notification', 'an entry of Records is not an object')];
  const name = textOf(record, 'eventName') ?? '';
  if (!name.startsWith('ObjectCreated:')) return [{ kind: 'ignored', why: 's3-other-event' }];
  const s3 = objectOf(record, 's3');
  const object = s3 && objectOf(s3, 'object');
  const bucket = s3 && textOf(objectOf(s3, 'bucket') ?? {}, 'name');
  const key = object && textOf(object, 'key');
  if (bucket === undefined || key === undefined) {
    return [rejected('bad-s3-notification', 'expected s3.bucket.name and s3.object.key')];
  }
  const versionId = textOf(object ?? {}, 'versionId');
  return [objectItem({ bucket, key: decodeKey(key), ...(versionId === undefined ? {} : { versionId }) })];
}
