import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const TRAIL_BUCKET = 'trail-logs';
export const TABLE = 'trailhound';
export const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:trailhound-alerts`;
export const TEXT_TOPIC_ARN = `${TOPIC_ARN}-text`;
/** Each function's queue; what it cannot do after three tries lies in the dead-letter queue. */
export const SOURCES = {
  s3: 's3-notices',
  eventbridge: 'cloudtrail-events',
  slack: 'slack-alerts',
  'slack-urgent': 'slack-urgent',
} as const;
export type SourceName = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as SourceName[];
export const QUARANTINE = 'quarantine';

const MAX_RECEIVES = '3';
/** Short, so that a sample that fails need not be waited for; serverless.yml has six times the timeout. */
const VISIBILITY_SECONDS = '1';

export interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly dynamo: DynamoDBClient;
}

export const queueArn = (queue: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`;
export const deadLetterOf = (queue: string): string => `${queue}-dead`;

/** What serverless.yml makes in an account, made in the embedded servers; gives the URLs of the queues by name. */
export async function makeResources({ s3, sqs, sns, dynamo }: Clients): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  const makeQueue = async (name: string, attributes: Record<string, string> = {}): Promise<void> => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    urls.set(name, QueueUrl);
  };
  await s3.send(new CreateBucketCommand({ Bucket: TRAIL_BUCKET }));
  await makeQueue(QUARANTINE);
  for (const queue of Object.values(SOURCES)) {
    await makeQueue(deadLetterOf(queue));
    const redrive = { deadLetterTargetArn: queueArn(deadLetterOf(queue)), maxReceiveCount: MAX_RECEIVES };
    await makeQueue(queue, { VisibilityTimeout: VISIBILITY_SECONDS, RedrivePolicy: JSON.stringify(redrive) });
  }
  for (const arn of [TOPIC_ARN, TEXT_TOPIC_ARN])
    await sns.send(new CreateTopicCommand({ Name: arn.split(':').at(-1) }));
  const subscribe = (queue: string, level: readonly string[]) =>
    sns.send(
      new SubscribeCommand({
        TopicArn: TOPIC_ARN,
        Protocol: 'sqs',
        Endpoint: queueArn(queue),
        Attributes: { FilterPolicy: JSON.stringify({ level }) },
      }),
    );
  await subscribe(SOURCES['slack-urgent'], ['critical']);
  await subscribe(SOURCES.slack, ['medium', 'high']);
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return urls;
}
