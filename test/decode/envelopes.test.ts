import { gzipSync } from 'node:zlib';
import { openDelivery } from '../../src/decode/delivery.ts';
import { type Item, objectItem, rejected } from '../../src/decode/item.ts';

const KEY =
  'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/123456789012_CloudTrail_eu-west-1_20261120T1405Z_AbCdEfGh01234567.json.gz';
const RECORD = { eventName: 'StopLogging' };
const OBJECT: Item = { kind: 'object', ref: { bucket: 'trail', key: KEY } };
const VERSIONED: Item = { kind: 'object', ref: { bucket: 'trail', key: KEY, versionId: 'v1' } };
const ignored = (why: string): Item => ({ kind: 'ignored', why });
const unknown = (found: string): Item =>
  rejected('unknown-envelope', `expected an S3, SNS, SQS, EventBridge or CloudWatch Logs event, found: ${found}`);
const notJson: Item = {
  kind: 'rejected',
  rejection: {
    next: 'reject',
    reason: 'not-json',
    detail: expect.stringMatching(/^expected the JSON of an event: ./) as string,
  },
};

describe('nobody knows', () => {
  test.each<[unknown, string]>([
    [{}, ''],
    [{ a: 1 }, 'a'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, 'a, b, c, d, e'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'a, b, c, d, e'],
    [[1], 'object'],
    [null, 'object'],
    [7, 'number'],
    [true, 'boolean'],
    [undefined, 'undefined'],
    ['7', 'number'],
    ['"x"', 'string'],
    [{ Records: [] }, 'Records'],
    [{ Records: {} }, 'Records'],
    [{ Records: [null, 1, {}] }, 'Records'],
    [{ source: 'aws.s3' }, 'source'],
    [{ 'detail-type': 'Object Created' }, 'detail-type'],
    [{ source: 1, 'detail-type': 'Object Created' }, 'source, detail-type'],
    [{ s3Bucket: 'trail' }, 's3Bucket'],
    [{ s3ObjectKey: [KEY] }, 's3ObjectKey'],
    [{ s3Bucket: 'trail', s3ObjectKey: KEY }, 's3Bucket, s3ObjectKey'],
    [{ awslogs: {} }, 'awslogs'],
    [{ awslogs: 'x' }, 'awslogs'],
    [{ Type: 'Notification' }, 'Type'],
    [{ TopicArn: 'x' }, 'TopicArn'],
    [{ Event: 's3:OtherEvent' }, 'Event'],
  ])('what %j is', (value, found) => {
    expect(openDelivery(value)).toEqual([unknown(found)]);
  });

  test('what is no JSON', () => {
    expect(openDelivery('')).toEqual([notJson]);
    expect(openDelivery('hello CloudTrail validation message.')).toEqual([notJson]);
    expect(openDelivery('CloudTrail validation message. And more.')).toEqual([
      ignored('cloudtrail-validation-message'),
    ]);
  });
});

const notification = (message: unknown) => ({ Type: 'Notification', TopicArn: 'arn', Message: message });
const wrapped = (value: unknown, times: number): unknown =>
  times === 0 ? value : notification(JSON.stringify(wrapped(value, times - 1)));

test.each([
  [0, true],
  [1, true],
  [5, true],
  [6, false],
])('in %d envelopes more', (times, isOpened) => {
  expect(openDelivery(wrapped({ s3Bucket: 'trail', s3ObjectKey: [KEY] }, times))).toEqual([
    isOpened ? OBJECT : rejected('nested-envelopes', 'more than 6 envelopes around each other'),
  ]);
});

describe('a batch', () => {
  const badSqs = rejected('bad-sqs-message', 'expected a text under body');
  const badSns = rejected('bad-sns-notification', 'expected a text under Message');
  const badS3 = rejected('bad-s3-notification', 'expected s3.bucket.name and s3.object.key');

  test('of SQS with others among it', () => {
    const message = { eventSource: 'aws:sqs', body: JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [KEY] }) };
    expect(openDelivery({ Records: [null, { body: 7 }, message, { eventSource: 'aws:sqs' }, 'x'] })).toEqual([
      badSqs,
      badSqs,
      badSqs,
      badSqs,
      OBJECT,
    ]);
  });

  test('of SNS with others among it', () => {
    const subscription = { Type: 'UnsubscribeConfirmation', Message: 'x' };
    expect(
      openDelivery({
        Records: [
          null,
          { Sns: 7 },
          { EventSource: 'aws:sns', Sns: notification(JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [KEY] })) },
          { Sns: subscription },
          { Sns: { Type: 'SubscriptionConfirmation' } },
          { Sns: { Type: 'Notification', Message: 7 } },
          { Sns: { Message: '7' } },
        ],
      }),
    ).toEqual([
      badSns,
      badSns,
      ignored('sns-subscription-message'),
      ignored('sns-subscription-message'),
      badSns,
      OBJECT,
      unknown('number'),
    ]);
  });

  test('of S3 with others among it', () => {
    const s3 = (bucket: unknown, object: unknown, eventName: unknown = 'ObjectCreated:Put') => ({
      eventSource: 'aws:s3',
      eventName,
      s3: { bucket, object },
    });
    const trail = { name: 'trail' };
    expect(
      openDelivery({
        Records: [
          null,
          s3(trail, { key: KEY }),
          s3(trail, { key: KEY, versionId: 'v1' }),
          s3(trail, { key: KEY, versionId: 7 }),
          s3({}, { key: KEY }),
          s3('trail', { key: KEY }),
          s3(trail, {}),
          s3(trail, 'x'),
          { eventName: 'ObjectCreated:Put' },
          s3(trail, { key: KEY }, 'ObjectRemoved:Delete'),
          s3(trail, { key: KEY }, 'xObjectCreated:Put'),
          s3(trail, { key: KEY }, undefined),
          s3(trail, { key: KEY }, 7),
        ],
      }),
    ).toEqual([
      rejected('bad-s3-notification', 'an entry of Records is not an object'),
      OBJECT,
      VERSIONED,
      OBJECT,
      ...Array(5).fill(badS3),
      ignored('s3-other-event'),
      ignored('s3-other-event'),
      OBJECT,
      ignored('s3-other-event'),
    ]);
  });

  test('of two kinds is one of the kind that is known first', () => {
    const body = JSON.stringify({ s3Bucket: 'trail', s3ObjectKey: [KEY] });
    expect(openDelivery({ Records: [{ eventSource: 'aws:s3' }, { eventSource: 'aws:sqs', body }] })).toEqual([
      badSqs,
      OBJECT,
    ]);
  });
});

describe('EventBridge', () => {
  const event = (source: unknown, type: unknown, detail: unknown) => ({ source, 'detail-type': type, detail });
  const created = (detail: unknown) => event('aws.s3', 'Object Created', detail);
  const bucket = { name: 'trail' };
  const noKey = rejected('bad-eventbridge-event', 'expected detail.bucket.name and detail.object.key');
  const newVersion = rejected('unknown-event-version', 'expected event-version 1.x of an S3 Object Created event');
  const forged = rejected(
    'forged-envelope',
    'a CloudTrail event whose source does not begin with aws. was not sent by AWS',
  );

  test.each<[string, unknown, Item]>([
    ['a record', event('aws.iam', 'AWS API Call via CloudTrail', RECORD), { kind: 'record', value: RECORD }],
    ['a record of any type', event('aws.x', ' via CloudTrail', RECORD), { kind: 'record', value: RECORD }],
    ['a type that goes on', event('aws.iam', 'x via CloudTrail.', RECORD), ignored('eventbridge-other-event')],
    ['a forged source', event('my.app', 'x via CloudTrail', RECORD), forged],
    ['a source like it', event('awsx.iam', 'x via CloudTrail', RECORD), forged],
    ['a source that ends like it', event('my.aws.', 'x via CloudTrail', RECORD), forged],
    [
      'no detail',
      event('aws.iam', 'x via CloudTrail', [RECORD]),
      rejected('bad-eventbridge-event', 'expected an object under detail'),
    ],
    ['an object', created({ bucket, object: { key: KEY } }), OBJECT],
    ['an object with a version', created({ bucket, object: { key: KEY, 'version-id': 'v1' } }), VERSIONED],
    ['an object without a key', created({ bucket, object: {} }), noKey],
    ['an object without a bucket', created({ object: { key: KEY } }), noKey],
    ['an object in a bucket without a name', created({ bucket: {}, object: { key: KEY } }), noKey],
    ['an object of no detail', created('x'), noKey],
    ['version 1', created({ 'event-version': '1', bucket, object: { key: KEY } }), OBJECT],
    ['version 1.99', created({ 'event-version': '1.99', bucket, object: { key: KEY } }), OBJECT],
    ['a version that is no text', created({ 'event-version': 2, bucket, object: { key: KEY } }), OBJECT],
    ['version 2', created({ 'event-version': '2.1', bucket, object: { key: KEY } }), newVersion],
    ['version 11', created({ 'event-version': '11.1', bucket, object: { key: KEY } }), newVersion],
    ['no version', created({ 'event-version': '', bucket, object: { key: KEY } }), newVersion],
    ['a forged object', event('my.app', 'Object Created', { bucket }), ignored('eventbridge-other-event')],
    ['another event of S3', event('aws.s3', 'Object Deleted', { bucket }), ignored('eventbridge-other-event')],
  ])('%s', (_name, value, item) => {
    expect(openDelivery(value)).toEqual([item]);
  });
});

describe('CloudWatch Logs', () => {
  const logs = (payload: string) => ({ awslogs: { data: gzipSync(payload).toString('base64') } });
  const bad = (detail: string) => rejected('bad-logs-payload', detail);

  test.each<[string, unknown, readonly Item[]]>([
    ['no JSON', logs('{'), [bad('awslogs.data holds no JSON object')]],
    ['no object', logs('[]'), [bad('awslogs.data holds no JSON object')]],
    ['null', logs('null'), [bad('awslogs.data holds no JSON object')]],
    ['no events', logs('{}'), [bad('expected an array under logEvents')]],
    ['events that are no list', logs('{"logEvents":{}}'), [bad('expected an array under logEvents')]],
    ['an empty list of events', logs('{"logEvents":[]}'), []],
    [
      'a control message',
      logs('{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"x"}]}'),
      [ignored('logs-control-message')],
    ],
    [
      'records',
      logs('{"messageType":"DATA_MESSAGE","logEvents":[{"message":"{}"},{"message":"7"}]}'),
      [
        { kind: 'record', value: {} },
        { kind: 'record', value: 7 },
      ],
    ],
    [
      'events without a text',
      logs('{"logEvents":[7,{"message":7},{}]}'),
      Array<Item>(3).fill(bad('a log event has no text under message')),
    ],
  ])('with %s', (_name, value, items) => {
    expect(openDelivery(value)).toEqual(items);
  });

  test.each<[string, unknown, string, RegExp]>([
    ['no gzip', { awslogs: { data: 'aGVsbG8=' } }, 'bad-logs-payload', /^awslogs\.data is not base64 of gzip: ./],
    ['nothing', { awslogs: { data: '' } }, 'bad-logs-payload', /^awslogs\.data is not base64 of gzip: ./],
    [
      'a line of text',
      logs('{"logEvents":[{"message":"START"}]}'),
      'not-json',
      /^a log event is not a CloudTrail record: ./,
    ],
  ])('with %s', (_name, value, reason, detail) => {
    expect(openDelivery(value)).toEqual([
      { kind: 'rejected', rejection: { next: 'reject', reason, detail: expect.stringMatching(detail) } },
    ]);
  });
});

test("CloudTrail's own notice has an item for each key", () => {
  expect(openDelivery({ s3Bucket: 'trail', s3ObjectKey: [KEY, 7, 'x', `${KEY}+`] })).toEqual([
    OBJECT,
    rejected('bad-cloudtrail-notice', 's3ObjectKey holds no text'),
    ignored('not-a-cloudtrail-key'),
    rejected('misnamed-object', `among the log files lies s3://trail/${KEY}+`),
  ]);
  expect(openDelivery({ s3Bucket: 'trail', s3ObjectKey: [] })).toEqual([]);
});

test.each<[string, string]>([
  ['-Digest', 'digest-object'],
  ['-Aggregated', 'aggregated-object'],
])('what lies under CloudTrail%s is passed over', (folder, why) => {
  const key = `AWSLogs/123456789012/CloudTrail${folder}/x.json.gz`;
  expect(objectItem({ bucket: 'b', key })).toEqual(ignored(why));
});
