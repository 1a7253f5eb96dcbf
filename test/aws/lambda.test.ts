import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { type Deliver, lambda } from '../../src/aws/lambda.ts';
import { powertoolsLog, powertoolsMetrics } from '../../src/aws/telemetry.ts';
import { reject, retry } from '../../src/errors.ts';

const CONTEXT = {
  functionName: 'f',
  awsRequestId: 'r',
  memoryLimitInMB: '1',
  invokedFunctionArn: 'arn',
  getRemainingTimeInMillis: () => 1000,
};
const sqs = (...bodies: string[]) => ({
  Records: bodies.map((body, i) => ({ messageId: `m${i}`, body, eventSource: 'aws:sqs' })),
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

function handlerFor(deliver: Deliver) {
  const logger = new Logger({ logLevel: 'SILENT' });
  const powertools = new Metrics({ namespace: 'T', serviceName: 's' });
  const metrics = powertoolsMetrics(powertools);
  const handler = lambda(deliver, { logger, powertools, log: powertoolsLog(logger), metrics });
  return { invoke: (event: unknown) => handler(event, CONTEXT as unknown as Context), metrics };
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
