import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { DeliveryPorts } from '../deliver/deliver-once.ts';
import { PACE_MS, type SlackPorts, type SlackSettings } from '../deliver/destinations/slack/deliver.ts';
import type { IngestPorts } from '../ingest/ingest.ts';
import type { ClockPorts } from '../ingest/look-at-clock.ts';
import { RuleSet } from '../match/rule-set.ts';
import type { CompiledRules } from '../memory/memory-rule.ts';
import { MemoryRules } from '../memory/memory-rules.ts';
import type { Clock } from '../ports.ts';
import { cloudwatchActivity } from './activity.ts';
import { dynamoClaims } from './dynamo-claims.ts';
import { dynamoMemory } from './dynamo-memory.ts';
import { dynamoPace } from './dynamo-pace.ts';
import { dynamoQuietWindows } from './dynamo-quiet.ts';
import { s3Objects } from './object-store.ts';
import { sqsQueue } from './queue.ts';
import { ssmSecrets } from './secrets.ts';
import { slackSettings } from './slack-settings.ts';
import type { Telemetry } from './telemetry.ts';
import { snsTopic } from './topic.ts';
import { sqsVisibility, type Visibility } from './visibility.ts';

/** What a deployed function works with, from its environment variables (serverless.yml sets them). */
export type Environment = Readonly<Record<string, string | undefined>>;

const CLOCK: Clock = { now: () => Date.now() };
/** The SDK's own retries are short; the longer ones are the queue's business. */
const CLIENT = { maxAttempts: 3 };
/** A function's timeout and a margin, where the deployment does not say (serverless.yml does). */
const DEFAULT_LEASE_SECONDS = 150;

export function ingestPorts(env: Environment, telemetry: Telemetry): IngestPorts {
  const compiled = readRules(env);
  return {
    ...tellingPorts(env, telemetry, compiled),
    // The queue lies in the function's own region; the endpoint stays the one that the SDK is configured with.
    quarantine: sqsQueue(
      new SQSClient({ ...CLIENT, useQueueUrlAsEndpoint: false }),
      required(env, 'TRAILHOUND_QUARANTINE_URL'),
    ),
    objects: s3Objects(new S3Client(CLIENT), env['TRAILHOUND_BUCKET_OWNER'] || undefined),
    rules: new RuleSet(compiled),
  };
}

export const clockPorts = (env: Environment, telemetry: Telemetry): ClockPorts =>
  tellingPorts(env, telemetry, readRules(env));

function tellingPorts(env: Environment, telemetry: Telemetry, { memory }: CompiledRules): ClockPorts {
  const dynamo = new DynamoDBClient(CLIENT);
  const sns = new SNSClient(CLIENT);
  const table = required(env, 'TRAILHOUND_TABLE');
  return {
    ...deliveryPorts(env, telemetry, dynamo),
    quiet: dynamoQuietWindows(dynamo, table),
    memoryRules: new MemoryRules(memory),
    memory: dynamoMemory(dynamo, table),
    topic: snsTopic(sns, required(env, 'TRAILHOUND_TOPIC_ARN')),
    textTopic: snsTopic(sns, required(env, 'TRAILHOUND_TEXT_TOPIC_ARN')),
  };
}

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
  sqsVisibility(
    new SQSClient({ ...CLIENT, useQueueUrlAsEndpoint: false }),
    required(env, 'TRAILHOUND_QUEUE_URLS').split(','),
  );

export const slackSettingsFrom = (env: Environment): SlackSettings => slackSettings(env);

const deliveryPorts = (env: Environment, { log, metrics }: Telemetry, dynamo: DynamoDBClient): DeliveryPorts => ({
  claims: dynamoClaims(dynamo, required(env, 'TRAILHOUND_TABLE')),
  clock: CLOCK,
  log,
  metrics,
  newOwner: randomUUID,
  leaseMs: Number(env['TRAILHOUND_LEASE_SECONDS'] ?? DEFAULT_LEASE_SECONDS) * 1000,
});

/** The build puts the compiled rules beside the handler; the embedded stack shows them all. */
const readRules = (env: Environment): CompiledRules =>
  JSON.parse(readFileSync(env['TRAILHOUND_RULES'] ?? join(import.meta.dirname, 'rules.json'), 'utf8')) as CompiledRules;

/** Thrown at start: a function without its settings must not run and seem well. */
function required(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new Error(`the environment variable ${name} is missing: serverless.yml sets it`);
}
