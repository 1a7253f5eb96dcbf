import type { Alert } from '../../src/alert/alert.ts';
import { failed, retry } from '../../src/errors.ts';
import { type IngestPorts, ingest } from '../../src/ingest/ingest.ts';
import { lookAtClock } from '../../src/ingest/look-at-clock.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 20, 12);

const burst = (name: string, rules: readonly string[], more: Partial<MemoryRule> = {}): MemoryRule => ({
  ...everything(name),
  alert: { title: `${name} {memory.count}`, dedup: [], quietMs: 0, show: [] },
  memory: {
    type: 'event_count',
    rules,
    groupBy: ['userIdentity.userName'],
    aliases: {},
    timespanMs: 10 * MINUTE,
    criteria: { gte: 2 },
  },
  ...more,
});

/** A clock that can be set, and events in the minutes after noon. */
function setUp(memory: readonly MemoryRule[], quietMs = 0) {
  let now = NOON + 5 * MINUTE;
  const made = memoryPorts([{ ...everything('r', quietMs), ...(quietMs === 0 ? { untold: true } : {}) }], memory);
  const ports: IngestPorts = { ...made.ports, clock: { now: () => now } };
  return {
    ...made,
    ports,
    deliver: async (minute: number, userName = 'mallory') => {
      const eventTime = new Date(NOON + minute * MINUTE).toISOString();
      const named = { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', eventVersion: '1.11' };
      const detail = { ...named, eventID: `${userName}-${minute}`, eventTime, userIdentity: { userName } };
      expect(await ingest({ source: 'aws.iam', 'detail-type': 'AWS API Call via CloudTrail', detail }, ports)).toEqual(
        [],
      );
    },
    lookAt: async (hours: number) => {
      now = NOON + hours * HOUR;
      return (await lookAtClock(ports)).map(({ next, reason }) => `${next} ${reason}`);
    },
    told: () =>
      made.published.map(({ body }) => {
        const { kind, title } = JSON.parse(body) as Alert;
        return `${kind}: ${title}`;
      }),
  };
}

test('an episode that is over is told as over, once, and not before nobody is waited for', async () => {
  const { deliver, lookAt, told } = setUp([burst('burst', ['r'])]);
  for (const minute of [0, 1, 2]) await deliver(minute);
  const opened = told();
  expect(opened).toEqual(['alert: burst 2']);
  expect(await lookAt(0.2)).toEqual([]);
  expect(told()).toEqual(opened);
  expect(await lookAt(2)).toEqual([]);
  expect(told()).toEqual([...opened, 'ended: burst 3']);
  for (const hours of [2.1, 5, 200]) expect(await lookAt(hours)).toEqual([]);
  expect(told()).toHaveLength(2);
});

test('what could not be told at its time is told at the next look, however much later', async () => {
  const { deliver, lookAt, told, broken } = setUp([burst('burst', ['r'])]);
  for (const minute of [0, 1, 2]) await deliver(minute);
  expect(await lookAt(0.2)).toEqual([]);
  broken.topic = true;
  expect(await lookAt(2)).toEqual(['retry throttled']);
  expect(await lookAt(4)).toEqual(['retry throttled']);
  broken.topic = false;
  expect(await lookAt(30)).toEqual([]);
  expect(told()).toEqual(['alert: burst 2', 'ended: burst 3']);
});

test('one group that cannot be told does not keep the others', async () => {
  const { deliver, lookAt, told, ports, published } = setUp([burst('burst', ['r'])]);
  for (const name of ['alice', 'bob', 'carol']) for (const minute of [0, 1, 2]) await deliver(minute, name);
  expect(await lookAt(0.2)).toEqual([]);
  const { topic } = ports;
  let asked = 0;
  const second: IngestPorts['topic'] = {
    publish: async (message) => (++asked === 2 ? failed(retry('throttled', 'topic')) : topic.publish(message)),
  };
  Object.assign(ports, { topic: second });
  expect(await lookAt(2)).toEqual(['retry throttled']);
  expect(published).toHaveLength(5);
  expect(await lookAt(3)).toEqual([]);
  expect(told().filter((line) => line.startsWith('ended'))).toHaveLength(3);
});

test('what the clock finds is counted by the rules above it, and an end is not', async () => {
  // Fewer than usual is found by the clock alone: two quiet windows in a row make one alert of the rule above.
  const complete = burst('few', ['r'], {
    untold: true,
    memory: {
      type: 'event_count',
      rules: ['r'],
      groupBy: ['userIdentity.userName'],
      aliases: {},
      timespanMs: 10 * MINUTE,
      criteria: { lt: 2 },
    },
  });
  const above = burst('above', ['few'], {
    memory: {
      type: 'event_count',
      rules: ['few'],
      groupBy: ['userIdentity.userName'],
      aliases: {},
      timespanMs: 4 * HOUR,
      criteria: { gte: 2 },
    },
  });
  const { deliver, lookAt, told } = setUp([complete, above]);
  expect(await lookAt(0.1)).toEqual([]);
  await deliver(0);
  expect(await lookAt(2)).toEqual([]);
  // One episode and its end are one.
  expect(told()).toEqual([]);
  await deliver(60);
  expect(await lookAt(4)).toEqual([]);
  expect(told().filter((line) => line.startsWith('alert'))).toEqual(['alert: above 2']);
});

test('a quiet window that kept something silent is summed up when it is over, once', async () => {
  const { deliver, lookAt, told } = setUp([], HOUR);
  for (const minute of [0, 1, 2]) await deliver(minute);
  expect(told()).toEqual(['alert: ListUsers']);
  expect(await lookAt(0.5)).toEqual([]);
  expect(told()).toHaveLength(1);
  expect(await lookAt(3)).toEqual([]);
  expect(await lookAt(6)).toEqual([]);
  expect(told()).toEqual(['alert: ListUsers', 'summary: ListUsers']);
});
