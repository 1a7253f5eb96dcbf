import type { OpenCutter } from '../decode/cutter.ts';
import { inProcessMemory } from '../in-process/memory.ts';
import type { RuleSet } from '../match/rule-set.ts';
import { SETTLED_MS } from '../memory/detector.ts';
import type { Counted } from '../memory/groups.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { COUNT_TOGETHER } from '../memory/remember.ts';
import { Replay } from '../memory/replay.ts';
import type { Finding, ReadFiles } from './batch.ts';
import { listFiles } from './list-files.ts';
import { matchFiles } from './match-file.ts';
import { noTotals, type ScanEvent, type ScanTotals } from './scan-event.ts';
import { Teller, tells } from './teller.ts';

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
  /** Who reads the files; without it, this thread does. */
  readonly read?: ReadFiles;
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
  const { all = false, staged = false, cutter } = options;
  const teller = new Teller(totals, { all, staged });
  const replay = new Replay(options.memory ?? [], inProcessMemory());
  const isCounted = (name: string): boolean => replay.rules.isCounted(name);
  const search = { rules, isCounted, tells: tells(staged), cutter };
  const read: ReadFiles = options.read ?? ((files) => matchFiles(files, search));
  const counted: Counted[] = [];
  let last = '';
  for await (const { file, files, bytes, records, matches, findings } of read(listFiles(paths))) {
    totals.files += files;
    totals.bytes += bytes;
    totals.records += records;
    totals.matches += matches;
    if (files > 0) last = file;
    for (const finding of findings) yield* tellFinding(finding, file, { teller, replay, counted, totals });
  }
  yield* teller.tellFound(await replay.add(counted), last);
  yield* teller.tellFound(await replay.passTo(replay.now + SETTLED_MS), last);
}

interface Telling {
  readonly teller: Teller;
  readonly replay: Replay;
  /** What waits to be counted together. */
  readonly counted: Counted[];
  readonly totals: ScanTotals;
}

async function* tellFinding(
  finding: Finding,
  file: string,
  { teller, replay, counted, totals }: Telling,
): AsyncGenerator<ScanEvent> {
  switch (finding.kind) {
    case 'refused':
      totals.refused++;
      yield { ...finding, file };
      break;
    case 'match':
      if (finding.told) yield* teller.tellMatch(finding.match, file);
      // What is found depends on where one stops, so it is here, whoever read the files.
      if (finding.counted !== undefined && counted.push(finding.counted) >= COUNT_TOGETHER)
        yield* teller.tellFound(await replay.add(counted.splice(0)), file);
      break;
    default:
      finding satisfies never;
  }
}
