import { readFound, readRecord } from '../../src/record/read-record.ts';
import type { CloudTrailRecord } from '../../src/record/record.ts';
import type { Outline } from '../../src/record/unparsed.ts';

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
const OUTLINE: Outline = {
  id: RAW.eventID,
  time: Date.parse(RAW.eventTime),
  fields: { eventCategory: RAW.eventCategory },
  json: () => BYTES.toString(),
};

function unparsed(outline: Partial<Outline> = {}): CloudTrailRecord {
  const read = readFound({ bytes: BYTES, depth: 3, outline: { ...OUTLINE, ...outline } });
  if (!read.ok) throw new Error(read.failure.detail);
  return read.value;
}

test('a record that is not parsed says the same as one that is', () => {
  const { id, time, category, pruned, raw, outline } = unparsed();
  expect(outline).toBe(OUTLINE.fields);
  expect({ ok: true, value: { id, time, category, pruned, raw } }).toEqual(readRecord(BYTES, 3));
});

test('what it was read from is asked for once, and only when somebody asks for more', () => {
  let asked = 0;
  const record = unparsed({ json: () => `{"asked":${++asked}}` });
  expect([record.id, record.category, asked]).toEqual(['e-1', 'Data', 0]);
  expect([record.raw, record.raw]).toEqual([{ asked: 1 }, { asked: 1 }]);
});

test('one without a time has none', () => {
  expect(unparsed({ time: undefined }).time).toBeUndefined();
});
