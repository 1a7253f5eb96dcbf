import { LateRecord } from '../../src/scan/workers/late-record.ts';

const RAW = {
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventID: 'e-1',
  eventTime: '2026-11-20T14:03:22Z',
  eventCategory: 'Data',
};
const at = (text: string) => ({ bytes: Buffer.from(text), depth: Number.POSITIVE_INFINITY, nth: 0 });

test('a record says what is in its bytes', () => {
  const { id, time, category, pruned, raw } = new LateRecord(at(JSON.stringify(RAW)), undefined);
  expect({ id, time, category, pruned, raw }).toEqual({
    id: 'e-1',
    time: Date.parse(RAW.eventTime),
    category: 'Data',
    pruned: false,
    raw: RAW,
  });
});

test('of what the worker has said nothing is read, were the bytes garbage', () => {
  const record = new LateRecord(at('garbage'), { id: 'known', time: 7 });
  expect([record.id, record.time]).toEqual(['known', 7]);
  expect(() => record.raw).toThrow('no');
});

test('it is read once', () => {
  const record = new LateRecord(at(JSON.stringify(RAW)), undefined);
  expect(record.raw).toBe(record.raw);
});

test('one of several in a piece', () => {
  const two = { test_events: [RAW, { ...RAW, eventID: 'e-2' }] };
  const events = JSON.stringify(two);
  const ids = [0, 1].map((nth) => new LateRecord({ ...at(events), nth }, undefined).id);
  expect(ids).toEqual(['e-1', 'e-2']);
});
