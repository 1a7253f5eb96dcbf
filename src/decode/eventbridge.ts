import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { type Opened, objectItem, rejected, type Source } from './item.ts';

/**
 * EventBridge: `… via CloudTrail` holds one record; `Object Created` points at an S3 object (its key is not encoded).
 * Only AWS can send a `source` that begins with `aws.`; without that check anyone who may call PutEvents could forge
 * CloudTrail records (EventBridge user guide, "Events").
 */
export const eventbridge: Source = (value) => {
  if (!isObject(value)) return undefined;
  const source = textOf(value, 'source');
  const type = textOf(value, 'detail-type') ?? textOf(value, 'detailType');
  if (source === undefined || type === undefined) return undefined;
  if (type.endsWith(' via CloudTrail')) return viaCloudTrail(source, value);
  if (source === 'aws.s3' && type === 'Object Created') return objectCreated(value);
  return [{ kind: 'ignored', why: 'eventbridge-other-event' }];
};

function viaCloudTrail(source: string, value: JsonObject): Opened {
  if (!source.startsWith('aws.')) {
    return [
      rejected('forged-envelope', 'a CloudTrail event whose source does not begin with aws. was not sent by AWS'),
    ];
  }
  const detail = objectOf(value, 'detail');
  if (detail === undefined) return [rejected('bad-eventbridge-event', 'expected an object under detail')];
  return [{ kind: 'record', value: detail }];
}

/** S3 raises the major version when a reader of today would misread it (S3 user guide, "EventBridge event structure"). */
const KNOWN_MAJOR = '1';

function objectCreated(value: JsonObject): Opened {
  const detail = objectOf(value, 'detail') ?? {};
  const version = textOf(detail, 'event-version');
  if (version !== undefined && version.split('.')[0] !== KNOWN_MAJOR) {
    return [rejected('unknown-event-version', 'expected event-version 1.x of an S3 Object Created event')];
  }
  const object = objectOf(detail, 'object') ?? {};
  const bucket = textOf(objectOf(detail, 'bucket') ?? {}, 'name');
  const key = textOf(object, 'key');
  if (bucket === undefined || key === undefined) {
    return [rejected('bad-eventbridge-event', 'expected detail.bucket.name and detail.object.key')];
  }
  const versionId = textOf(object, 'version-id');
  return [objectItem({ bucket, key, ...(versionId === undefined ? {} : { versionId }) })];
}
