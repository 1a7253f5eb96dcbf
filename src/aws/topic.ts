import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { failed, ok } from '../errors.ts';
import type { Topic } from '../ports.ts';
import { failureOf } from './failures.ts';

/**
 * A topic. Messages go out as they are, never with `MessageStructure: json`: with it SNS drops the message attributes
 * (SNS guide, "message attributes"), and every subscriber with a filter policy would be told nothing.
 */
export const snsTopic = (client: SNSClient, arn: string): Topic => ({
  async publish({ subject, body, attributes }) {
    try {
      const { MessageId = '' } = await client.send(
        new PublishCommand({
          TopicArn: arn,
          Subject: subject,
          Message: body,
          MessageAttributes: Object.fromEntries(
            [...attributes].map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
          ),
        }),
      );
      return ok(MessageId);
    } catch (thrown) {
      return failed(failureOf('sns:Publish', thrown));
    }
  },
});
