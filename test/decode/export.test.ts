import { recordsIn } from '../../src/scan/records-in.ts';

const RECORD = { eventVersion: '1.11', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventID: 'e1' };
const TEXT = JSON.stringify(RECORD);

/** `e1` for a record that was found, the reason for anything else. */
const found = (value: unknown) => recordsIn(value).map((read) => (read.ok ? read.value.id : read.failure.reason));

test.each<[string, unknown, string[]]>([
  ['a record', RECORD, ['e1']],
  ['LookupEvents', { EventId: 'x', CloudTrailEvent: TEXT }, ['e1']],
  ['a rule test', { name: 'x', expected: true, event: RECORD }, ['e1']],
  ['rule tests', { test_events: [{ event: RECORD }, { event: RECORD }] }, ['e1', 'e1']],
  ['an EventBridge event', { source: 'aws.iam', 'detail-type': 'AWS API Call via CloudTrail', detail: RECORD }, ['e1']],
  ['Elasticsearch', { _index: 'x', _source: { '@timestamp': 1, ...RECORD } }, ['e1']],
  ['a shipper', { input: { message: TEXT } }, ['e1']],
  ['a log line', { message: TEXT }, ['e1']],
  ['SS4O', { 'aws.cloudtrail': RECORD }, ['e1']],
  ['ECS', { aws: { cloudtrail: RECORD } }, ['e1']],
  ['Datadog', { content: { attributes: RECORD } }, ['e1']],
  [
    'an SQS message',
    {
      eventSource: 'aws:sqs',
      body: JSON.stringify({ source: 'aws.iam', 'detail-type': 'x via CloudTrail', detail: RECORD }),
    },
    ['e1'],
  ],
  [
    'an S3 notice',
    { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'b' }, object: { key: 'k' } } },
    ['not-a-cloudtrail-key'],
  ],
  ['a wrapper in a wrapper', { message: JSON.stringify({ CloudTrailEvent: TEXT }) }, ['e1']],
  ['wrappers without end', { event: { eventName: 1 } }, ['not-cloudtrail']],
  ['a list', [1], ['not-an-object']],
  ['null', null, ['not-an-object']],
])('%s', (_name, value, expected) => {
  expect(found(value)).toEqual(expected);
});
