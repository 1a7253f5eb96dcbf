import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { alertFor } from '../alert/build.ts';
import type { OpenCutter } from '../decode/cutter.ts';
import { messageOf } from '../errors.ts';
import { inProcessMemory } from '../in-process/memory.ts';
import type { Match, RuleSet } from '../match/rule-set.ts';
import { SETTLED_MS } from '../memory/detector.ts';
import type { Counted } from '../memory/groups.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { Replay } from '../memory/replay.ts';
import { type ReadFileOptions, readFile } from './read-file.ts';
import { noTotals, type ScanEvent, type ScanTotals } from './scan-event.ts';
import { Teller } from './teller.ts';

export interface ScanOptions {
  /** Counted up while the scan runs, for a progress bar and the summary. */
  readonly totals?: ScanTotals;
  /** Every match, without quiet windows. */
  readonly all?: boolean;
  /** Rules with memory, each behind those that it counts. */
  readonly memory?: readonly MemoryRule[];
  /** What staged rules would have told, in place of what was told. */
  readonly staged?: boolean;
  /** Passes over records that no rule can match; without it, every record is parsed. */
  readonly cutter?: OpenCutter;
}

/**
 * Reads files and folders and tells the alerts in them as the deployed pipeline would: one per rule and event, quiet
 * windows and memory in event time. Time ends with the newest event.
 */
export async function* scan(
  paths: readonly string[],
  rules: RuleSet,
  options: ScanOptions = {},
): AsyncGenerator<ScanEvent> {
  const totals = options.totals ?? noTotals();
  const { all = false, staged = false } = options;
  const teller = new Teller(totals, { all, staged });
  const replay = new Replay(options.memory ?? [], inProcessMemory());
  const counted: Counted[] = [];
  const reading: ReadFileOptions = {
    onBytes: (bytes) => (totals.bytes += bytes),
    onPassed: (records) => (totals.records += records),
    open: options.cutter,
  };
  let last = '';
  for (const path of paths) {
    for await (const file of filesUnder(path)) {
      if (typeof file !== 'string') {
        totals.refused++;
        yield { kind: 'refused', file: path, place: 'file', reason: 'unreadable', detail: file.unreadable };
        continue;
      }
      totals.files++;
      last = file;
      for await (const found of readFile(file, reading)) {
        for (const { place, read } of found) {
          if (!read.ok) {
            totals.refused++;
            yield { kind: 'refused', file, place, reason: read.failure.reason, detail: read.failure.detail };
            continue;
          }
          totals.records++;
          for (const match of rules.match(read.value)) {
            const told = teller.tells(match.rule);
            if (told) totals.matches++;
            if (match.suppressed !== undefined) continue;
            if (replay.rules.isCounted(match.rule.name)) keep(match, counted);
            if (told) yield* teller.tell(alertFor(match), file);
          }
        }
        if (counted.length >= COUNT_TOGETHER) yield* teller.tellFound(await replay.add(counted.splice(0)), file);
      }
      if (counted.length > 0) yield* teller.tellFound(await replay.add(counted.splice(0)), file);
    }
  }
  yield* teller.tellFound(await replay.passTo(replay.now + SETTLED_MS), last);
}

/** Matches that rules with memory count are held so far, with their records, and then counted together. */
const COUNT_TOGETHER = 1_000;

function keep({ rule, record }: Match, counted: Counted[]): void {
  if (record.time !== undefined) counted.push({ rule: rule.name, id: record.id, time: record.time, record });
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
