import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Alert } from '../../src/alert/alert.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { logKey, s3Notice } from '../../src/local/log-files.ts';
import { TRAIL_BUCKET } from '../../src/local/resources.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const record = (eventID: string, eventName = 'A', eventTime = '2026-11-20T14:00:00Z') => ({
  eventVersion: '1.11',
  eventSource: 'x.amazonaws.com',
  eventName,
  eventID,
  eventTime,
});
const event = (detail: object) => ({ source: 'aws.x', 'detail-type': 'AWS API Call via CloudTrail', detail });
const KEY = logKey('123456789012', 'us-east-1', 'AbCdEfGh01234567');
const notice = s3Notice(KEY, 1);
const put = (objects: Map<string, Uint8Array>, content: string) =>
  objects.set(`${TRAIL_BUCKET}/${KEY}`, gzipSync(content));

test('a file and an event about the same thing make one alert', async () => {
  const { ports, objects, titles, texts, metrics } = memoryPorts([everything('r')]);
  put(objects, JSON.stringify({ Records: [record('1'), record('2', 'B')] }));
  for (const delivery of [notice, event(record('1')), JSON.stringify(notice), event(record('1'))]) {
    expect(await ingest(delivery, ports)).toEqual([]);
  }
  expect(titles()).toEqual(['A', 'B']);
  expect(texts).toHaveLength(2);
  expect(metrics.counts.get('RecordsRead')).toBe(6);
  expect(metrics.counts.get('AlertsSent')).toBe(2);
});

test('each rule tells its own', async () => {
  const { ports, titles } = memoryPorts([everything('r1'), everything('r2')]);
  await ingest(event(record('1')), ports);
  expect(titles()).toHaveLength(2);
});

test('what is quiet is counted; the 10th and the next after the window say how many', async () => {
  const { ports, published, texts, metrics } = memoryPorts([everything('r', 3_600_000)]);
  for (let i = 0; i < 13; i++) await ingest(event(record(`e${i}`)), ports);
  await ingest(event(record('later', 'A', '2026-11-20T15:30:00Z')), ports);
  const alerts = published.map(({ body }) => JSON.parse(body) as Alert);
  expect(alerts.map(({ kind, silenced }) => [kind, silenced?.count])).toEqual([
    ['alert', undefined],
    ['repeat', 10],
    ['alert', 12],
  ]);
  expect(alerts[1]?.repeats).toBe(alerts[0]?.id);
  expect(texts).toHaveLength(3);
  expect(metrics.counts.get('AlertsSilenced')).toBe(12);
});

describe('a failure', () => {
  test('of the topic gives the delivery back; the next try tells what was not told, and nothing twice', async () => {
    const { ports, objects, broken, titles, texts } = memoryPorts([everything('r')]);
    put(objects, JSON.stringify({ Records: [record('1'), record('2', 'B')] }));
    broken.topic = true;
    expect((await ingest(notice, ports)).map(({ reason }) => reason)).toEqual(['throttled', 'throttled']);
    broken.topic = false;
    broken.textTopic = true;
    expect(await ingest(notice, ports)).toHaveLength(2);
    broken.textTopic = false;
    expect(await ingest(notice, ports)).toEqual([]);
    expect(titles()).toEqual(['A', 'B']);
    expect(texts).toHaveLength(2);
  });

  test('of one object does not stop the others of the same delivery', async () => {
    const { ports, objects, titles } = memoryPorts([everything('r')]);
    put(objects, JSON.stringify({ Records: [record('1')] }));
    const absent = s3Notice(logKey('123456789012', 'us-east-1', 'XXXXXXXXXXXXXXXX'), 1);
    const failures = await ingest({ Records: [...absent.Records, ...notice.Records] }, ports);
    expect(failures.map(({ next, reason }) => `${next} ${reason}`)).toEqual(['config NoSuchKey']);
    expect(titles()).toEqual(['A']);
  });
});

describe('what cannot be read', () => {
  test('is quarantined, counted and told once; its neighbours are evaluated', async () => {
    const { ports, objects, quarantined, metrics, published, titles } = memoryPorts([everything('r')]);
    put(objects, `{"Records":[${JSON.stringify(record('1'))},{"a":1},{"b":2},${JSON.stringify(record('2', 'B'))}]}`);
    expect(await ingest(notice, ports)).toEqual([]);
    expect(titles()).toEqual([
      'A',
      'B',
      `Trailhound could not read 2 records of its input (not-cloudtrail): s3://${TRAIL_BUCKET}/${KEY}`,
    ]);
    expect(metrics.counts.get('Rejected not-cloudtrail')).toBe(2);
    expect(JSON.parse(quarantined[0] ?? '')).toMatchObject({
      refused: [{ where: `s3://${TRAIL_BUCKET}/${KEY}`, reason: 'not-cloudtrail', count: 2 }],
    });
    expect(published.at(-1)?.attributes.get('rule')).toBe('trailhound_unreadable_input');
    await ingest(notice, ports);
    expect(published).toHaveLength(3);
  });

  test('goes back to its queue when it cannot be quarantined', async () => {
    const { ports, broken } = memoryPorts([]);
    broken.quarantine = true;
    expect(await ingest('garbage', ports)).toMatchObject([{ reason: 'throttled' }]);
  });

  test.each(['', 'garbage', '{"a":1}', '[]', 'null'])('the message %p', async (body) => {
    const { ports, quarantined, published } = memoryPorts([everything('r')]);
    expect(await ingest(body, ports)).toEqual([]);
    expect(quarantined).toHaveLength(1);
    expect(published).toHaveLength(1);
  });
});

test('control messages are counted and nothing else', async () => {
  const { ports, metrics, quarantined, published } = memoryPorts([everything('r')]);
  expect(await ingest({ Service: 'Amazon S3', Event: 's3:TestEvent' }, ports)).toEqual([]);
  expect([...metrics.counts]).toEqual([
    ['Ignored', 1],
    ['Ignored s3-test-event', 1],
  ]);
  expect([...quarantined, ...published]).toEqual([]);
});

test('an object that time does not suffice for goes back; what was told of it is not told again', async () => {
  const { ports, objects, titles } = memoryPorts([everything('r')]);
  const padded = Array.from({ length: 300 }, (_, i) => ({
    ...record(`e${i}`),
    pad: randomBytes(4000).toString('hex'),
  }));
  put(objects, JSON.stringify({ Records: padded }));
  let left = 8_003;
  const first = await ingest(notice, ports, () => (left -= 1));
  expect(first).toMatchObject([{ next: 'retry', reason: 'out-of-time' }]);
  expect(titles().length).toBeGreaterThan(50);
  expect(titles().length).toBeLessThan(290);
  expect(await ingest(notice, ports)).toEqual([]);
  expect(titles()).toHaveLength(300);
});

test('a record of another account in an account’s folder is refused and told; the others are evaluated', async () => {
  const { ports, objects, titles, metrics } = memoryPorts([everything('r')]);
  const mine = { ...record('1'), recipientAccountId: '123456789012' };
  const forged = { ...record('2', 'B'), recipientAccountId: '210987654321' };
  put(objects, JSON.stringify({ Records: [mine, forged, record('3', 'C')] }));
  expect(await ingest(notice, ports)).toEqual([]);
  expect(metrics.counts.get('Rejected account-mismatch')).toBe(1);
  expect(titles()).toEqual(['A', 'C', expect.stringContaining('account-mismatch')]);
});
