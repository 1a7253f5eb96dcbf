import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { openDelivery } from '../../src/decode/delivery.ts';
import { type LambdaFunction, startFunction } from '../../src/local/lambda-function.ts';

/** The functions as `invoke local` runs them, with local ports; each answers every sample of its folder. */
const FUNCTIONS = ['s3', 'eventbridge', 'cloudwatch-logs', 'slack'];
const samples = FUNCTIONS.flatMap((name) =>
  readdirSync(`events/${name}`).map((file) => [name, `events/${name}/${file}`] as const),
);

/** Samples with something in them that cannot be done: the message that fails, by its place in the batch. */
const FAILING: Readonly<Record<string, readonly number[]>> = {
  'events/s3/sqs-bad-neighbours.json': [2],
  'events/slack/sqs-not-an-alert.json': [0],
};

const functions = new Map<string, LambdaFunction>();
beforeAll(() => {
  for (const name of FUNCTIONS) {
    const options = { bundle: resolve('dist/local', `${name}.cjs`), bootstrap: resolve('dist/function-process.mjs') };
    functions.set(name, startFunction({ ...options, name, env: {}, onMetric: () => {}, onLog: () => {} }));
  }
});
afterAll(async () => {
  for (const running of functions.values()) await running.stop();
});

test.each(samples)('%s answers %s', async (name, file) => {
  const event = JSON.parse(await readFile(file, 'utf8')) as { Records?: { messageId?: string }[] };
  const isBatch = event.Records?.[0]?.messageId !== undefined;
  const failures = (FAILING[file] ?? []).map((place) => ({ itemIdentifier: event.Records?.[place]?.messageId }));
  expect(await functions.get(name)?.invoke(event)).toEqual({
    ok: true,
    response: isBatch ? { batchItemFailures: failures } : { delivered: true },
  });
});

test.each(samples.filter(([name]) => name !== 'slack'))('%s: what %s holds is known', async (_name, file) => {
  const items = openDelivery(await readFile(file, 'utf8'));
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter((item) => item.kind === 'rejected' && item.rejection.reason === 'unknown-envelope')).toEqual([]);
});

test('osls invokes a function offline, without credentials', async () => {
  const args = [
    'osls',
    'invoke',
    'local',
    '--stage',
    'local',
    '-f',
    'eventbridge',
    '-p',
    'events/eventbridge/sqs-batch.json',
  ];
  const running = promisify(execFile)('npx', args, { env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } });
  // It would wait for data on its input.
  running.child.stdin?.end();
  const { stdout } = await running;
  expect(stdout).toMatch(/\{\s*"batchItemFailures":\s*\[\]\s*\}\s*$/);
}, 60_000);
