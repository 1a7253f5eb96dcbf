import { eventPorts } from '#environment/events';
import { lambda } from '../src/aws/lambda.ts';
import { oneByOne } from '../src/aws/one-by-one.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { ingest } from '../src/ingest/ingest.ts';

const watched = telemetry();
const ports = eventPorts(process.env, watched);

/** CloudTrail records of a CloudWatch Logs subscription. */
export const handler = lambda(
  oneByOne((delivery, left) => ingest(delivery, ports, left)),
  watched,
);
