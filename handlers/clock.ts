import { clockPorts } from '#environment/clock';
import { lambda } from '../src/aws/lambda.ts';
import { oneByOne } from '../src/aws/one-by-one.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { lookAtClock } from '../src/ingest/look-at-clock.ts';

const watched = telemetry();
const ports = clockPorts(process.env, watched);

/** Every five minutes: bursts that are over, counts that are complete, events that stay away, quiet windows to sum up. */
export const handler = lambda(
  oneByOne((_tick, left) => lookAtClock(ports, left)),
  watched,
);
