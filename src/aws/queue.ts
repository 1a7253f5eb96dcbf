import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { failed, ok } from '../errors.ts';
import type { Queue } from '../ports.ts';
import { failureOf } from './failures.ts';

export const sqsQueue = (client: SQSClient, url: string): Queue => ({
  async send(body) {
    try {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
      return ok(undefined);
    } catch (thrown) {
      return failed(failureOf('sqs:SendMessage', thrown));
    }
  },
});
