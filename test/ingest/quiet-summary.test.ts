import type { Alert } from '../../src/alert/alert.ts';
import { subjectLine } from '../../src/alert/subject-line.ts';
import { shortMessage } from '../../src/deliver/destinations/slack/message.ts';
import { GRACE_MS } from '../../src/deliver/watch-window.ts';
import { failed, retry } from '../../src/errors.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { lookAtClock } from '../../src/ingest/look-at-clock.ts';
import { everything, memoryPorts } from './memory-ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 14);

/** A rule that is quiet for an hour, and a clock that can be moved on. */
function setup() {
  const made = memoryPorts([everything('root_activity', HOUR)]);
  const time = { now: START };
  const ports = { ...made.ports, clock: { now: () => time.now } };
  const event = (id: string, minutes: number, eventName = 'A') =>
    ingest(
      {
        source: 'aws.x',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: {
          eventVersion: '1.11',
          eventSource: 'x.amazonaws.com',
          eventName,
          eventID: id,
          eventTime: new Date(START + minutes * MINUTE).toISOString(),
        },
      },
      ports,
    );
  const look = async (ms: number) => {
    time.now = START + ms;
    return lookAtClock(ports);
  };
  const told = () => made.published.map(({ body }) => JSON.parse(body) as Alert);
  const summaries = () => told().filter(({ kind }) => kind === 'summary');
  return { ...made, ports, time, event, look, told, summaries };
}
const OVER = HOUR + GRACE_MS;

test('a quiet window that kept something silent is summed up when it is over, once', async () => {
  const { event, look, summaries, texts } = setup();
  for (let i = 0; i < 4; i++) await event(`e${i}`, i);
  await look(OVER - 5 * MINUTE);
  expect(summaries()).toEqual([]);
  for (let i = 0; i < 4; i++) expect(await look(OVER + i * 5 * MINUTE)).toEqual([]);
  const [summary] = summaries();
  expect(summaries()).toHaveLength(1);
  expect(summary).toMatchObject({ silenced: { count: 3, since: '2026-11-20T14:00:00Z' }, title: 'A' });
  expect(summary).not.toHaveProperty('evidence');
  const line = 'rule root_activity for A: 3 more in the hour since 2026-11-20 14:00:00 UTC';
  expect(texts.at(-1)?.body).toContain(line);
  expect(JSON.stringify(shortMessage(summary as Alert))).toContain(line);
  expect(subjectLine(summary as Alert)).toBe('[HIGH] 3 more: A');
});

test('where nothing was counted nothing is said', async () => {
  const { event, look, told } = setup();
  await event('e1', 0);
  await look(OVER);
  expect(told()).toHaveLength(1);
});

test('a window that the next alert has summed up is not summed up again', async () => {
  const { event, look, told } = setup();
  for (const [i, minutes] of [0, 1, 61].entries()) await event(`e${i}`, minutes);
  await look(OVER);
  expect(told().map(({ kind, silenced }) => [kind, silenced?.count])).toEqual([
    ['alert', undefined],
    ['alert', 1],
  ]);
});

test('after the summary the next alert does not say it once more', async () => {
  const { event, look, told } = setup();
  await event('e1', 0);
  await event('e2', 1);
  await look(OVER);
  await event('e3', 90);
  expect(told().map(({ kind, silenced }) => [kind, silenced?.count])).toEqual([
    ['alert', undefined],
    ['summary', 1],
    ['alert', undefined],
  ]);
});

test('each key has its own summary', async () => {
  const { event, look, summaries } = setup();
  for (const name of ['A', 'B', 'C']) for (let i = 0; i < 2; i++) await event(`${name}${i}`, i, name);
  await look(OVER);
  expect(summaries().map(({ title }) => title)).toEqual(['A', 'B', 'C']);
});

test('events of the past are summed up a while after they were read, not in the middle of it', async () => {
  const { event, look, summaries } = setup();
  await event('e1', -600);
  await event('e2', -590);
  await look(GRACE_MS - 5 * MINUTE);
  expect(summaries()).toEqual([]);
  await look(GRACE_MS + 5 * MINUTE);
  expect(summaries()).toHaveLength(1);
});

test('while the topic is down the summary waits', async () => {
  const { event, look, summaries, broken } = setup();
  await event('e1', 0);
  await event('e2', 1);
  broken.topic = true;
  expect(await look(OVER)).toMatchObject([{ next: 'retry' }]);
  broken.topic = false;
  expect(await look(OVER + 5 * MINUTE)).toEqual([]);
  expect(summaries()).toHaveLength(1);
});

test('without time the windows wait for the next look', async () => {
  const { event, ports, time, look, summaries } = setup();
  await event('e1', 0);
  await event('e2', 1);
  time.now = START + OVER;
  expect(await lookAtClock(ports, () => 5000)).toMatchObject([{ reason: 'out-of-time' }]);
  await look(OVER + 5 * MINUTE);
  expect(summaries()).toHaveLength(1);
});

test('a clock that dies between the summary and its note tells it once', async () => {
  const { event, ports, time, look, summaries } = setup();
  await event('e1', 0);
  await event('e2', 1);
  time.now = START + OVER;
  const memory = { ...ports.memory, write: async () => failed(retry('killed', 'x')) };
  expect(await lookAtClock({ ...ports, memory })).not.toEqual([]);
  expect(await look(OVER + 5 * MINUTE)).toEqual([]);
  expect(summaries()).toHaveLength(1);
});

test('a window whose watching failed is watched by the next alert', async () => {
  const { event, ports, look, summaries } = setup();
  const write = ports.memory.write.bind(ports.memory);
  await event('e1', 0);
  Object.assign(ports.memory, { write: async () => failed(retry('throttled', 'x')) });
  expect(await event('e2', 1)).toEqual([]);
  Object.assign(ports.memory, { write });
  await event('e3', 2);
  await look(OVER);
  expect(summaries()).toMatchObject([{ silenced: { count: 2 } }]);
});
