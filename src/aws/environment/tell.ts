import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { DeliveryPorts } from '../../deliver/deliver-once.ts';
import type { ClockPorts } from '../../ingest/look-at-clock.ts';
import type { StoredRules } from '../../memory/memory-rule.ts';
import { MemoryRules } from '../../memory/memory-rules.ts';
import { storedRulesIn } from '../../memory/stored-rules.ts';
import { dynamoClaims } from '../dynamo-claims.ts';
import { dynamoMemory } from '../dynamo-memory.ts';
import { dynamoQuietWindows } from '../dynamo-quiet.ts';
import type { Telemetry } from '../telemetry.ts';
import { snsTopic } from '../topic.ts';
import { CLIENT, CLOCK, type Environment, required } from './settings.ts';

/** A function's timeout and a margin, where the deployment does not say (serverless.yml does). */
const DEFAULT_LEASE_SECONDS = 150;

/** What every function needs that tells alerts of rules. */
export function tellingPorts(env: Environment, telemetry: Telemetry, { memory }: StoredRules): ClockPorts {
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

export const deliveryPorts = (
  env: Environment,
  { log, metrics }: Telemetry,
  dynamo: DynamoDBClient,
): DeliveryPorts => ({
  claims: dynamoClaims(dynamo, required(env, 'TRAILHOUND_TABLE')),
  clock: CLOCK,
  log,
  metrics,
  newOwner: randomUUID,
  leaseMs: Number(env['TRAILHOUND_LEASE_SECONDS'] ?? DEFAULT_LEASE_SECONDS) * 1000,
});

/** The build puts the compiled rules beside the handler; the embedded stack shows them all. */
export function readRules(env: Environment): StoredRules {
  const file = env['TRAILHOUND_RULES'] ?? join(import.meta.dirname, 'rules.json');
  return storedRulesIn(readFileSync(file, 'utf8'), file);
}
