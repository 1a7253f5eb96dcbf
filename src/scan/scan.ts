import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert } from '../alert/alert.ts';
import { alertFor } from '../alert/build.ts';
import { messageOf } from '../errors.ts';
import { memoryQuietWindows } from '../in-process/quiet.ts';
import type { RuleSet } from '../match/rule-set.ts';
import { readFile } from './read-file.ts';

/** What a scan tells while it reads. */
export type ScanEvent =
  | { readonly kind: 'alert'; readonly alert: Alert; readonly file: string }
  | {
      readonly kind: 'refused';
      readonly file: string;
      readonly place: string;
      readonly reason: string;
      readonly detail: string;
    };

export interface ScanTotals {
  files: number;
  bytes: number;
  records: number;
  matches: number;
  alerts: number;
  silenced: number;
  refused: number;
}

export const noTotals = (): ScanTotals => ({
  files: 0,
  bytes: 0,
  records: 0,
  matches: 0,
  alerts: 0,
  silenced: 0,
  refused: 0,
});

export interface ScanOptions {
  /** Counted up while the scan runs, for a progress bar and the summary. */
  readonly totals?: ScanTotals;
  /** Every match, without quiet windows. */
  readonly all?: boolean;
}

/**
 * Reads files and folders and tells the alerts in them as the deployed pipeline would: one per rule and event, quiet
 * windows in event time.
 */
export async function* scan(
  paths: readonly string[],
  rules: RuleSet,
  options: ScanOptions = {},
): AsyncGenerator<ScanEvent> {
  const totals = options.totals ?? noTotals();
  const told = new Set<string>();
  const quiet = memoryQuietWindows();
  for (const path of paths) {
    for await (const file of filesUnder(path)) {
      if (typeof file !== 'string') {
        totals.refused++;
        yield { kind: 'refused', file: path, place: 'file', reason: 'unreadable', detail: file.unreadable };
        continue;
      }
      totals.files++;
      for await (const found of readFile(file, (bytes) => (totals.bytes += bytes))) {
        for (const { place, read } of found) {
          if (!read.ok) {
            totals.refused++;
            yield { kind: 'refused', file, place, reason: read.failure.reason, detail: read.failure.detail };
            continue;
          }
          totals.records++;
          for (const match of rules.match(read.value)) {
            totals.matches++;
            const alert = alertFor(match);
            if (match.suppressed !== undefined || told.has(alert.id)) continue;
            told.add(alert.id);
            if (!options.all && (await isQuiet(alert, quiet))) totals.silenced++;
            else {
              totals.alerts++;
              yield { kind: 'alert', alert, file };
            }
          }
        }
      }
    }
  }
}

async function isQuiet(alert: Alert, quiet: ReturnType<typeof memoryQuietWindows>): Promise<boolean> {
  // A record without a time cannot lie in a window of event time.
  if (alert.event.time === undefined) return false;
  const at = Date.parse(alert.event.time);
  const { key, quietMs } = alert.dedup;
  const answer = await quiet.ask({ key, alertId: alert.id, at, quietMs, expires: Number.POSITIVE_INFINITY });
  return answer.ok && !answer.value.speak;
}

/** The files of a folder in the order of their names, which for CloudTrail is the order of time. */
export async function* filesUnder(path: string): AsyncGenerator<string | { readonly unreadable: string }> {
  try {
    if (path === '-' || !(await stat(path)).isDirectory()) {
      yield path;
      return;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    yield* files.sort();
  } catch (thrown) {
    yield { unreadable: messageOf(thrown) };
  }
}
