import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { hiddenFor, LONGEST_MS } from '../../src/aws/postpone.ts';
import { sqsVisibility } from '../../src/aws/visibility.ts';
import { startAwsServer } from '../../src/local/aws-server.ts';

const HOUR = 60 * 60 * 1000;

test.each([
  [1000, 1, 1000],
  [1000, 2, 2000],
  [1000, 10, 512_000],
  // What nobody asked for ends at a quarter of an hour.
  [1000, 11, 900_000],
  [30_000, 10, 900_000],
  // Never shorter than asked, and never longer than SQS allows.
  [2 * HOUR, 5, 2 * HOUR],
  [LONGEST_MS - 1, 1, LONGEST_MS - 1],
  [LONGEST_MS, 1, LONGEST_MS],
  [LONGEST_MS + 1, 1, LONGEST_MS],
  [12 * HOUR, 9, LONGEST_MS],
  [1000, Number.NaN, 1000],
  [1000, 1e9, 900_000],
])('asked for %d ms at receive %d: hidden for %d', (asked, receives, expected) => {
  expect(hiddenFor(asked, receives)).toBe(expected);
});

describe('at a real queue', () => {
  const setup = async () => {
    const server = await startAwsServer();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new SQSClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
    const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: 'alerts' }));
    const receive = async () => {
      const request = { QueueUrl: url, WaitTimeSeconds: 0, VisibilityTimeout: 1 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
      return Messages[0];
    };
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
    const close = async () => {
      client.destroy();
      await server.close();
    };
    return { client, url, receive, close };
  };
  const ARN = 'arn:aws:sqs:us-east-1:000000000000:alerts';

  test('a hidden message is not received until its time has come', async () => {
    const { client, url, receive, close } = await setup();
    const message = await receive();
    const hidden = await sqsVisibility(client, ['http://other/urgent', url]).hide(
      ARN,
      message?.ReceiptHandle ?? '',
      1500,
    );
    expect(hidden.ok).toBe(true);
    await new Promise((wake) => setTimeout(wake, 1200));
    // The queue's own second is over; two were asked for, since SQS counts whole ones.
    expect(await receive()).toBeUndefined();
    await new Promise((wake) => setTimeout(wake, 1000));
    expect((await receive())?.Body).toBe('x');
    await close();
  });

  test('a queue of which no URL is known is somebody’s to mend', async () => {
    const { client, url, close } = await setup();
    const hidden = await sqsVisibility(client, [url]).hide('arn:aws:sqs:us-east-1:000000000000:other', 'r', 1000);
    expect(hidden).toMatchObject({ ok: false, failure: { next: 'config', reason: 'unknown-queue' } });
    await close();
  });
});
