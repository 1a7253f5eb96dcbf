import { readRecord } from '../../src/record/read-record.ts';
import type { CloudTrailRecord } from '../../src/record/record.ts';

const RAW = {
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventID: 'e-1',
  eventTime: '2026-11-20T14:03:22Z',
  eventCategory: 'Data',
  requestParameters: { key: 'é/\u2028' },
};
const BYTES = Buffer.from(JSON.stringify(RAW));
const { eventID, eventTime, eventCategory } = RAW;
const HEAD = { eventID, eventTime };
const FIELDS = { eventCategory };

function unparsed(head: Record<string, unknown> = HEAD, bytes = BYTES): CloudTrailRecord {
  const read = readRecord(bytes, 3, { head, fields: FIELDS });
  if (!read.ok) throw new Error(read.failure.detail);
  return read.value;
}

test('a record that is not parsed says the same as one that is', () => {
  const { outline, ...one } = { ...unparsed(), raw: unparsed().raw };
  expect(outline).toBe(FIELDS);
  expect({ ok: true, value: one }).toEqual(readRecord(BYTES, 3));
});

test('its bytes may be overwritten behind it', () => {
  const bytes = Buffer.from(BYTES);
  const record = unparsed(HEAD, bytes);
  bytes.fill(0);
  expect(record.raw).toEqual(RAW);
});

test('hostile: without an id it is parsed, since the id is made of all of it', () => {
  const { eventID: _none, ...raw } = RAW;
  const bytes = Buffer.from(JSON.stringify(raw));
  const record = unparsed({ eventTime: RAW.eventTime }, bytes);
  expect(record.outline).toBeUndefined();
  expect({ ok: true, value: record }).toEqual(readRecord(bytes, 3));
});

test('a correction is the event that it corrects', () => {
  expect(unparsed({ ...HEAD, addendum: { originalEventID: 'e-0' } }).id).toBe('e-0');
});
