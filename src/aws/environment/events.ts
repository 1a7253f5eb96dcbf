import { SQSClient } from '@aws-sdk/client-sqs';
import type { IngestPorts } from '../../ingest/ingest.ts';
import { NO_OBJECTS } from '../../ingest/no-objects.ts';
import { RuleSet } from '../../match/rule-set.ts';
import { sqsQueue } from '../queue.ts';
import type { Telemetry } from '../telemetry.ts';
import { type Environment, QUEUE_CLIENT, required } from './settings.ts';
import { readRules, tellingPorts } from './tell.ts';

/** For the functions to which the records themselves come: `eventbridge` and `cloudwatch-logs`. */
export function eventPorts(env: Environment, telemetry: Telemetry, compiled = readRules(env)): IngestPorts {
  return {
    ...tellingPorts(env, telemetry, compiled),
    quarantine: sqsQueue(new SQSClient(QUEUE_CLIENT), required(env, 'TRAILHOUND_QUARANTINE_URL')),
    objects: NO_OBJECTS,
    rules: new RuleSet(compiled),
  };
}
