import * as fc from 'fast-check';
import { MAX_DEPTH, TOO_DEEP } from '../../src/record/depth.ts';
import { readRecord } from '../../src/record/read-record.ts';
import { recordFrom, toRecord } from '../../src/record/record.ts';

const bytes = (text: string) => Buffer.from(text);
const BASE = { eventVersion: '1.11', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' };

describe('refuses what CloudTrail did not write', () => {
  test.each<[string, string, string]>([
    ['text', 'hello', 'not-json'],
    ['half a record', '{"eventName":', 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['an empty object', '{}', 'not-cloudtrail'],
    [
      'an S3 notification, which looks much like a record',
      '{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","userIdentity":{}}',
      'aws-notification',
    ],
    ['a digest file', '{"digestS3Object":"x","logFiles":[]}', 'digest'],
    [
      'a label that names an event',
      '{"eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","tactics":[]}',
      'not-cloudtrail',
    ],
    ['a record whose name is no text', '{"eventVersion":"1","eventSource":"a","eventName":["b"]}', 'not-cloudtrail'],
    ['an insight without details', '{"eventVersion":"1","eventCategory":"Insight"}', 'not-cloudtrail'],
  ])('%s', (_name, text, reason) => {
    const read = readRecord(bytes(text));
    expect(read.ok ? 'read' : read.failure.reason).toBe(reason);
  });
});

describe('takes what CloudTrail writes', () => {
  test.each<[string, object, object]>([
    ['a record', { ...BASE, eventID: 'e' }, { id: 'e', category: 'Management' }],
    [
      'a correction: it is the event it corrects',
      { ...BASE, eventID: 'new', addendum: { originalEventID: 'old' } },
      { id: 'old' },
    ],
    ['a late record', { ...BASE, eventID: 'e', addendum: { reason: 'DELIVERY_DELAY' } }, { id: 'e' }],
    ['a data event', { ...BASE, eventID: 'e', eventCategory: 'Data' }, { category: 'Data' }],
    ['a network event', { ...BASE, eventID: 'e', eventCategory: 'NetworkActivity' }, { category: 'NetworkActivity' }],
    ['a category of the future', { ...BASE, eventID: 'e', eventCategory: 'Quantum' }, { category: 'Management' }],
    [
      'an insight, which has no eventName',
      { eventID: 'i', eventCategory: 'Insight', insightDetails: { eventName: 'A' } },
      { id: 'i', category: 'Insight' },
    ],
    [
      'an aggregated event, whose eventId is spelt otherwise',
      { eventId: 'a', accountId: '1', eventCategory: 'Aggregated' },
      { id: 'a', category: 'Aggregated' },
    ],
    [
      'an SES event without version and identity',
      { eventSource: 'ses.amazonaws.com', eventName: 'SendEmail', eventID: 's' },
      { id: 's' },
    ],
    [
      'an export with @timestamp only',
      { eventSource: 'a', eventName: 'b', '@timestamp': '2026-11-20T14:00:00.000Z' },
      { time: Date.UTC(2026, 10, 20, 14) },
    ],
  ])('%s', (_name, value, expected) => {
    const read = recordFrom(value);
    expect(read.ok && read.value).toMatchObject(expected);
  });
});

describe('event time', () => {
  const noon = Date.UTC(2026, 10, 20, 12);

  test.each<[unknown, number | undefined]>([
    ['2026-11-20T12:00:00Z', noon],
    ['2026-11-20 12:00:00.000000000', noon],
    ['2026-11-20 12:00:00.000', noon],
    ['2026-11-20T23:00:00+11:00', noon],
    ['2026-11-20 23:00:00+1100', noon],
    [noon / 1000 + 0.5, noon + 500],
    [String(noon / 1000), noon],
    [noon, noon],
    ['Nov 20, 2026, 12:00:00 PM', undefined],
    ['2026-13-45T99:00:00Z', undefined],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [-1, undefined],
    [0, 0],
    // The last millisecond of the year 9999, and one more; a number that no date can be.
    [253_402_300_799_999, 253_402_300_799_999],
    [253_402_300_800_000, undefined],
    [12_345_678_901_234_567_000, undefined],
  ])('%p', (eventTime, expected) => {
    expect(toRecord({ ...BASE, eventTime }).time).toBe(expected);
  });
});

test('without an eventID the content is the id, whatever the order of its keys', () => {
  const one = toRecord({ ...BASE, requestParameters: { a: 1, b: [{ c: 2, d: 3 }] } });
  const same = toRecord({ requestParameters: { b: [{ d: 3, c: 2 }], a: 1 }, ...BASE });
  const other = toRecord({ ...BASE, requestParameters: { a: 1, b: [{ c: 2, d: 4 }] } });
  expect(one.id).toBe(same.id);
  expect(one.id).not.toBe(other.id);
});

describe('depth', () => {
  /** A record with objects nested `levels` deep, itself counted. */
  const nested = (levels: number) =>
    `{"eventVersion":"1","eventSource":"a","eventName":"b","x":${'{"x":'.repeat(levels - 1)}1${'}'.repeat(levels - 1)}}`;

  test.each([
    [MAX_DEPTH - 1, false],
    [MAX_DEPTH, false],
    [MAX_DEPTH + 1, true],
    [50_000, true],
  ])('%d levels', (levels, pruned) => {
    const read = readRecord(bytes(nested(levels)), levels);
    expect(read.ok && read.value.pruned).toBe(pruned);
    // What is left can be written and walked.
    expect(JSON.stringify(read).includes(TOO_DEEP)).toBe(pruned);
  });

  test('a key named __proto__ changes no prototype', () => {
    const text = `{"eventVersion":"1","eventSource":"a","eventName":"b","__proto__":${'{"__proto__":'.repeat(100)}{"polluted":1}${'}'.repeat(100)}}`;
    const read = readRecord(bytes(text), 103);
    expect(read.ok && read.value.pruned).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test('anything at all is read or refused, never thrown', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.jsonValue().map((value) => ({ ...BASE, ...(value as object) })),
      ),
      (value) => {
        const read = recordFrom(value);
        expect(typeof (read.ok ? read.value.id : read.failure.reason)).toBe('string');
      },
    ),
    { numRuns: 2000 },
  );
});
