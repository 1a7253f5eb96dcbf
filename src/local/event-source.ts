import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isObject, own } from '../json.ts';
import type { Invoked, LambdaFunction } from './lambda-function.ts';

export interface EventSourceOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly target: LambdaFunction;
}

export interface EventSource {
  /** True while a batch is with the function. */
  readonly busy: boolean;
  stop(): Promise<void>;
}

/**
 * Lambda's event source mapping for SQS: takes batches, invokes, and deletes what succeeded. What the function reports as
 * failed, and everything when it throws or answers something else than it may, comes back after the visibility
 * timeout (Lambda guide, "Using Lambda with Amazon SQS": success and failure conditions).
 */
export function startEventSource({ client, queueUrl, queueArn, batchSize, target }: EventSourceOptions): EventSource {
  const source = { busy: false, stopped: false };
  const loop = async (): Promise<void> => {
    while (!source.stopped) {
      const { Messages: messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: batchSize,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      if (messages.length === 0) continue;
      source.busy = true;
      const invoked = await target.invoke({ Records: messages.map((message) => asRecord(message, queueArn)) });
      const done = succeeded(messages, invoked);
      if (done.length > 0) {
        await client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
          }),
        );
      }
      source.busy = false;
    }
  };
  const running = loop();
  return {
    get busy() {
      return source.busy;
    },
    async stop() {
      source.stopped = true;
      await running;
    },
  };
}

const asRecord = (message: Message, queueArn: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: queueArn.split(':')[3],
});

/** The messages that are deleted. */
export function succeeded<M extends Pick<Message, 'MessageId'>>(
  messages: readonly M[],
  invoked: Invoked,
): readonly M[] {
  if (!invoked.ok) return [];
  // Lambda takes nothing, null and {} for a complete success: a handler that forgets to answer loses its batch.
  const failures = isObject(invoked.response) ? own(invoked.response, 'batchItemFailures') : undefined;
  if (failures === undefined || failures === null) return messages;
  if (!Array.isArray(failures)) return [];
  const ids = failures.map((failure: unknown) => (isObject(failure) ? own(failure, 'itemIdentifier') : undefined));
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  if (ids.some((id) => typeof id !== 'string' || !known.has(id))) return [];
  return messages.filter(({ MessageId }) => !ids.includes(MessageId));
}
