import { s3Ports } from '#environment/s3';
import { lambda } from '../src/aws/lambda.ts';
import { oneByOne } from '../src/aws/one-by-one.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { ingest } from '../src/ingest/ingest.ts';

const watched = telemetry();
const ports = s3Ports(process.env, watched);

/** CloudTrail log files: S3 notifications by SQS, with SNS or EventBridge in between, or direct. */
export const handler = lambda(
  oneByOne((delivery, left) => ingest(delivery, ports, left)),
  watched,
);
