import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { PACE_MS, type SlackPorts, type SlackSettings } from '../../deliver/destinations/slack/deliver.ts';
import { cloudwatchActivity } from '../activity.ts';
import { dynamoPace } from '../dynamo-pace.ts';
import { ssmSecrets } from '../secrets.ts';
import { slackSettings } from '../slack-settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { sqsVisibility, type Visibility } from '../visibility.ts';
import { CLIENT, CLOCK, type Environment, QUEUE_CLIENT, required } from './settings.ts';
import { deliveryPorts } from './tell.ts';

export function slackPorts(env: Environment, telemetry: Telemetry): SlackPorts {
  const logGroup = env['TRAILHOUND_LOG_GROUP'];
  const dynamo = new DynamoDBClient(CLIENT);
  return {
    ...deliveryPorts(env, telemetry, dynamo),
    pace: dynamoPace(dynamo, required(env, 'TRAILHOUND_TABLE')),
    // Only the embedded stack sets this: its Slack minds nothing, and nobody wants to wait for a demonstration.
    paceMs: Number(env['TRAILHOUND_SLACK_PACE_MS'] ?? PACE_MS),
    sleep,
    secrets: ssmSecrets(new SSMClient(CLIENT), CLOCK),
    fetch: globalThis.fetch,
    ...(logGroup ? { activity: cloudwatchActivity(new CloudWatchLogsClient(CLIENT), logGroup) } : {}),
  };
}

export const slackVisibility = (env: Environment): Visibility =>
  sqsVisibility(new SQSClient(QUEUE_CLIENT), required(env, 'TRAILHOUND_QUEUE_URLS').split(','));

export const slackSettingsFrom = (env: Environment): SlackSettings => slackSettings(env);
