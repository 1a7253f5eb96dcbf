import { readFile } from 'node:fs/promises';
import type { Alert } from '../../src/alert/alert.ts';
import { logFile, logKey } from '../../src/local/log-files.ts';
import { TOPIC_ARN } from '../../src/local/resources.ts';
import { type Stack, startStack } from '../../src/local/stack.ts';

/** Rules with memory in the built handlers, between real S3, SQS, SNS and DynamoDB servers. */
let stack: Stack;
let failure: object;

beforeAll(async () => {
  failure = JSON.parse(await readFile('events/records/failed-console-login.json', 'utf8')) as object;
  stack = await startStack();
}, 30_000);
afterAll(() => stack.stop(), 30_000);

const MINUTE = 60_000;
/** Whole minutes, long enough ago that what happened then is over. */
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 6 * 60 * MINUTE;

/** One failed sign-in a minute; each call makes events of its own. */
const failures = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...failure,
    eventID: `failure-${from + i}`,
    eventTime: new Date(START + (from + i) * MINUTE).toISOString(),
  }));

let files = 0;
async function deliver(records: readonly object[]): Promise<Alert[]> {
  const before = stack.published.length;
  const key = logKey('123456789012', 'us-east-1', `Memory${String(files++).padStart(10, '0')}`);
  await stack.putObject(key, logFile(records));
  await stack.settled();
  return burstAlerts(before);
}

const burstAlerts = (since: number): Alert[] =>
  stack.published
    .slice(since)
    .filter(({ topic }) => topic === TOPIC_ARN)
    .map(({ body }) => JSON.parse(body) as Alert)
    .filter(({ rule }) => rule.name === 'failed_sign_ins_from_address');

test('overlapping windows are one alert; it is told when it grows tenfold, and when it is over', async () => {
  expect(await deliver(failures(0, 3))).toEqual([]);
  const opened = await deliver([...failures(3, 2), ...failures(1, 2)]);
  expect(opened.map(({ kind, episode }) => [kind, episode?.count])).toEqual([['alert', 5]]);
  const [first] = opened;

  // The next windows overlap: the same alert, and nothing to tell yet. A file that comes twice changes nothing.
  expect(await deliver(failures(5, 30))).toEqual([]);
  expect(await deliver(failures(5, 30))).toEqual([]);

  const grown = await deliver(failures(35, 25));
  expect(grown.map(({ kind, repeats, episode }) => [kind, repeats, episode?.count])).toEqual([
    ['repeat', first?.id, 60],
  ]);

  const before = stack.published.length;
  await stack.invoke('clock', {});
  await stack.invoke('clock', {});
  await stack.settled();
  const ended = burstAlerts(before);
  expect(ended.map(({ kind, repeats, episode }) => [kind, repeats, episode?.count, episode?.from])).toEqual([
    ['ended', first?.id, 60, new Date(START).toISOString().replace('.000', '')],
  ]);
  expect(stack.slack.posts.filter(({ message }) => JSON.stringify(message).includes('over: 60'))).toHaveLength(1);

  // Three hours later somebody begins again: an episode of its own, while the first one's dedup key is still quiet.
  const again = await deliver(failures(240, 6));
  expect(again).toEqual([]);
  expect(stack.metrics.get('Failed')).toBeUndefined();
}, 60_000);
