import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type ActivityLimits, cloudwatchActivity, FILTER_PATTERN_MAX } from '../../src/aws/activity.ts';
import { type LogsServer, type LogsServerOptions, startLogsServer } from '../../src/local/logs-server.ts';

const ARN = 'arn:aws:iam::123456789012:user/alice';
const FROM = Date.parse('2026-11-20T13:33:22Z');
const TO = Date.parse('2026-11-20T14:33:22Z');

let server: LogsServer | undefined;
let client: CloudWatchLogsClient | undefined;

afterEach(async () => {
  client?.destroy();
  await server?.close();
});

async function logGroup(options: LogsServerOptions = {}, limits: ActivityLimits = {}) {
  server = await startLogsServer(options);
  client = new CloudWatchLogsClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return { server, activity: cloudwatchActivity(client, '/aws/cloudtrail', limits) };
}

const record = (fields: object = {}, arn = ARN): string =>
  JSON.stringify({ userIdentity: { arn }, sourceIPAddress: '192.0.2.1', awsRegion: 'eu-west-1', ...fields });
const at = (timestamp: number, message = record()) => ({ timestamp, message });

test('counts calls, errors, addresses and regions of the actor within the span', async () => {
  const { server, activity } = await logGroup();
  server.events.push(
    at(FROM - 1),
    at(FROM),
    at(FROM + 1, record({ errorCode: 'AccessDenied', awsRegion: 'us-east-1' })),
    at(FROM + 2, record({ sourceIPAddress: '2001:db8::1', errorCode: '' })),
    at(FROM + 3, record({}, 'arn:aws:iam::123456789012:user/bob')),
    at(TO),
    at(TO + 1),
  );
  expect(await activity.of({ arn: ARN, from: FROM, to: TO })).toEqual({
    ok: true,
    value: { calls: 4, errors: 1, addresses: 2, regions: 2, complete: true },
  });
  expect(server.requests).toMatchObject([
    {
      logGroupName: '/aws/cloudtrail',
      filterPattern: `{ $.userIdentity.arn = "${ARN}" }`,
      startTime: FROM,
      endTime: TO,
    },
  ]);
});

test('nobody there', async () => {
  const { activity } = await logGroup();
  expect(await activity.of({ arn: ARN, from: FROM, to: TO })).toEqual({
    ok: true,
    value: { calls: 0, errors: 0, addresses: 0, regions: 0, complete: true },
  });
});

test.each([
  ['fewer pages than the cap', 2, 2, true],
  ['as many pages as the cap', 3, 3, true],
  ['one page more than the cap', 4, 3, false],
])('%s', async (_name, pages, read, complete) => {
  const { server, activity } = await logGroup({ pageSize: 2 }, { pagesMax: 3 });
  for (let index = 0; index < pages * 2; index += 1) server.events.push(at(FROM + index));
  expect(await activity.of({ arn: ARN, from: FROM, to: TO })).toMatchObject({
    ok: true,
    value: { calls: read * 2, complete },
  });
  expect(server.requests).toHaveLength(read);
});

test.each([
  ['a quote', 'arn:aws:iam::123456789012:user/a"b/alice'],
  ['a backslash', 'arn:aws:iam::123456789012:user/a\\/alice'],
  ['an end of the pattern', 'arn:aws:iam::123456789012:user/" || $.eventName = "x/alice'],
])('%s in an ARN stays part of the ARN', async (_name, arn) => {
  const { server, activity } = await logGroup();
  server.events.push(at(FROM, record({}, arn)), at(FROM, record()));
  expect(await activity.of({ arn, from: FROM, to: TO })).toMatchObject({ ok: true, value: { calls: 1 } });
});

test.each([
  ['a wildcard', 'arn:aws:iam::123456789012:user/*'],
  ['a regular expression', '%.%'],
  ['a line end', 'arn:aws:iam::123456789012:user/a\nb'],
  ['a control', 'arn\u0000'],
  ['a bidi control', 'arn\u202e'],
  ['half a character', 'arn\ud800'],
  ['nothing', ''],
])('an ARN that holds %s is not searched for', async (_name, arn) => {
  const { server, activity } = await logGroup();
  expect(await activity.of({ arn, from: FROM, to: TO })).toMatchObject({
    ok: false,
    failure: { next: 'reject', reason: 'unsearchable-arn' },
  });
  expect(server.requests).toEqual([]);
});

const PATTERN_AROUND = '{ $.userIdentity.arn = "" }'.length;

test.each([
  ['one below', FILTER_PATTERN_MAX - 1, true],
  ['at', FILTER_PATTERN_MAX, true],
  ['one above', FILTER_PATTERN_MAX + 1, false],
])('a pattern %s the limit', async (_name, length, searched) => {
  const { activity } = await logGroup();
  const arn = '"'.repeat(10) + 'a'.repeat(length - PATTERN_AROUND - 20);
  expect((await activity.of({ arn, from: FROM, to: TO })).ok).toBe(searched);
});

test('what the log group holds by another hand is read without harm', async () => {
  const lenient = { send: async () => ({ events: ODD.map((message) => ({ message })), $metadata: {} }) };
  const activity = cloudwatchActivity(lenient as never, '/aws/cloudtrail');
  expect(await activity.of({ arn: ARN, from: FROM, to: TO })).toEqual({
    ok: true,
    value: { calls: 2, errors: 0, addresses: 0, regions: 0, complete: true },
  });
});

/** The last two are the actor's, with fields of the wrong type. */
const ODD = [
  undefined,
  '',
  'hello',
  'null',
  '[]',
  '{}',
  '{"userIdentity":null}',
  '{"userIdentity":{"arn":["x"]}}',
  `{"__proto__":{"userIdentity":{"arn":"${ARN}"}}}`,
  record({}, 'arn:aws:iam::123456789012:user/alice2'),
  record({ errorCode: 1, sourceIPAddress: null, awsRegion: {} }),
  record({ errorCode: null, sourceIPAddress: '', awsRegion: [] }),
];

test.each([
  ['AccessDeniedException', 'config'],
  ['ResourceNotFoundException', 'config'],
  ['ThrottlingException', 'retry'],
  ['ServiceUnavailableException', 'retry'],
])('%s is a failure to %s', async (error, next) => {
  const { activity } = await logGroup({ onRequest: () => error });
  expect(await activity.of({ arn: ARN, from: FROM, to: TO })).toMatchObject({ ok: false, failure: { next } });
});

/** Time runs out while the server works on its n-th answer. */
async function upDuring(answer: number) {
  const time = new AbortController();
  let asked = 0;
  const budgets: number[] = [];
  const { server, activity } = await logGroup(
    {
      pageSize: 1,
      onRequest: () => {
        asked += 1;
        if (asked === answer) time.abort();
        return undefined;
      },
    },
    {
      budgetMs: 1234,
      timeout: (ms) => {
        budgets.push(ms);
        return time.signal;
      },
    },
  );
  server.events.push(at(FROM), at(FROM + 1), at(FROM + 2));
  return { answered: await activity.of({ arn: ARN, from: FROM, to: TO }), budgets };
}

test('when the time is up, what was read counts', async () => {
  const { answered, budgets } = await upDuring(2);
  expect(answered).toMatchObject({ ok: true, value: { calls: 1, complete: false } });
  expect(budgets).toEqual([1234]);
});

test('when the time is up before the first page, it is a failure', async () => {
  const { answered } = await upDuring(1);
  expect(answered).toMatchObject({ ok: false, failure: { next: 'retry', reason: 'timeout' } });
});

test('an operation that the server does not know is an error, not an empty page', async () => {
  const { server } = await logGroup();
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'Logs_20140328.PutLogEvents' },
    body: '{}',
  });
  expect([response.status, await response.json()]).toMatchObject([400, { __type: 'UnknownOperationException' }]);
});
