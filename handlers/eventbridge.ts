import { eventPorts } from '#environment/events';
import { lambda } from '../src/aws/lambda.ts';
import { oneByOne } from '../src/aws/one-by-one.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { ingest } from '../src/ingest/ingest.ts';

const watched = telemetry();
const ports = eventPorts(process.env, watched);

/** CloudTrail events of EventBridge, by SQS or direct: minutes earlier than the log file, and not always. */
export const handler = lambda(
  oneByOne((delivery, left) => ingest(delivery, ports, left)),
  watched,
);
