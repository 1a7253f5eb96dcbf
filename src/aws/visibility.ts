import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { config, failed, ok, type Result } from '../errors.ts';
import { failureOf } from './failures.ts';

/** When messages that were received are seen again. */
export interface Visibility {
  /** Hides a message for so long from now, in whole seconds, rounded up. */
  hide(queueArn: string, receiptHandle: string, ms: number): Promise<Result<void>>;
}

/** @param urls of the queues that feed the function; an ARN is of the one with the same name */
export const sqsVisibility = (client: SQSClient, urls: readonly string[]): Visibility => ({
  async hide(queueArn, receiptHandle, ms) {
    const name = queueArn.split(':').at(-1) ?? '';
    const url = urls.find((candidate) => candidate.split('/').at(-1) === name);
    if (url === undefined) return failed(config('unknown-queue', `no URL is known of ${queueArn}`));
    try {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: Math.ceil(ms / 1000),
        }),
      );
      return ok(undefined);
    } catch (thrown) {
      return failed(failureOf('sqs:ChangeMessageVisibility', thrown));
    }
  },
});
