import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { IngestPorts } from '../../ingest/ingest.ts';
import { Sieves } from '../../sieve/sieves.ts';
import { s3Objects } from '../object-store.ts';
import type { Telemetry } from '../telemetry.ts';
import { eventPorts } from './events.ts';
import { CLIENT, type Environment } from './settings.ts';
import { readRules } from './tell.ts';

/** For the function that reads log files. */
export function s3Ports(env: Environment, telemetry: Telemetry): IngestPorts {
  const compiled = readRules(env);
  return {
    ...eventPorts(env, telemetry, compiled),
    objects: s3Objects(new S3Client(CLIENT), env['TRAILHOUND_BUCKET_OWNER'] || undefined),
    cutter: new Sieves(readFileSync(join(import.meta.dirname, 'sieve.wasm')), compiled).open,
  };
}
