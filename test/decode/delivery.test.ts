import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDelivery } from '../../src/decode/delivery.ts';
import type { Item } from '../../src/decode/item.ts';

const KEY =
  'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/123456789012_CloudTrail_eu-west-1_20261120T1405Z_AbCdEfGh01234567.json.gz';
const RECORD = { eventName: 'StopLogging', eventID: '1' };
const object = `object trail ${KEY}`;

/** One line for an item, so that a table can be read. */
const line = (item: Item): string => {
  switch (item.kind) {
    case 'object':
      return ['object', item.ref.bucket, item.ref.key, item.ref.versionId].filter(Boolean).join(' ');
    case 'record':
      return `record ${JSON.stringify(item.value)}`;
    case 'ignored':
      return `ignored ${item.why}`;
    case 'rejected':
      return `rejected ${item.rejection.reason}`;
    default:
      return item satisfies never;
  }
};

const s3Record = (key: string, name = 'ObjectCreated:Put') => ({
  eventSource: 'aws:s3',
  eventName: name,
  s3: { bucket: { name: 'trail' }, object: { key } },
});
const s3 = { Records: [s3Record(KEY)] };
const notification = (message: string) => ({
  Type: 'Notification',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
  Message: message,
});
const sqs = (...bodies: unknown[]) => ({
  Records: bodies.map((body) => ({
    eventSource: 'aws:sqs',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })),
});
const eventbridge = { source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail', detail: RECORD };
const created = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { 'event-version': '1.1', bucket: { name: 'trail' }, object: { key: KEY, 'version-id': 'v1' } },
};
const later = (version: string | undefined) => ({
  ...created,
  detail: { ...created.detail, 'event-version': version },
});
const piped = { source: created.source, detailType: created['detail-type'], detail: created.detail };
const logs = (payload: unknown) => ({ awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } });
const subscription = (messageType: string, ...messages: string[]) =>
  logs({ messageType, logEvents: messages.map((message) => ({ message })) });

describe('what is delivered', () => {
  test.each<[string, unknown, string[]]>([
    ['S3, direct', s3, [object]],
    ['S3, as text', JSON.stringify(s3), [object]],
    ['S3 through SQS', sqs(s3), [object]],
    ['S3 through SNS', { Records: [{ EventSource: 'aws:sns', Sns: notification(JSON.stringify(s3)) }] }, [object]],
    ['S3 through SNS in SQS', sqs(notification(JSON.stringify(s3))), [object]],
    ['S3 through EventBridge', created, [`${object} v1`]],
    ['S3 through EventBridge in SQS', sqs(created), [`${object} v1`]],
    ['a key with a blank and an escape', { Records: [s3Record('a+b%3Dc.json.gz')] }, ['ignored not-a-cloudtrail-key']],
    [
      "CloudTrail's own notice",
      notification(JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [KEY, 7] })),
      [object, 'rejected bad-cloudtrail-notice'],
    ],
    ['S3 through EventBridge, a later minor version', later('1.10'), [`${object} v1`]],
    ['S3 through EventBridge, without a version', later(undefined), [`${object} v1`]],
    ['S3 through EventBridge, spelt as a pipe spells it', piped, [`${object} v1`]],
    [
      'a file of insights',
      { Records: [s3Record('AWSLogs/123456789012/CloudTrail-Insight/x.json.gz')] },
      ['object trail AWSLogs/123456789012/CloudTrail-Insight/x.json.gz'],
    ],
    [
      'two records of CloudWatch Logs, one of which has no text',
      logs({ logEvents: [{ message: JSON.stringify(RECORD) }, { message: 7 }, null] }),
      [`record ${JSON.stringify(RECORD)}`, 'rejected bad-logs-payload', 'rejected bad-logs-payload'],
    ],
    ["CloudTrail's own notice, raw", { s3Bucket: 'trail', s3ObjectKey: [KEY] }, [object]],
    ['an event of EventBridge', eventbridge, [`record ${JSON.stringify(RECORD)}`]],
    ['an event of EventBridge in SQS', sqs(eventbridge), [`record ${JSON.stringify(RECORD)}`]],
    [
      'a sign-in of EventBridge',
      { ...eventbridge, source: 'aws.signin', 'detail-type': 'AWS Console Sign In via CloudTrail' },
      [`record ${JSON.stringify(RECORD)}`],
    ],
    ['CloudWatch Logs', subscription('DATA_MESSAGE', JSON.stringify(RECORD)), [`record ${JSON.stringify(RECORD)}`]],
  ])('%s', (_name, delivery, expected) => {
    expect(openDelivery(delivery).map(line)).toEqual(expected);
  });
});

describe('what is passed over', () => {
  test.each<[string, unknown, string]>([
    ["S3's test message", { Service: 'Amazon S3', Event: 's3:TestEvent' }, 's3-test-event'],
    ["CloudTrail's test message", 'CloudTrail validation message.', 'cloudtrail-validation-message'],
    [
      "CloudTrail's test message in SNS in SQS",
      sqs(notification('CloudTrail validation message.')),
      'cloudtrail-validation-message',
    ],
    [
      "SNS's confirmation",
      { Type: 'SubscriptionConfirmation', TopicArn: 'a', Message: 'You have chosen …' },
      'sns-subscription-message',
    ],
    ["CloudWatch Logs' control message", subscription('CONTROL_MESSAGE'), 'logs-control-message'],
    ['an object that was removed', { Records: [s3Record(KEY, 'ObjectRemoved:Delete')] }, 's3-other-event'],
    ['a digest', { Records: [s3Record('AWSLogs/123456789012/CloudTrail-Digest/x.json.gz')] }, 'digest-object'],
    [
      'aggregated events',
      { Records: [s3Record('AWSLogs/123456789012/CloudTrail-Aggregated/x.json.gz')] },
      'aggregated-object',
    ],
    ['an object that somebody says was created', { ...created, source: 'my.app' }, 'eventbridge-other-event'],
    ['an object that was deleted', { ...created, 'detail-type': 'Object Deleted' }, 'eventbridge-other-event'],
    [
      'another event of EventBridge',
      { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification', detail: {} },
      'eventbridge-other-event',
    ],
  ])('%s', (_name, delivery, why) => {
    expect(openDelivery(delivery).map(line)).toEqual([`ignored ${why}`]);
  });
});

describe('what is refused', () => {
  test.each<[string, unknown, string]>([
    ['a text that is not JSON', 'hello', 'not-json'],
    ['nothing', null, 'unknown-envelope'],
    ['a list', [1], 'unknown-envelope'],
    ['a number', '7', 'unknown-envelope'],
    ['an unknown object', { hello: 1 }, 'unknown-envelope'],
    ['keys that are prototypes', JSON.parse('{"__proto__":{"Records":[]},"constructor":1}'), 'unknown-envelope'],
    ['a forged event', { ...eventbridge, source: 'my.app' }, 'forged-envelope'],
    ['an event without a detail', { ...eventbridge, detail: 'x' }, 'bad-eventbridge-event'],
    ['an S3 event of a version that only begins like this one', later('10.0'), 'unknown-event-version'],
    [
      'a message that only looks like one of SNS',
      { Type: 'Notification', Message: JSON.stringify(s3) },
      'unknown-envelope',
    ],
    ['an SNS topic without a type', { TopicArn: 'arn', Message: JSON.stringify(s3) }, 'unknown-envelope'],
    [
      'an S3 event of a coming version',
      { ...created, detail: { ...created.detail, 'event-version': '2.0' } },
      'unknown-event-version',
    ],
    [
      'an S3 record without a key',
      { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
      'bad-s3-notification',
    ],
    ['an object among the log files under another name', { Records: [s3Record(`${KEY}.exe`)] }, 'misnamed-object'],
    ['a payload that is not gzip', { awslogs: { data: 'aGVsbG8=' } }, 'bad-logs-payload'],
    ['a log event that is not JSON', subscription('DATA_MESSAGE', 'START RequestId'), 'not-json'],
    ['a bomb', logs({ x: 'a'.repeat(100 * 1024 * 1024) }), 'bad-logs-payload'],
    ['SNS in SNS in SNS in SNS in SNS in SNS in SNS', nested(7), 'nested-envelopes'],
  ])('%s', (_name, delivery, reason) => {
    expect(openDelivery(delivery).map(line)).toEqual([`rejected ${reason}`]);
  });
});

test('one bad message of a batch does not stop its neighbours', () => {
  expect(openDelivery(sqs(s3, 'garbage', eventbridge)).map(line)).toEqual([
    object,
    'rejected not-json',
    `record ${JSON.stringify(RECORD)}`,
  ]);
});

const SHARED = '../shared/data/envelopes';
const samples = existsSync(SHARED)
  ? readdirSync(SHARED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  : [];

(samples.length > 0 ? describe : describe.skip)(`published samples (${SHARED})`, () => {
  test.each(samples.length > 0 ? samples : ['absent'])('%s is decoded or refused with a reason', async (name) => {
    const items = openDelivery(await readFile(join(SHARED, name), 'utf8'));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(line(item)).toMatch(/^(?:object|record|ignored|rejected) \S/);
  });
});

function nested(levels: number): unknown {
  let message = 'x';
  for (let i = 0; i < levels; i++) message = JSON.stringify(notification(message));
  return message;
}
