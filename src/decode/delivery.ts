import { isObject, parseJson } from '../json.ts';
import { cloudtrailNotice } from './cloudtrail-notice.ts';
import { cloudwatchLogs } from './cloudwatch-logs.ts';
import { eventbridge } from './eventbridge.ts';
import { type Item, type Opened, rejected, type Source } from './item.ts';
import { s3Notification } from './s3-notification.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';

/** The sources, asked in this order. To add one: write the file, name it here. */
const SOURCES: readonly Source[] = [sqs, sns, s3Notification, eventbridge, cloudwatchLogs, cloudtrailNotice];

/** Lambda → SQS → SNS → S3 notification is four; anything deeper was made to be deep. */
const MAX_ENVELOPES = 6;

/**
 * Takes the envelopes off what Lambda, SQS or SNS delivered: S3 notifications (direct, through SQS, SNS, both, or
 * EventBridge), CloudTrail's own SNS notice, EventBridge events, CloudWatch Logs subscriptions. Total: what it does not
 * know is an item of kind `rejected`.
 *
 * @param value the payload as an object, or its JSON text
 */
export function openDelivery(value: unknown): Item[] {
  const items: Item[] = [];
  let layer: unknown[] = [value];
  for (let depth = 0; layer.length > 0; depth++) {
    const inner: unknown[] = [];
    for (const envelope of layer) {
      if (depth === MAX_ENVELOPES) {
        items.push(rejected('nested-envelopes', `more than ${MAX_ENVELOPES} envelopes around each other`));
        continue;
      }
      for (const part of openOne(envelope)) {
        if (part.kind === 'envelope') inner.push(part.value);
        else items.push(part);
      }
    }
    layer = inner;
  }
  return items;
}

function openOne(envelope: unknown): Opened {
  let value = envelope;
  if (typeof value === 'string') {
    if (value.startsWith(VALIDATION_MESSAGE)) return [{ kind: 'ignored', why: 'cloudtrail-validation-message' }];
    const parsed = parseJson(value);
    if (!parsed.ok) return [rejected('not-json', `expected the JSON of an event: ${parsed.message}`)];
    value = parsed.value;
  }
  for (const source of SOURCES) {
    const opened = source(value);
    if (opened !== undefined) return opened;
  }
  const keys = isObject(value) ? Object.keys(value).slice(0, 5).join(', ') : typeof value;
  return [
    rejected('unknown-envelope', `expected an S3, SNS, SQS, EventBridge or CloudWatch Logs event, found: ${keys}`),
  ];
}

/** CloudTrail sends this text to a topic when it is first named in a trail. */
const VALIDATION_MESSAGE = 'CloudTrail validation message.';
