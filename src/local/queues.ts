import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** The queues of the embedded stack, by name. */
export interface Queues {
  url(name: string): string;
  send(name: string, body: string): Promise<void>;
  /** Messages that wait or are being worked on. */
  waiting(name: string): Promise<number>;
  /** Takes and gives everything that waits. */
  drain(name: string): Promise<string[]>;
}

export function queuesAt(urls: ReadonlyMap<string, string>, client: SQSClient): Queues {
  const url = (name: string): string => urls.get(name) ?? name;
  return {
    url,
    async send(name, body) {
      await client.send(new SendMessageCommand({ QueueUrl: url(name), MessageBody: body }));
    },
    async waiting(name) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['All'] }),
      );
      return COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
    },
    async drain(name) {
      const bodies: string[] = [];
      for (;;) {
        const request = { QueueUrl: url(name), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map(({ Body = '' }) => Body));
      }
    },
  };
}
