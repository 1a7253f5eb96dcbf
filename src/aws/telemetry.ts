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

/** A webhook's address and a token are secrets; no text that quotes one may carry it into the log. */
const SECRETS = /https?:\/\/hooks\.slack\S*|\/services\/T\S*|xox[a-z]-\S*/gi;
/** What a terminal obeys and JSON leaves as it is: C1 controls (0x9b begins an ANSI sequence), bidi controls. */
const UNSEEN = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const printable = (text: string): string =>
  text.slice(0, MAX_LOGGED).toWellFormed().replace(SECRETS, '[redacted]').replace(UNSEEN, '');

const capped = (fields: LogFields = {}): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? printable(value) : value]),
  );

/** Counters that are summed up until they are published: a file of 5,000 records is one number, not 5,000. */
export interface SummedMetrics extends Metrics {
  /** Hands the sums on and begins anew; called at the end of every invocation. */
  publish(): void;
}

/** Counters in the embedded metric format: CloudWatch reads them from the log, so they cost no call. */
export function powertoolsMetrics(metrics: PowertoolsMetrics): SummedMetrics {
  const sums = new Map<string, number>();
  const reasons = new Map<string, { readonly name: string; readonly reason: string; sum: number }>();
  const count = (name: string, by: number): void => void sums.set(name, (sums.get(name) ?? 0) + by);
  return {
    count: (name, by = 1) => count(name, by),
    reason: (name, reason, by = 1) => {
      // The sum without the reason too, for one alarm over them all.
      count(name, by);
      const known = reasons.get(`${name} ${reason}`);
      if (known === undefined) reasons.set(`${name} ${reason}`, { name, reason, sum: by });
      else known.sum += by;
    },
    publish() {
      for (const [name, sum] of sums) metrics.addMetric(name, MetricUnit.Count, sum);
      for (const { name, reason, sum } of reasons.values()) {
        const single = metrics.singleMetric();
        single.addDimension('reason', reason);
        single.addMetric(name, MetricUnit.Count, sum);
      }
      sums.clear();
      reasons.clear();
    },
  };
}

export interface Telemetry {
  readonly logger: Logger;
  readonly powertools: PowertoolsMetrics;
  readonly log: Log;
  readonly metrics: SummedMetrics;
}

export function telemetry(): Telemetry {
  const logger = new Logger();
  const powertools = new PowertoolsMetrics();
  return { logger, powertools, log: powertoolsLog(logger), metrics: powertoolsMetrics(powertools) };
}
