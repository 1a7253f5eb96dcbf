import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Alert } from '../alert/alert.ts';
import { RuleSet } from '../match/rule-set.ts';
import { MemoryRules } from '../memory/memory-rules.ts';
import { compiledRules } from '../rule/load.ts';
import type { ReadFiles } from '../scan/batch.ts';
import { listFiles } from '../scan/list-files.ts';
import { matchFiles } from '../scan/match-file.ts';
import { scan } from '../scan/scan.ts';
import { noTotals, type ScanEvent, type ScanTotals } from '../scan/scan-event.ts';
import { tells } from '../scan/teller.ts';
import { readWithWorkers } from '../scan/workers/read-with-workers.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, selected, tellErrors } from './context.ts';
import { htmlReport } from './html-report.ts';
import { LEVEL_STYLE, paintFor, printable } from './paint.ts';
import { sievesFor } from './sieves-for.ts';
import { table } from './table.ts';

/** Each takes some tens of megabytes, and one thread tells what they all find. */
const MOST_WORKERS = 32;
const FORMATS = ['table', 'json', 'html'];

type Refused = Extract<ScanEvent, { kind: 'refused' }>;

export interface ScanCommandOptions extends RuleOptions {
  readonly format: string;
  /** Without quiet windows. */
  readonly all?: boolean;
  /** What staged rules would have told, in place of what was told. */
  readonly staged?: boolean;
  /** Threads that read; with one it is this thread. By default as many as there are cores. */
  readonly workers?: string;
}

/** `trailhound scan`: alerts on stdout; the progress bar, what could not be read, and the summary on stderr. */
export async function scanCommand(paths: readonly string[], options: ScanCommandOptions): Promise<ExitCode> {
  const { format, all = false, staged = false } = options;
  if (!FORMATS.includes(format)) {
    err(`unknown format "${format}". Expected one of: ${FORMATS.join(', ')}`);
    return 2;
  }
  const workers = Number(options.workers ?? Math.min(availableParallelism(), MOST_WORKERS));
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    err(`--workers takes a whole number from 1 to ${MOST_WORKERS}, not "${options.workers}"`);
    return 2;
  }
  const loaded = await rulesFrom(options, 'without tests');
  if (tellErrors(loaded.errors)) return 2;
  const { rules, memory } = compiledRules(selected(loaded, options));
  const ruleSet = new RuleSet({ rules });
  const cutter = sievesFor({ rules, memory }, readFileSync(join(import.meta.dirname, 'sieve.wasm'))).open;
  const memoryRules = new MemoryRules(memory);
  const search = {
    rules: ruleSet,
    isCounted: (name: string) => memoryRules.isCounted(name),
    tells: tells(staged),
    cutter,
  };
  const here: ReadFiles = (files) => matchFiles(files, search);
  const entry = new URL('scan-worker.mjs', import.meta.url);
  const read: ReadFiles =
    workers === 1 ? here : (files) => readWithWorkers(files, { workers, entry, rules, memory, staged, here });
  const totals = noTotals();
  const alerts: Alert[] = [];
  const refused: Refused[] = [];
  const bar = await progressBar(paths, totals);
  for await (const event of scan(paths, ruleSet, { totals, all, memory, staged, read })) {
    if (event.kind === 'refused') refused.push(event);
    else if (format === 'json') out(JSON.stringify(event.alert));
    else alerts.push(event.alert);
  }
  bar.stop();
  if (format === 'table') out(alertTable(alerts));
  if (format === 'html') out(htmlReport(alerts, totals));
  tellRefused(refused);
  err(summary(totals));
  if (refused.length > 0) return 2;
  return totals.alerts > 0 ? 1 : 0;
}

function alertTable(alerts: readonly Alert[]): string {
  const paint = paintFor(process.stdout);
  if (alerts.length === 0) return 'no alerts';
  return table(
    ['time', 'level', 'account', 'region', 'alert'],
    alerts.map(({ event, rule, title }) => [
      event.time ?? '–',
      paint(LEVEL_STYLE[rule.level], rule.level),
      printable(event.account),
      printable(event.region),
      printable(title),
    ]),
  );
}

/** One line for each file and reason: a file of garbage is one finding, not thousands. */
function tellRefused(refused: readonly Refused[]): void {
  const groups = new Map<string, { first: Refused; count: number }>();
  for (const refusal of refused) {
    const key = `${refusal.file}\n${refusal.reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: refusal, count: 1 });
    else group.count++;
  }
  for (const { first, count } of groups.values()) {
    const more = count === 1 ? '' : ` (and ${count - 1} more like it)`;
    err(`not read: ${first.file}: ${first.place}: ${first.reason}: ${printable(first.detail).slice(0, 200)}${more}`);
  }
}

const summary = ({ files, bytes, records, matches, alerts, silenced, refused }: ScanTotals): string =>
  `${plural(files, 'file')}, ${(bytes / 1e6).toFixed(1)} MB, ${plural(records, 'record')}: ` +
  `${plural(matches, 'match', 'matches')}, of them ${plural(alerts, 'alert')} and ${silenced} kept quiet as repeats; ` +
  `${plural(refused, 'value')} not read`;

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** A bar where somebody looks on, nothing in a pipe. */
async function progressBar(paths: readonly string[], totals: ScanTotals): Promise<{ stop(): void }> {
  if (!process.stderr.isTTY || paths.includes('-')) return { stop: () => {} };
  const total = await sizeOf(paths);
  const bar = new SingleBar({
    format: '{bar} {percentage}% · {records} records · {alerts} alerts · {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0, { records: 0, alerts: 0 });
  const timer = setInterval(() => bar.update(totals.bytes, { records: totals.records, alerts: totals.alerts }), 100);
  return {
    stop() {
      clearInterval(timer);
      bar.stop();
    },
  };
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  let size = 0;
  for await (const { file, unreadable } of listFiles(paths)) {
    if (unreadable === undefined) size += (await stat(file)).size;
  }
  return size;
}
