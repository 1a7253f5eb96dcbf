import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { succeeded } from '../../src/local/event-source.ts';
import type { Invoked } from '../../src/local/lambda-function.ts';
import type { Random } from './random.ts';

export interface PollerOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  /** Each takes one batch after the other: their number is the concurrency. */
  readonly targets: readonly { invoke(event: unknown): Promise<Invoked> }[];
  /** Deletes that are not made, of all: the message comes again although it is done. */
  readonly lostDeletes?: { readonly rate: number; readonly random: Random };
  readonly onInvoked?: (messages: readonly Message[], invoked: Invoked) => void;
}

export interface Poller {
  readonly busy: number;
  readonly invocations: number;
  /** Messages that went back to their queue. */
  readonly returned: number;
  stop(): Promise<void>;
}

/** SQS gives ten at a time; Lambda asks again until a batch is full or the queue is empty. */
const AT_ONCE = 10;

/**
 * Lambda's event source mapping for SQS, with concurrency: see src/local/event-source.ts, whose judgement of a response it
 * shares. A process that dies or takes too long has failed its whole batch.
 */
export function startPoller(options: PollerOptions): Poller {
  const { client, queueUrl, batchSize, lostDeletes } = options;
  const state = { busy: 0, invocations: 0, returned: 0, stopped: false };

  const receive = async (): Promise<Message[]> => {
    const messages: Message[] = [];
    while (messages.length < batchSize) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: Math.min(AT_ONCE, batchSize - messages.length),
          WaitTimeSeconds: messages.length === 0 ? 1 : 0,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      messages.push(...Messages);
      if (Messages.length === 0) break;
    }
    return messages;
  };

  const loop = async (target: PollerOptions['targets'][number]): Promise<void> => {
    while (!state.stopped) {
      state.busy++;
      const messages = await receive();
      if (messages.length > 0) {
        const invoked = await target.invoke({
          Records: messages.map((message) => asRecord(message, options.queueArn)),
        });
        options.onInvoked?.(messages, invoked);
        const done = succeeded(messages, invoked);
        state.invocations++;
        state.returned += messages.length - done.length;
        await remove(done.filter(() => lostDeletes === undefined || lostDeletes.random.next() >= lostDeletes.rate));
      }
      state.busy--;
    }
  };

  const remove = async (done: readonly Message[]): Promise<void> => {
    for (let i = 0; i < done.length; i += AT_ONCE) {
      const entries = done.slice(i, i + AT_ONCE).map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
    }
  };

  const running = Promise.all(options.targets.map(loop));
  return {
    get busy() {
      return state.busy;
    },
    get invocations() {
      return state.invocations;
    },
    get returned() {
      return state.returned;
    },
    async stop() {
      state.stopped = true;
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
