import { S3Client } from '@aws-sdk/client-s3';
import type { IngestPorts } from '../../ingest/ingest.ts';
import { s3Objects } from '../object-store.ts';
import type { Telemetry } from '../telemetry.ts';
import { eventPorts } from './events.ts';
import { CLIENT, type Environment } from './settings.ts';

/** For the function that reads log files. */
export const s3Ports = (env: Environment, telemetry: Telemetry): IngestPorts => ({
  ...eventPorts(env, telemetry),
  objects: s3Objects(new S3Client(CLIENT), env['TRAILHOUND_BUCKET_OWNER'] || undefined),
});
