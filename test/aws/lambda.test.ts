import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { lambda } from '../../src/aws/lambda.ts';
import { type Deliver, type DeliverAll, MARGIN_MS, oneByOne } from '../../src/aws/one-by-one.ts';
import { powertoolsLog, powertoolsMetrics } from '../../src/aws/telemetry.ts';
import type { Visibility } from '../../src/aws/visibility.ts';
import { failed, ok, reject, retry } from '../../src/errors.ts';

const CONTEXT = {
  functionName: 'f',
  awsRequestId: 'r',
  memoryLimitInMB: '1',
  invokedFunctionArn: 'arn',
  getRemainingTimeInMillis: () => 30_000,
};
const sqs = (...bodies: string[]) => ({
  Records: bodies.map((body, i) => ({
    messageId: `m${i}`,
    receiptHandle: `r${i}`,
    body,
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:q',
    attributes: { ApproximateReceiveCount: '1' },
  })),
});

// In its development mode Powertools writes to the console of the process, where it can be read.
process.env['POWERTOOLS_DEV'] = 'true';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
const lines: string[] = [];
const { log, warn } = console;
beforeAll(() => {
  console.log = (line: unknown) => void lines.push(String(line));
  // An invocation that counts nothing is told about there.
  console.warn = () => {};
});
afterAll(() => {
  console.log = log;
  console.warn = warn;
});

const handlerFor = (deliver: Deliver) => handlerForAll(oneByOne(deliver));

function handlerForAll(deliverAll: DeliverAll, visibility?: Visibility, left = 30_000) {
  const logger = new Logger({ logLevel: 'SILENT' });
  const powertools = new Metrics({ namespace: 'T', serviceName: 's' });
  const metrics = powertoolsMetrics(powertools);
  const telemetry = { logger, powertools, log: powertoolsLog(logger), metrics };
  const handler = lambda(deliverAll, telemetry, visibility && (() => visibility));
  const context = { ...CONTEXT, getRemainingTimeInMillis: () => left } as unknown as Context;
  return { invoke: (event: unknown) => handler(event, context), metrics };
}

test('each message fails alone', async () => {
  const { invoke } = handlerFor(async (body) => (body === 'bad' ? [retry('x', 'x')] : []));
  expect(await invoke(sqs('good', 'bad', 'good'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
});

test('when all fail, all are named: none is deleted, none is lost', async () => {
  const { invoke } = handlerFor(async () => [reject('x', 'x')]);
  expect(await invoke(sqs('a', 'b'))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
  });
});

test('a throw, which nobody expected, fails its message and no other', async () => {
  const { invoke } = handlerFor(async (body) => {
    if (body === 'bad') throw new TypeError('a bug');
    return [];
  });
  expect(await invoke(sqs('bad', 'good'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
});

test('a direct invocation answers, and throws when it failed, so that Lambda tries again', async () => {
  const { invoke } = handlerFor(async (delivery) => (delivery === 'bad' ? [retry('busy', 'later')] : []));
  expect(await invoke({ source: 'aws.x' })).toEqual({ delivered: true });
  await expect(invoke('bad')).rejects.toThrow('retry busy: later');
});

test.each([null, '', [], { Records: [] }, { Records: [{ eventSource: 'aws:s3' }] }])(
  '%p is a delivery like any other',
  async (event) => {
    const seen: unknown[] = [];
    const { invoke } = handlerFor(async (delivery) => {
      seen.push(delivery);
      return [];
    });
    expect(await invoke(event)).toEqual({ delivered: true });
    expect(seen).toEqual([event]);
  },
);

test('counters are summed up, told once an invocation, and begin anew', async () => {
  lines.length = 0;
  const { invoke, metrics } = handlerFor(async () => {
    for (let i = 0; i < 500; i++) metrics.count('RecordsRead');
    metrics.reason('Rejected', 'gzip-cut', 3);
    return [];
  });
  const told = () =>
    lines
      .splice(0)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ RecordsRead, Rejected, reason }) => JSON.stringify({ RecordsRead, Rejected, reason }))
      .toSorted();
  const expected = ['{"RecordsRead":500,"Rejected":3}', '{"Rejected":3,"reason":"gzip-cut"}'];
  await invoke(sqs('a'));
  expect(told()).toEqual(expected);
  await invoke(sqs('a'));
  expect(told()).toEqual(expected);
});

describe('when time runs out', () => {
  /** Each message takes a second of the time that is left. */
  const slowly = (begin: number) => {
    const begun: unknown[] = [];
    let left = begin;
    const deliverAll = oneByOne(async (body) => {
      begun.push(body);
      left -= 1000;
      return [];
    });
    return { begun, deliverAll: () => deliverAll(['a', 'b', 'c', 'd'], () => left) };
  };

  test.each([
    [MARGIN_MS + 1000, ['a', 'b']],
    [MARGIN_MS + 999, ['a']],
    [MARGIN_MS + 4000, ['a', 'b', 'c', 'd']],
  ])('with %d ms left the messages %j are begun, the rest goes back untouched', async (begin, expected) => {
    const { begun, deliverAll } = slowly(begin);
    const outcomes = await deliverAll();
    expect(begun).toEqual(expected);
    expect(outcomes.map((failures) => failures.map(({ reason }) => reason))).toEqual(
      ['a', 'b', 'c', 'd'].map((body) => (expected.includes(body) ? [] : ['out-of-time'])),
    );
  });

  test('one message is always begun: a function with a short time-out still gets on', async () => {
    const { begun, deliverAll } = slowly(100);
    await deliverAll();
    expect(begun).toEqual(['a']);
  });
});

describe('a destination that asks for time', () => {
  const hidden: unknown[] = [];
  const visibility: Visibility = {
    hide: async (...args) => {
      hidden.push(args);
      return ok(undefined);
    },
  };
  beforeEach(() => void hidden.splice(0));

  test('its message is hidden so long; it is still a failure, and the others are hidden by nobody', async () => {
    const { invoke } = handlerForAll(
      oneByOne(async (body) => (body === 'busy' ? [retry('slack-rate-limited', 'x', 30_000)] : [retry('x', 'x')])),
      visibility,
    );
    expect(await invoke(sqs('busy', 'other'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
    });
    expect(hidden).toEqual([['arn:aws:sqs:us-east-1:123456789012:q', 'r0', 30_000]]);
  });

  test('a message that could not be hidden comes back all the same', async () => {
    const { invoke } = handlerForAll(
      oneByOne(async () => [retry('x', 'x', 1000)]),
      { hide: async () => failed(retry('Throttled', 'x')) },
    );
    expect(await invoke(sqs('a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});

test('a message of which nothing was said is not done', async () => {
  const { invoke } = handlerForAll(async () => [[]]);
  expect(await invoke(sqs('a', 'b'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
});
