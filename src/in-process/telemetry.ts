import type { Log, LogFields, Metrics } from '../ports.ts';

/** Log lines for a person at a terminal; on stderr, so that stdout holds results only. */
export const consoleLog = (): Log => ({
  info: (message, fields) => write('info', message, fields),
  warn: (message, fields) => write('warn', message, fields),
  error: (message, fields) => write('error', message, fields),
});

const write = (level: string, message: string, fields: LogFields = {}): void => {
  const shown = Object.entries(fields).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  process.stderr.write(`${level}: ${[message, ...shown].join(' ')}\n`);
};

/** Counters that a test or a summary reads. */
export interface Tally extends Metrics {
  readonly counts: ReadonlyMap<string, number>;
}

/** `RecordsRead` → 12, `Rejected gzip-cut` → 1 */
export function tally(): Tally {
  const counts = new Map<string, number>();
  const add = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  return {
    counts,
    count: (name, by = 1) => add(name, by),
    reason: (name, reason, by = 1) => {
      add(name, by);
      add(`${name} ${reason}`, by);
    },
  };
}
