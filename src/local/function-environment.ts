import { resolve } from 'node:path';
import type { HttpServer } from './http-server.ts';
import { QUARANTINE, REGION, SOURCES, TABLE, TEXT_TOPIC_ARN, TOPIC_ARN } from './resources.ts';

export interface Servers {
  readonly aws: HttpServer;
  readonly sns: HttpServer;
  readonly dynamo: HttpServer;
  readonly parameters: HttpServer;
  readonly logs: HttpServer;
  readonly slack: HttpServer;
}

/** What serverless.yml sets, with the SDK's own variables pointing at the embedded servers. */
export const functionEnvironment = (
  { aws, sns, dynamo, parameters, logs, slack }: Servers,
  queueUrl: (name: string) => string,
  slackMode: 'webhook' | 'bot' = 'webhook',
): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_S3: aws.url,
  AWS_ENDPOINT_URL_SQS: aws.url,
  AWS_ENDPOINT_URL_SNS: sns.url,
  AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
  AWS_ENDPOINT_URL_SSM: parameters.url,
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
  // The SDK announces on Node 20 that it will want 22 in 2027; a demonstration need not say so five times.
  NODE_NO_WARNINGS: '1',
  POWERTOOLS_SERVICE_NAME: 'trailhound',
  POWERTOOLS_METRICS_NAMESPACE: 'Trailhound',
  // The pack that is on in trailhound.yml would show a part of what there is.
  TRAILHOUND_RULES: resolve('dist', 'rules-full.json'),
  TRAILHOUND_TABLE: TABLE,
  TRAILHOUND_TOPIC_ARN: TOPIC_ARN,
  TRAILHOUND_TEXT_TOPIC_ARN: TEXT_TOPIC_ARN,
  TRAILHOUND_QUARANTINE_URL: queueUrl(QUARANTINE),
  TRAILHOUND_QUEUE_URLS: [SOURCES['slack-urgent'], SOURCES.slack].map(queueUrl).join(','),
  TRAILHOUND_LOG_GROUP: 'cloudtrail',
  TRAILHOUND_SLACK_ORIGIN: slack.url,
  TRAILHOUND_SLACK_PACE_MS: '0',
  ...(slackMode === 'bot'
    ? { TRAILHOUND_SLACK_TOKEN_PARAMETER: '/trailhound/bot', TRAILHOUND_SLACK_CHANNEL: 'C0SECURITY' }
    : { TRAILHOUND_SLACK_WEBHOOK_PARAMETER: '/trailhound/slack' }),
});
