import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Alert } from '../../src/alert/alert.ts';
import { logFile, logKey, s3Notice } from '../../src/local/log-files.ts';
import { TEXT_TOPIC_ARN, TOPIC_ARN } from '../../src/local/resources.ts';
import { type Stack, startStack } from '../../src/local/stack.ts';

/** The built handlers in processes of their own, between real S3, SQS, SNS and DynamoDB servers. */
let stack: Stack;
const records = new Map<string, { readonly eventID: string }>();

beforeAll(async () => {
  for (const name of await readdir('events/records')) {
    records.set(
      name.replace('.json', ''),
      JSON.parse(await readFile(`events/records/${name}`, 'utf8')) as { eventID: string },
    );
  }
  stack = await startStack({
    slack: 'bot',
    logs: [{ timestamp: Date.UTC(2026, 10, 20, 14, 5), message: JSON.stringify(records.get('logging-stopped')) }],
  });
}, 30_000);
afterAll(() => stack.stop(), 30_000);

const account = '123456789012';
const sampleKey = (i: number) => logKey(account, 'us-east-1', `Sample${String(i).padStart(10, '0')}`);
const record = (name: string) => records.get(name) as { readonly eventID: string };
const viaEventBridge = (name: string) => ({
  source: 'aws.cloudtrail',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: record(name),
});

/** The alerts that the topic took since the last call, by rule. */
let seen = 0;
const newAlerts = (): Alert[] => {
  const fresh = stack.published.slice(seen).filter(({ topic }) => topic === TOPIC_ARN);
  seen = stack.published.length;
  return fresh.map(({ body }) => JSON.parse(body) as Alert);
};
const rulesOf = (alerts: readonly Alert[]) => alerts.map(({ rule }) => rule.name).toSorted();

test('a log file comes out at SNS, as JSON and as text, and at Slack', async () => {
  await stack.putObject(sampleKey(1), logFile([record('logging-stopped'), record('ordinary-get-object')]));
  await stack.settled();
  const alerts = newAlerts();
  expect(rulesOf(alerts)).toEqual(['logging_stopped']);
  expect(stack.published.map(({ topic }) => topic)).toEqual([TOPIC_ARN, TEXT_TOPIC_ARN]);
  expect(stack.published[0]?.attributes.get('level')).toBe('critical');
  expect(stack.slack.posts.map(({ path }) => path)).toEqual(['/api/chat.postMessage']);
  // What else the actor did, from the log group: one call, the one that the alert is about.
  expect(JSON.stringify(stack.slack.posts[0]?.message)).toContain('this actor made 1 call');
});

test('the same object again, and the same event by EventBridge twice, tell nothing new', async () => {
  await stack.putObject(sampleKey(1), logFile([record('logging-stopped')]));
  await stack.putObject(sampleKey(2), logFile([record('logging-stopped')]));
  await stack.send('eventbridge', viaEventBridge('logging-stopped'));
  await stack.send('eventbridge', viaEventBridge('logging-stopped'));
  await stack.invoke('cloudwatch-logs', {
    awslogs: {
      data: gzipSync(
        JSON.stringify({
          messageType: 'DATA_MESSAGE',
          logEvents: [{ message: JSON.stringify(record('logging-stopped')) }],
        }),
      ).toString('base64'),
    },
  });
  await stack.settled();
  expect(newAlerts()).toEqual([]);
  expect(stack.slack.posts).toHaveLength(1);
});

test('a low alert goes to SNS and not to Slack', async () => {
  const posts = stack.slack.posts.length;
  await stack.send('eventbridge', viaEventBridge('trail-deleted'));
  await stack.settled();
  expect(rulesOf(newAlerts())).toEqual(['trail_deleted']);
  expect(stack.slack.posts).toHaveLength(posts + 1);
  for (const { attributes } of stack.published)
    expect(['medium', 'high', 'critical']).toContain(attributes.get('level'));
});

test('repeats are kept silent and counted; at the 10th Slack’s first message is updated and answered', async () => {
  const stopped = record('recorder-stopped');
  await stack.putObject(
    sampleKey(3),
    logFile(
      Array.from({ length: 12 }, (_, i) => ({ ...stopped, eventID: `00000000-0000-4000-8000-0000000000${10 + i}` })),
    ),
  );
  await stack.settled();
  const alerts = newAlerts();
  expect(alerts.map(({ kind, silenced }) => [kind, silenced?.count])).toEqual([
    ['alert', undefined],
    ['repeat', 10],
  ]);
  const [first, update, reply] = stack.slack.posts.slice(-3);
  expect([first, update, reply].map((post) => post?.path)).toEqual([
    '/api/chat.postMessage',
    '/api/chat.update',
    '/api/chat.postMessage',
  ]);
  expect(reply?.message['thread_ts']).toBe(update?.message['ts']);
  expect(stack.metrics.get('AlertsSilenced')).toBe(11);
});

describe('bad input', () => {
  test('is quarantined with its reason, and does not stop the rest', async () => {
    await stack.quarantined();
    const good = logFile([record('trail-changed')]);
    const bad: [string, Uint8Array, string][] = [
      ['truncated', good.subarray(0, good.length - 20), 'gzip-cut'],
      ['flipped', Uint8Array.from(good, (byte, i) => (i === good.length - 6 ? byte ^ 1 : byte)), 'gzip-corrupt'],
      ['cut JSON', gzipSync('{"Records":[{"a":'), 'json-cut'],
      ['a bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024)), 'not-a-log-file'],
      ['empty', new Uint8Array(0), 'empty'],
      ['not CloudTrail', gzipSync('{"Records":[{"hello":"world"}]}'), 'not-cloudtrail'],
    ];
    for (const [i, [, bytes]] of bad.entries()) await stack.putObject(sampleKey(10 + i), bytes);
    await stack.send('s3', 'garbage');
    await stack.putObject(sampleKey(20), good);
    await stack.settled();
    const reasons = (await stack.quarantined()).flatMap((body) =>
      (JSON.parse(body) as { refused: { reason: string }[] }).refused.map(({ reason }) => reason),
    );
    expect(reasons.toSorted()).toEqual([...bad.map(([, , reason]) => reason), 'not-json'].toSorted());
    for (const reason of reasons) expect(stack.metrics.get(`Rejected ${reason}`)).toBe(1);
    expect(rulesOf(newAlerts())).toContain('trail_changed');
    expect(await stack.deadLetters('s3')).toEqual([]);
  }, 30_000);

  test('a record nested 50,000 deep and one with __proto__ keys still match', async () => {
    const stop = { ...record('logging-stopped'), eventTime: '2026-11-21T14:00:00Z' };
    const deep = JSON.stringify({ ...stop, eventID: 'deep', x: 0 }).replace(
      '"x":0',
      `"x":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    );
    const proto = JSON.stringify({ ...stop, eventID: 'proto', eventTime: '2026-11-22T14:00:00Z', x: 0 }).replace(
      '"x":0',
      '"__proto__":{"eventName":"Nothing"}',
    );
    await stack.putObject(sampleKey(30), gzipSync(`{"Records":[${deep},${proto}]}`));
    await stack.settled();
    expect(rulesOf(newAlerts())).toEqual(['logging_stopped', 'logging_stopped']);
    expect(stack.metrics.get('RecordsPruned')).toBe(1);
  });

  test('an object that vanished ends in the dead-letter queue, its neighbours in the same batch do not', async () => {
    const absent = s3Notice(logKey(account, 'us-east-1', 'Vanished00000000'), 1);
    await stack.send('s3', absent);
    await stack.putObject(
      sampleKey(31),
      logFile([{ ...record('trail-deleted'), eventID: 'after', eventTime: '2026-11-23T14:00:00Z' }]),
    );
    await stack.settled();
    expect(rulesOf(newAlerts())).toEqual(['trail_deleted']);
    expect((await stack.deadLetters('s3')).map((body) => JSON.parse(body) as unknown)).toEqual([absent]);
    expect(stack.metrics.get('Failed NoSuchKey')).toBeGreaterThan(0);
  }, 30_000);

  test('Slack being down does not touch SNS, and the alert arrives when it is back', async () => {
    const posts = stack.slack.posts.length;
    stack.slack.answers.push({ status: 503, body: 'down' });
    await stack.putObject(
      sampleKey(32),
      logFile([{ ...record('logging-stopped'), eventID: 'slack-down', eventTime: '2026-11-24T14:00:00Z' }]),
    );
    await stack.settled();
    expect(rulesOf(newAlerts())).toEqual(['logging_stopped']);
    expect(stack.slack.posts).toHaveLength(posts + 1);
    expect(await stack.deadLetters('slack')).toEqual([]);
  }, 30_000);
});

test('Slack asks for time: the message is hidden for so long, nothing is sent meanwhile, and it arrives', async () => {
  const posts = stack.slack.posts.length;
  const began = Date.now();
  stack.slack.answers.push({ status: 429, headers: { 'retry-after': '3' }, body: 'rate_limited' });
  await stack.putObject(
    sampleKey(33),
    logFile([{ ...record('logging-stopped'), eventID: 'slack-busy', eventTime: '2026-11-25T14:00:00Z' }]),
  );
  await stack.settled();
  expect(stack.slack.posts).toHaveLength(posts + 1);
  expect(Date.now() - began).toBeGreaterThanOrEqual(3000);
  // Without the message being hidden it would have come every second, and have ended as a dead letter at the third.
  expect(stack.metrics.get('Failed slack-rate-limited')).toBe(1);
  expect(await stack.deadLetters('slack-urgent')).toEqual([]);
}, 30_000);
