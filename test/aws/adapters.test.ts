import { readdir, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { failureOf } from '../../src/aws/failures.ts';
import { s3Objects } from '../../src/aws/object-store.ts';
import { sqsQueue } from '../../src/aws/queue.ts';
import { ssmSecrets } from '../../src/aws/secrets.ts';
import { snsTopic } from '../../src/aws/topic.ts';

/** An error as the SDK throws it. */
const sdkError = (name: string, status?: number): Error =>
  Object.assign(new Error('said the service'), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });

test.each<[string, unknown, string]>([
  ['no permission', sdkError('AccessDenied', 403), 'config AccessDenied'],
  ['no permission, in other words', sdkError('AccessDeniedException', 400), 'config AccessDeniedException'],
  ['no permission, unknown words', sdkError('NotAllowedToday', 403), 'config NotAllowedToday'],
  ['an object that is gone', sdkError('NoSuchKey', 404), 'config NoSuchKey'],
  ['a key that is disabled', sdkError('KMS.DisabledException', 400), 'config KMS.DisabledException'],
  ['throttling', sdkError('ThrottlingException', 400), 'retry ThrottlingException'],
  ['throttling of KMS', sdkError('KMSThrottlingException', 400), 'retry KMSThrottlingException'],
  ['a fault of the service', sdkError('InternalError', 500), 'retry InternalError'],
  ['a time-out', sdkError('TimeoutError'), 'retry TimeoutError'],
  ['a lost connection', sdkError('ECONNRESET'), 'retry ECONNRESET'],
  ['something that is no error', 'oops', 'retry Error'],
])('%s', (_name, thrown, expected) => {
  const { next, reason, detail } = failureOf('s3:GetObject', thrown);
  expect(`${next} ${reason}`).toBe(expected);
  expect(detail).toContain('s3:GetObject');
});

describe('objects', () => {
  const client = mockClient(S3Client);
  const REF = { bucket: 'trail', key: 'a b+c.json.gz', versionId: 'v1' };
  beforeEach(() => client.reset());

  test('are read by key and version, from their owner only', async () => {
    client.on(GetObjectCommand).resolves({ Body: Readable.from([Buffer.from('x')]) as never });
    const read = await s3Objects(new S3Client({}), '123456789012').read(REF);
    const chunks = [];
    if (read.ok) for await (const chunk of read.value) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('x');
    expect(client.call(0).args[0].input).toEqual({
      Bucket: 'trail',
      Key: 'a b+c.json.gz',
      VersionId: 'v1',
      ExpectedBucketOwner: '123456789012',
    });
  });

  test('that may not be read are somebody’s to mend', async () => {
    client.on(GetObjectCommand).rejects(sdkError('AccessDenied', 403));
    expect(await s3Objects(new S3Client({})).read(REF)).toMatchObject({ ok: false, failure: { next: 'config' } });
  });
});

test('a topic gets the body as it is, with its attributes, never by protocol: SNS would drop them', async () => {
  const client = mockClient(SNSClient);
  client.on(PublishCommand).resolves({ MessageId: 'm-1' });
  const message = { subject: 's', body: '{"a":1}', attributes: new Map([['level', 'high']]) };
  expect(await snsTopic(new SNSClient({}), 'arn').publish(message)).toEqual({ ok: true, value: 'm-1' });
  expect(client.call(0).args[0].input).toEqual({
    TopicArn: 'arn',
    Subject: 's',
    Message: '{"a":1}',
    MessageAttributes: { level: { DataType: 'String', StringValue: 'high' } },
  });
});

test('a queue that refuses is a failure', async () => {
  const client = mockClient(SQSClient);
  client.on(SendMessageCommand).rejects(sdkError('QueueDoesNotExist', 400));
  const sent = await sqsQueue(new SQSClient({}), 'url').send('x');
  expect(sent).toMatchObject({ ok: false, failure: { next: 'config', reason: 'QueueDoesNotExist' } });
});

describe('secrets', () => {
  const client = mockClient(SSMClient);
  const clock = { time: 0, now: () => clock.time };
  beforeEach(() => {
    client.reset();
    clock.time = 0;
  });

  test('are kept for five minutes, and asked for again when the old one was refused', async () => {
    client
      .on(GetParameterCommand)
      .resolvesOnce({ Parameter: { Value: 'old' } })
      .resolves({ Parameter: { Value: 'new' } });
    const secrets = ssmSecrets(new SSMClient({}), clock);
    expect(await secrets.get('n')).toEqual({ ok: true, value: 'old' });
    clock.time = 299_999;
    expect(await secrets.get('n')).toEqual({ ok: true, value: 'old' });
    expect(await secrets.get('n', { fresh: true })).toEqual({ ok: true, value: 'new' });
    clock.time = 600_000;
    await secrets.get('n');
    expect(client.calls()).toHaveLength(3);
  });

  test('that are missing are somebody’s to mend', async () => {
    client.on(GetParameterCommand).rejects(sdkError('ParameterNotFound', 400));
    const got = await ssmSecrets(new SSMClient({}), clock).get('n');
    expect(got).toMatchObject({ ok: false, failure: { next: 'config', reason: 'ParameterNotFound' } });
  });
});

test('APIs that fail inside a 200 are not used, but one, which is read to the end', async () => {
  const folder = new URL('../../src/aws/', import.meta.url);
  const used: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(new URL(name, folder), 'utf8');
    for (const [command] of text.matchAll(
      /\b(?:PublishBatch|SendMessageBatch|PutEvents|PutLogEvents|Batch\w+|TransactWrite\w+)Command\b/g,
    ))
      used.push(command);
  }
  // dynamo-memory.ts asks for its UnprocessedKeys until none is left.
  expect([...new Set(used)]).toEqual(['BatchGetItemCommand']);
});
