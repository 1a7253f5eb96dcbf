import type { Alert } from '../../src/alert/alert.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { lookAtClock } from '../../src/ingest/look-at-clock.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 20, 12);

const burst = (more: Partial<MemoryRule> = {}): MemoryRule => ({
  id: 'burst',
  name: 'burst',
  title: 'burst',
  level: 'high',
  tags: [],
  falsepositives: [],
  alert: { title: '{memory.count} by {userIdentity.userName}', dedup: ['userIdentity.userName'], quietMs: 0, show: [] },
  memory: {
    type: 'event_count',
    rules: ['counted'],
    groupBy: ['userIdentity.userName'],
    aliases: {},
    timespanMs: 10 * MINUTE,
    criteria: { gte: 3 },
  },
  ...more,
});
const counted: CompiledRule = { ...everything('counted'), untold: true };

const event = (minute: number, fields: object = {}) => ({
  eventVersion: '1.11',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  eventID: `event-${minute}`,
  eventTime: new Date(NOON + minute * MINUTE).toISOString(),
  userIdentity: { type: 'IAMUser', userName: 'mallory' },
  ...fields,
});
const insight = (state: 'Start' | 'End', fields: object = {}) => ({
  eventVersion: '1.11',
  eventID: `insight-${state}`,
  eventTime: new Date(NOON + (state === 'Start' ? 0 : 20) * MINUTE).toISOString(),
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  sharedEventID: 'shared-1',
  insightDetails: { state, eventSource: 'ssm.amazonaws.com', eventName: 'UpdateInstanceInformation' },
  ...fields,
});

/** A bare record, as a CloudWatch Logs subscription or a direct invocation delivers it. */
const viaEventBridge = (detail: object) => ({
  source: 'aws.iam',
  'detail-type': 'AWS API Call via CloudTrail',
  detail,
});

function setUp(rules: readonly CompiledRule[], memory: readonly MemoryRule[] = []) {
  const made = memoryPorts(rules, memory);
  return {
    ...made,
    deliver: async (...records: object[]) => {
      for (const record of records) expect(await ingest(viaEventBridge(record), made.ports)).toEqual([]);
    },
    alerts: () => made.published.map(({ body }) => JSON.parse(body) as Alert),
  };
}

test('what is counted is not told; what it comes to is, with its group and its span', async () => {
  const { deliver, alerts, texts, metrics } = setUp([counted], [burst()]);
  await deliver(event(0), event(1), event(2));
  const [alert, ...more] = alerts();
  expect(more).toEqual([]);
  expect(alert).toMatchObject({
    title: '3 by mallory',
    episode: {
      count: 3,
      atLeast: false,
      from: '2026-11-20T12:00:00Z',
      until: '2026-11-20T12:02:00Z',
      group: [{ field: 'userIdentity.userName', value: 'mallory' }],
    },
    dedup: { fields: [{ field: 'userIdentity.userName', value: 'mallory' }] },
  });
  expect(alert?.evidence).toMatchObject({ eventID: 'event-2' });
  expect(alert?.evidence).not.toHaveProperty('memory');
  expect(texts[0]?.body).toContain('3 from 2026-11-20 12:00:00 UTC to 2026-11-20 12:02:00 UTC');
  expect(metrics.counts.get('MatchesCounted')).toBe(3);
});

test('a record cannot bring a memory of its own', async () => {
  const { deliver, alerts } = setUp([counted], [burst()]);
  await deliver(event(0), event(1), event(2, { memory: { count: 'none at all' } }));
  expect(alerts().map(({ title }) => title)).toEqual(['3 by mallory']);
});

test.each<[string, object]>([
  ['without a time', { eventTime: undefined }],
  ['of next year', { eventTime: '2027-11-20T12:02:00Z' }],
])('an event %s is not counted, and that is', async (_name, fields) => {
  const { deliver, alerts, metrics } = setUp([counted], [burst()]);
  await deliver(event(0), event(1), event(2, fields));
  expect(alerts()).toEqual([]);
  expect(metrics.counts.get('NotCounted')).toBe(1);
});

test('a match that is excused is not counted', async () => {
  const excused = { condition: { all: [] }, because: 'drill', until: NOON + 60 * MINUTE };
  const { deliver, alerts } = setUp([{ ...counted, suppress: [excused] }], [burst()]);
  await deliver(event(0), event(1), event(2));
  expect(alerts()).toEqual([]);
});

test('an alert that could not be told is told when the delivery comes again', async () => {
  const { deliver, alerts, broken, ports } = setUp([counted], [burst()]);
  await deliver(event(0), event(1));
  broken.topic = true;
  expect(await ingest(viaEventBridge(event(2)), ports)).toMatchObject([{ next: 'retry', reason: 'throttled' }]);
  broken.topic = false;
  await deliver(event(2));
  await deliver(event(2));
  expect(alerts().map(({ kind, title }) => [kind, title])).toEqual([['alert', '3 by mallory']]);
});

test('while its dedup key is quiet, an episode is counted: its beginning, its growth and its end', async () => {
  const alert = { ...burst().alert, quietMs: 3 * 60 * MINUTE };
  const { deliver, alerts, ports } = setUp([counted], [burst({ alert })]);
  await deliver(event(0), event(1), event(2));
  const later = Array.from({ length: 40 }, (_, i) => event(60 + i));
  await deliver(...later);
  expect(await lookAtClock(ports)).toEqual([]);
  expect(alerts().map(({ kind }) => kind)).toEqual(['alert']);
});

describe('an Insights event of CloudTrail', () => {
  test('makes one alert, which its end ends', async () => {
    const { deliver, alerts, texts } = setUp([everything('insight', 60 * MINUTE)]);
    await deliver(insight('Start'), insight('Start'), insight('End'), insight('End'));
    const [start, end, ...more] = alerts();
    expect(more).toEqual([]);
    expect([start?.kind, end?.kind]).toEqual(['alert', 'ended']);
    expect(end?.repeats).toBe(start?.id);
    expect(texts.map(({ subject }) => subject)[1]).toContain('Over: ');
  });

  test('ends also where its start never came', async () => {
    const { deliver, alerts } = setUp([everything('insight')]);
    await deliver(insight('End'));
    expect(alerts().map(({ kind }) => kind)).toEqual(['ended']);
  });

  test('that was kept silent ends in silence', async () => {
    const { deliver, alerts } = setUp([everything('insight', 60 * MINUTE)]);
    const second = { sharedEventID: 'shared-2' };
    await deliver(
      insight('Start'),
      insight('Start', { ...second, eventID: 'b' }),
      insight('End', { ...second, eventID: 'c' }),
    );
    expect(alerts().map(({ kind }) => kind)).toEqual(['alert']);
  });
});
