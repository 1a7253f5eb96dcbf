import { gzipSync } from 'node:zlib';
import type { Alert } from '../../src/alert/alert.ts';
import { sievesFor } from '../../src/cli/sieves-for.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { logKey, s3Notice } from '../../src/local/log-files.ts';
import { TRAIL_BUCKET } from '../../src/local/resources.ts';
import type { Condition } from '../../src/match/condition.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { WASM } from '../sieve/wasm.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const ACCOUNT = '123456789012';
const KEY = logKey(ACCOUNT, 'us-east-1', 'AbCdEfGh01234567');
const NOON = Date.UTC(2026, 10, 20, 12);

const listed: Condition = { dialect: 'sigma', path: ['eventName'], op: 'equals', value: 'ListUsers' };
const told: CompiledRule = { ...everything('told'), condition: listed };
const counted: CompiledRule = { ...told, id: 'counted', name: 'counted', untold: true };
const burst: MemoryRule = {
  ...everything('burst'),
  alert: {
    title: '{memory.count} by {derived.principal}',
    dedup: [],
    quietMs: 0,
    show: ['requestParameters.pathPrefix'],
  },
  memory: {
    type: 'event_count',
    rules: ['counted'],
    groupBy: ['recipientAccountId', 'derived.principal'],
    aliases: {},
    timespanMs: 600_000,
    criteria: { gte: 3 },
  },
};

const event = (number: number, fields: object = {}): object => ({
  eventVersion: '1.11',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  eventID: `event-${number}`,
  eventTime: `${new Date(NOON + number * 60_000).toISOString().slice(0, 19)}Z`,
  recipientAccountId: ACCOUNT,
  userIdentity: { type: 'IAMUser', userName: 'mallory', arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
  requestParameters: { pathPrefix: `/é/${number}` },
  ...fields,
});

/** What a log file makes known, and what was counted of it. */
async function toldOf(records: readonly string[], rules: readonly CompiledRule[], sieved: boolean) {
  const { ports, objects, published, quarantined, metrics } = memoryPorts(rules, [burst]);
  objects.set(`${TRAIL_BUCKET}/${KEY}`, gzipSync(`{"Records":[${records.join(',')}]}`));
  const { open } = sievesFor({ rules, memory: [burst] }, WASM);
  const outlined: number[] = [];
  const cutter: typeof open = (options, account) => {
    const made = open(options, account);
    const readWhole = made.readWhole.bind(made);
    made.readWhole = (bytes) => {
      const whole = readWhole(bytes);
      const pieces = [...(whole?.pieces ?? [])];
      outlined.push(...pieces.flat().flatMap(({ index, outline }) => (outline === undefined ? [] : [index])));
      return whole && { ...whole, pieces };
    };
    return made;
  };
  expect(await ingest(s3Notice(KEY, 1), sieved ? { ...ports, cutter } : ports)).toEqual([]);
  const alerts = published.map(({ body }) => JSON.parse(body) as Alert);
  return { outlined, told: { alerts, quarantined, counts: new Map(metrics.counts) } };
}

const excuse = { condition: listed, because: 'drill', until: NOON + 60_000 };

test.each<[string, readonly object[], readonly CompiledRule[], readonly number[]]>([
  ['what is only counted', [event(0), event(1), event(2)], [counted], [0, 1, 2]],
  ['what is told too, and sure', [event(0), event(1)], [counted, told], [0, 1]],
  [
    'what is excused for a while',
    [event(0), event(1), event(2), event(3)],
    [{ ...counted, suppress: [excuse] }],
    [0, 1, 2, 3],
  ],
  [
    'events without an id, which are known by all that is in them',
    [event(0), event(1, { eventID: undefined }), event(2)],
    [counted],
    [0, 2],
  ],
  ['events without a time', [event(0), event(1, { eventTime: undefined }), event(2)], [counted], [0, 1, 2]],
  ['corrections', [event(0), event(1), event(2, { addendum: { originalEventID: 'event-1' } })], [counted], [0, 1, 2]],
  [
    'hostile: a list where a group has its value',
    [event(0), event(1, { userIdentity: [{ type: 'Root' }] }), event(2)],
    [counted],
    [0, 2],
  ],
  [
    'hostile: a record of another account',
    [event(0), event(1, { recipientAccountId: '210987654321' }), event(2)],
    [counted],
    [0, 2],
  ],
])('%s: the same alerts come of it without parsing', async (_name, records, rules, outlined) => {
  const texts = records.map((record) => JSON.stringify(record));
  const [sieved, parsed] = [await toldOf(texts, rules, true), await toldOf(texts, rules, false)];
  expect(sieved.told).toEqual(parsed.told);
  expect(sieved.outlined).toEqual(outlined);
});

test('hostile: a record that is counted, and no JSON where no rule looks, is refused', async () => {
  const broken = JSON.stringify(event(1)).replace('"pathPrefix":', '"pathPrefix"');
  const texts = [JSON.stringify(event(0)), broken, JSON.stringify(event(2))];
  const [sieved, parsed] = [await toldOf(texts, [counted], true), await toldOf(texts, [counted], false)];
  expect(sieved.told).toEqual(parsed.told);
  expect(sieved.told.quarantined).toHaveLength(1);
  expect(sieved.outlined).toEqual([0, 2]);
});
