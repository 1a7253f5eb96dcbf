import { type Reject, reject } from '../errors.ts';
import { isObject, type JsonObject, own, textOf } from '../json.ts';

/** Fields of which a CloudTrail record always has at least one, however old or odd it is. */
const MARKS = ['eventVersion', 'eventID', 'eventTime', 'userIdentity', '@timestamp'];

/**
 * Why an object is not a CloudTrail record; undefined when it is one. S3 notifications and Kinesis records look much
 * like CloudTrail (`eventVersion`, `eventSource`, `eventName`, `userIdentity`): their eventSource begins with `aws:`.
 */
export function notCloudTrail(value: JsonObject): Reject | undefined {
  const source = textOf(value, 'eventSource');
  const name = textOf(value, 'eventName');
  if (source?.startsWith('aws:'))
    return reject('aws-notification', `a notification of ${source}, not a CloudTrail record`);
  if (own(value, 'digestS3Object') !== undefined && own(value, 'logFiles') !== undefined) {
    return reject('digest', 'a CloudTrail digest file, not a log file');
  }
  const category = textOf(value, 'eventCategory');
  if (category === 'Insight' && isObject(own(value, 'insightDetails'))) return undefined;
  if (category === 'Aggregated') return undefined;
  if (source === undefined || name === undefined) {
    const missing = source === undefined ? 'eventSource' : 'eventName';
    return reject('not-cloudtrail', `expected a CloudTrail record, found no ${missing}`);
  }
  return MARKS.some((mark) => Object.hasOwn(value, mark))
    ? undefined
    : reject('not-cloudtrail', `expected a CloudTrail record, found none of ${MARKS.join(', ')}`);
}
