import { JsonSplitter } from '../../src/decode/json-splitter.ts';
import { ok } from '../../src/errors.ts';
import { type IngestPorts, ingest } from '../../src/ingest/ingest.ts';
import { NO_OBJECTS } from '../../src/ingest/no-objects.ts';
import { logKey, s3Notice } from '../../src/local/log-files.ts';
import { TRAIL_BUCKET } from '../../src/local/resources.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { MAX_DEPTH } from '../../src/record/depth.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const NOW = Date.UTC(2026, 10, 20, 15);
const HOUR = 3_600_000;
const KEY = logKey('123456789012', 'us-east-1', 'AbCdEfGh01234567');
const WHERE = `s3://${TRAIL_BUCKET}/${KEY}`;

const record = (eventID: string, more: object = {}) => ({
  eventVersion: '1.11',
  eventSource: 'x.amazonaws.com',
  eventName: 'A',
  eventID,
  eventTime: new Date(NOW).toISOString(),
  ...more,
});
const nested = (levels: number): object => (levels === 0 ? {} : { x: nested(levels - 1) });
const event = (detail: object) => ({ source: 'aws.x', 'detail-type': 'AWS API Call via CloudTrail', detail });

/** Each sighting of the group is told at once, so that what is counted can be seen. */
const counting: MemoryRule = {
  ...everything('counting'),
  alert: { title: '{memory.count} counted', dedup: [], quietMs: 0, show: [] },
  memory: {
    type: 'event_count',
    rules: ['r'],
    groupBy: [],
    aliases: {},
    timespanMs: HOUR,
    criteria: { gte: 1 },
  },
};

function setUp(rules: readonly CompiledRule[], memory: readonly MemoryRule[] = []) {
  const made = memoryPorts(rules, memory);
  const lines: unknown[] = [];
  const write =
    (level: string): IngestPorts['log']['info'] =>
    (message, fields) =>
      lines.push([level, message, fields]);
  const ports: IngestPorts = {
    ...made.ports,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
  };
  const file = async (...records: readonly unknown[]) => {
    made.objects.set(`${TRAIL_BUCKET}/${KEY}`, Buffer.from(JSON.stringify({ Records: records })));
    return ingest(s3Notice(KEY, 1), ports);
  };
  return { ...made, ports, lines, file, count: (name: string) => made.metrics.counts.get(name) };
}

test('a file is counted and logged with what was in it', async () => {
  const { file, lines, count } = setUp([everything('r')]);
  expect(await file(record('1'), record('2'), 'no record')).toEqual([]);
  expect(lines).toContainEqual(['info', 'object read', { where: WHERE, records: 3 }]);
  expect([count('ObjectsRead'), count('RecordsRead'), count('Matches')]).toEqual([1, 2, 2]);
});

test('what is refused is logged with its place in the file, once for each reason and file', async () => {
  const { file, lines, quarantined, count } = setUp([]);
  await file(record('1'), 'one', { a: 1 }, 'two');
  const of = (reason: string) =>
    lines.filter((line) => JSON.stringify(line).includes(`"reason":"${reason}"`)) as [string, string, object][];
  expect(of('not-an-object')).toEqual([
    [
      'warn',
      'refused',
      { where: WHERE, reason: 'not-an-object', detail: expect.stringMatching(/^record 1: ./), count: 2 },
    ],
  ]);
  expect(of('not-cloudtrail')).toEqual([
    [
      'warn',
      'refused',
      { where: WHERE, reason: 'not-cloudtrail', detail: expect.stringMatching(/^record 2: ./), count: 1 },
    ],
  ]);
  expect(count('Rejected not-an-object')).toBe(2);
  expect(quarantined).toHaveLength(1);
});

test('a message is quarantined as it came, and no more of it than a queue takes', async () => {
  const { ports, quarantined, lines } = setUp([]);
  const body = (i: number) => (JSON.parse(quarantined[i] ?? '') as { version: number; body: string }).body;
  await ingest('garbage', ports);
  await ingest({ garbage: true }, ports);
  await ingest('x'.repeat(1_000_000), ports);
  expect([body(0), body(1), body(2)]).toEqual(['garbage', '{"garbage":true}', 'x'.repeat(131_072)]);
  expect(lines[0]).toEqual([
    'warn',
    'refused',
    expect.objectContaining({ where: 'message', detail: expect.not.stringMatching(/^record/) }),
  ]);
});

test('a record nested too deep is matched without what lies below, and that is counted and logged', async () => {
  const { file, lines, count, titles } = setUp([everything('r')]);
  await file(record('flat'), record('deep', { requestParameters: nested(MAX_DEPTH + 5) }));
  expect(titles()).toHaveLength(2);
  expect(count('RecordsPruned')).toBe(1);
  expect(lines).toContainEqual(['warn', expect.stringContaining('nested too deep'), { event: 'deep', where: WHERE }]);
});

test('an object that cannot be read says which one it is', async () => {
  const { ports } = setUp([]);
  expect(await ingest(s3Notice(KEY, 1), ports)).toEqual([
    { next: 'config', reason: 'NoSuchKey', detail: `${WHERE}: absent` },
  ]);
});

test('an object whose transfer breaks off goes back, and is not refused', async () => {
  const { ports, count } = setUp([everything('r')]);
  const objects: IngestPorts['objects'] = {
    read: async () =>
      ok(
        (async function* () {
          yield Buffer.from(`{"Records":[${JSON.stringify(record('1'))},`);
          throw new Error('socket hang up');
        })(),
      ),
  };
  const failures = await ingest(s3Notice(KEY, 1), { ...ports, objects });
  expect(failures).toMatchObject([
    { next: 'retry', detail: expect.stringMatching(new RegExp(`^${WHERE}: .*hang up`)) },
  ]);
  expect(count('Rejected')).toBeUndefined();
});

test('a record of another account in the folder of this one is refused, one without an account is not', async () => {
  const { file, titles, count } = setUp([everything('r')]);
  await file(
    record('own', { recipientAccountId: '123456789012' }),
    record('none'),
    record('other', { eventName: 'B', recipientAccountId: '210987654321' }),
  );
  expect(titles().slice(0, 2)).toEqual(['A', 'A']);
  expect(titles()[2]).toContain('account-mismatch');
  expect(count('Rejected account-mismatch')).toBe(1);
});

test('an excused match is counted and logged, and neither told nor remembered', async () => {
  const until = NOW + 1;
  const excused: CompiledRule = {
    ...everything('r'),
    suppress: [{ condition: { all: [] }, because: 'planned', until }],
  };
  const { file, lines, count, titles } = setUp([excused], [counting]);
  await file(record('1'), record('later', { eventName: 'B', eventTime: new Date(until).toISOString() }));
  expect(titles()).toEqual(['B', '1 counted']);
  expect([count('Matches'), count('MatchesSuppressed')]).toEqual([2, 1]);
  expect(lines).toContainEqual(['info', 'suppressed', { rule: 'r', event: '1', because: 'planned' }]);
});

test.each<[string, object, boolean]>([
  ['of now', {}, true],
  ['of an hour ahead, as clocks differ', { eventTime: new Date(NOW + HOUR).toISOString() }, true],
  ['of more than an hour ahead', { eventTime: new Date(NOW + HOUR + 1).toISOString() }, false],
  ['of next year', { eventTime: '2027-11-20T15:00:00Z' }, false],
  ['of no time', { eventTime: 'yesterday' }, false],
])('an event %s', async (_name, more, isCounted) => {
  const { ports, lines, count, titles } = setUp([everything('r')], [counting]);
  await ingest(event(record('e', more)), ports);
  expect(titles()).toEqual(isCounted ? ['A', '1 counted'] : ['A']);
  expect(count('NotCounted')).toBe(isCounted ? undefined : 1);
  const logged = ['warn', expect.stringContaining('cannot be counted'), { rule: 'r', event: 'e' }];
  if (isCounted) expect(lines).not.toContainEqual(logged);
  else expect(lines).toContainEqual(logged);
});

test('a rule that is only counted is counted as such', async () => {
  const { ports, count, titles } = setUp([{ ...everything('r'), untold: true }, everything('other')], [counting]);
  await ingest(event(record('e')), ports);
  expect(titles()).toEqual(['A', '1 counted']);
  expect([count('MatchesCounted'), count('Matches')]).toEqual([1, 1]);
});

test('what cannot be read and cannot be told goes back, and is told when it comes again', async () => {
  const { ports, broken, titles, quarantined } = setUp([]);
  broken.topic = true;
  expect(await ingest('garbage', ports)).toMatchObject([{ next: 'retry', reason: 'throttled', detail: 'topic' }]);
  broken.topic = false;
  expect(await ingest('garbage', ports)).toEqual([]);
  expect(titles()).toEqual(['Trailhound could not read its input (not-json): message']);
  expect(JSON.parse(quarantined[0] ?? '')).toMatchObject({
    version: 1,
    refused: [{ where: 'message', reason: 'not-json', count: 1 }],
  });
});

test('what a cutter passed over is counted as read', async () => {
  const { ports, file, lines, count } = setUp([everything('r')]);
  // Two more than it gives out, as one that knows the rules does.
  const cutter: IngestPorts['cutter'] = (options) => {
    const splitter = new JsonSplitter(options);
    return Object.defineProperty(splitter, 'passed', { get: () => (splitter.sawContainer ? 2 : 0) });
  };
  Object.assign(ports, { cutter });
  expect(await file(record('1'))).toEqual([]);
  expect(count('RecordsRead')).toBe(3);
  expect(lines).toContainEqual(['info', 'object read', { where: WHERE, records: 3 }]);
});

test('a function without objects says which one has them', async () => {
  const { ports } = setUp([]);
  const failures = await ingest(s3Notice(KEY, 1), { ...ports, objects: NO_OBJECTS });
  expect(failures).toMatchObject([{ next: 'config', reason: 'reads-no-objects' }]);
  expect(failures[0]?.detail).toContain(WHERE);
});
