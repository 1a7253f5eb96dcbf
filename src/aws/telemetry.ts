import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import type { Log, LogFields, Metrics } from '../ports.ts';

/** A field of a record can be 100 KB of an attacker's text; a log line needs the beginning of it. */
const MAX_LOGGED = 1024;

/** One JSON object a line. Attacker data appears as values only; JSON escapes what is not printable. */
export const powertoolsLog = (logger: Logger): Log => ({
  info: (message, fields) => logger.info(message, capped(fields)),
  warn: (message, fields) => logger.warn(message, capped(fields)),
  error: (message, fields) => logger.error(message, capped(fields)),
});

const capped = (fields: LogFields = {}): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.slice(0, MAX_LOGGED).toWellFormed() : value,
    ]),
  );

/** Counters in the embedded metric format: CloudWatch reads them from the log, so they cost no call. */
export const powertoolsMetrics = (metrics: PowertoolsMetrics): Metrics => ({
  count: (name, by = 1) => metrics.addMetric(name, MetricUnit.Count, by),
  reason: (name, reason, by = 1) => {
    const single = metrics.singleMetric();
    single.addDimension('reason', reason);
    single.addMetric(name, MetricUnit.Count, by);
    // The same without the reason, for one alarm over them all.
    metrics.addMetric(name, MetricUnit.Count, by);
  },
});

export interface Telemetry {
  readonly logger: Logger;
  readonly powertools: PowertoolsMetrics;
  readonly log: Log;
  readonly metrics: Metrics;
}

export function telemetry(): Telemetry {
  const logger = new Logger();
  const powertools = new PowertoolsMetrics();
  return { logger, powertools, log: powertoolsLog(logger), metrics: powertoolsMetrics(powertools) };
}
