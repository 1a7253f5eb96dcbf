import { isObject, own, textOf } from '../json.ts';
import { objectItem, rejected, type Source } from './item.ts';

/** CloudTrail's own SNS notice of new log files: one bucket, several keys, not URL-encoded. */
export const cloudtrailNotice: Source = (value) => {
  const bucket = isObject(value) ? textOf(value, 's3Bucket') : undefined;
  const keys = isObject(value) ? own(value, 's3ObjectKey') : undefined;
  if (bucket === undefined || !Array.isArray(keys)) return undefined;
  return keys.map((key: unknown) =>
    typeof key === 'string'
      ? objectItem({ bucket, key })
      : rejected('bad-cloudtrail-notice', 's3ObjectKey holds no text'),
  );
};
