import { unwrapExport } from '../../src/decode/export.ts';
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

const NAMED = { eventName: 'x' };
test.each<[object, readonly unknown[] | undefined]>([
  [{}, undefined],
  [NAMED, undefined],
  [{ CloudTrailEvent: '{"a":1}' }, [{ a: 1 }]],
  [{ CloudTrailEvent: ' \n{"a":1}' }, [{ a: 1 }]],
  [{ CloudTrailEvent: '[1]' }, undefined],
  [{ CloudTrailEvent: '{' }, undefined],
  [{ CloudTrailEvent: 'x{}' }, undefined],
  [{ CloudTrailEvent: {} }, undefined],
  [{ test_events: [1, 2] }, [1, 2]],
  [{ test_events: [] }, []],
  [{ test_events: {} }, undefined],
  [{ event: NAMED }, [NAMED]],
  [{ event: { eventName: 1 } }, undefined],
  [{ event: {} }, undefined],
  [{ event: [NAMED] }, undefined],
  [{ input: { message: '{"a":1}' } }, [{ a: 1 }]],
  [{ input: '{"a":1}' }, undefined],
  [{ message: '{"a":1}' }, [{ a: 1 }]],
  [{ message: 'hello' }, undefined],
  [{ _source: NAMED }, [NAMED]],
  [{ 'aws.cloudtrail': NAMED }, [NAMED]],
  [{ aws: { cloudtrail: NAMED } }, [NAMED]],
  [{ aws: NAMED }, [NAMED]],
  [{ aws: 'x' }, undefined],
  [{ attributes: NAMED }, [NAMED]],
  [{ content: { attributes: NAMED } }, [NAMED]],
  [{ content: NAMED }, undefined],
])('what is in %j', (value, inside) => {
  expect(unwrapExport({ ...value })).toEqual(inside);
});

test('of several wrappers the first that is known counts', () => {
  const one = (n: number) => ({ eventName: `${n}` });
  const all = {
    CloudTrailEvent: '{"n":1}',
    test_events: [2],
    event: one(3),
    input: { message: '{"n":4}' },
    message: '{"n":5}',
    _source: one(6),
    'aws.cloudtrail': one(7),
    aws: { ...one(9), cloudtrail: one(8) },
    attributes: one(10),
    content: { attributes: one(11) },
  };
  const order: unknown[] = [];
  const left = new Map<string, unknown>(Object.entries(all));
  for (const key of Object.keys(all)) {
    order.push(unwrapExport(Object.fromEntries(left))?.[0]);
    left.delete(key);
  }
  expect(order).toEqual([{ n: 1 }, 2, one(3), { n: 4 }, { n: 5 }, one(6), one(7), one(8), one(10), one(11)]);
});
