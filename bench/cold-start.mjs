// How long the start of each function takes, beside an empty function with the same SDK clients: prints a table, and exits
// with 1 where a bundle has more than 700 KB or a start costs more than 60 ms beyond that of the empty function.
//   node bench/cold-start.mjs [--rounds 15] [--ric PATH]
// --ric: where aws-lambda-ric is installed, AWS's own runtime client (it is compiled at installation, which is why it is
// no dependency). Without it bench/lambda/bootstrap.mjs loads the handlers.
// Needs a build. Linux counts the processor time of a start; elsewhere, and beside it, the clock does.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { HANDLER_OPTIONS } from '../scripts/handler-options.mjs';
import { runTypeScript } from './run-typescript.mjs';

/** The clients of each function, as test/deploy/bundles.test.ts asserts them. */
const CLIENTS = {
  s3: ['dynamodb:DynamoDBClient', 's3:S3Client', 'sns:SNSClient', 'sqs:SQSClient'],
  eventbridge: ['dynamodb:DynamoDBClient', 'sns:SNSClient', 'sqs:SQSClient'],
  'cloudwatch-logs': ['dynamodb:DynamoDBClient', 'sns:SNSClient', 'sqs:SQSClient'],
  clock: ['dynamodb:DynamoDBClient', 'sns:SNSClient'],
  slack: ['cloudwatch-logs:CloudWatchLogsClient', 'dynamodb:DynamoDBClient', 'sqs:SQSClient', 'ssm:SSMClient'],
};

mkdirSync('dist', { recursive: true });
const folder = mkdtempSync(join('dist', 'empty-'));
try {
  await Promise.all(Object.entries(CLIENTS).map(([name, clients]) => empty(name, clients)));
  process.env.TRAILHOUND_EMPTY_HANDLERS = resolve(folder);
  await runTypeScript('bench/cold-start.ts');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Built as the handlers are, so that the difference is what Trailhound itself costs. */
async function empty(name, clients) {
  const split = clients.map((client) => client.split(':'));
  const contents = [
    ...split.map(([service, client]) => `import { ${client} } from '@aws-sdk/client-${service}';`),
    `export const clients = [${split.map(([, client]) => `new ${client}({ maxAttempts: 3 })`).join(', ')}];`,
    'export const handler = async () => ({ delivered: true });',
  ].join('\n');
  const { outExtension: _, ...options } = HANDLER_OPTIONS;
  await build({ ...options, stdin: { contents, resolveDir: '.' }, outfile: join(folder, `${name}.cjs`) });
}
