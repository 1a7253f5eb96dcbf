import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What a cold start reads and compiles; docs/performance.md says what a KB costs. */
const MAX_BYTES = 700_000;
const HANDLERS = ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack'];

/** Texts that only these packages hold, and that no minifier changes. Rules are read and checked when they are built. */
const LEFT_OUT = { zod: '$ZodError', yaml: 'YAMLParseError' };

/** What stands in for re2js until a pattern is compiled must know all that is used of it. */
test('of re2js the handlers use what they load late', async () => {
  const files = ['src/match/operators/re.ts', 'src/match/dialects/cloudwatch/regex.ts'];
  const used = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).flatMap((text) =>
    [...text.matchAll(/RE2JS\.(\w+)/g)].map(([, name]) => name),
  );
  expect(new Set(used)).toEqual(new Set(['compile', 'DOTALL']));
});

const built = (name: string): Promise<string> => readFile(`dist/${name}.cjs`, 'latin1');

test.each(HANDLERS)('the bundle of %s has at most 700 KB', async (name) => {
  expect((await built(name)).length).toBeLessThanOrEqual(MAX_BYTES);
});

test.each(HANDLERS)('the bundle of %s holds neither zod nor yaml', async (name) => {
  const bundle = await built(name);
  expect(Object.entries(LEFT_OUT).filter(([, text]) => bundle.includes(text))).toEqual([]);
});

test('what a bundle must not hold is what the packages hold', async () => {
  const { resolve } = createRequire(import.meta.url);
  expect(await readFile(resolve('zod/v4/core').replace('index.cjs', 'errors.cjs'), 'utf8')).toContain(LEFT_OUT.zod);
  expect(await readFile(resolve('yaml').replace('index.js', 'errors.js'), 'utf8')).toContain(LEFT_OUT.yaml);
});

/** A client is in a bundle where its function has the permission to use it. */
test.each([
  ['s3', ['DynamoDB', 'S3', 'SNS', 'SQS']],
  ['eventbridge', ['DynamoDB', 'SNS', 'SQS']],
  ['cloudwatch-logs', ['DynamoDB', 'SNS', 'SQS']],
  ['clock', ['DynamoDB', 'SNS']],
  ['slack', ['CloudWatch Logs', 'DynamoDB', 'SQS', 'SSM']],
])('%s talks to %j', async (name, services) => {
  const ids = [...(await built(name)).matchAll(/serviceId:\w+\?\.serviceId\?\?"([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids)).toEqual(new Set(services));
});
