import { availableParallelism, cpus, loadavg } from 'node:os';
import { table } from '../report.ts';
import type { AlertPath } from './alert-path.ts';
import type { Corpus } from './corpus.ts';
import type { HotRule } from './hot-rules.ts';
import type { Measured } from './rounds.ts';
import type { Ratio } from './targets.ts';

/** What was measured on one corpus: ratios first, since they hold on other machines, then what they are made of. */
export function corpusText(corpus: Corpus, measured: readonly Measured[], ratios: readonly Ratio[]): string {
  const { name, files, records, raw, gzip } = corpus;
  const head = `${name}: ${files.length} files, ${records.toLocaleString('en')} records, ${(raw / 1e6).toFixed(1)} MB decompressed, ${(raw / gzip).toFixed(1)} : 1, ${Math.round(raw / records)} bytes a record`;
  const parts = [head];
  if (ratios.length > 0) parts.push(table(['ratio', 'by the clock', 'by CPU', 'target', ''], ratios.map(ratioRow)));
  parts.push(
    table(
      ['way', 'ms', 'CPU ms', 'MB/s', 'not parsed %', 'matches'],
      measured.map(({ way, took, found }) => [
        way.what,
        Number(took.wall.toFixed(1)),
        Number(took.cpu.toFixed(1)),
        Math.round(raw / 1000 / took.wall),
        found === undefined ? '' : ((1 - found.parsed / found.records) * 100).toFixed(1),
        found?.matches ?? '',
      ]),
    ),
  );
  return parts.join('\n\n');
}

const ratioRow = ({ name, wall, cpu, target, met }: Ratio): (string | number)[] => [
  name,
  wall.toFixed(2),
  cpu.toFixed(2),
  target,
  target === '' ? '' : met(wall) && met(cpu) ? 'kept' : met(cpu) ? 'missed by the clock' : 'MISSED',
];

/** What is parsed for a rule and does not match it is what the sieve could not tell. */
export function hotText(rules: readonly HotRule[], count: number): string {
  const percent = (share: number): number => Number((share * 100).toFixed(2));
  return [
    'Rules that records are parsed for, each as if it were the only one:',
    table(
      ['rule', 'parsed %', 'matched %', 'in vain %'],
      rules
        .slice(0, count)
        .map(({ name, parsed, matched }) => [
          name,
          percent(parsed),
          percent(matched),
          percent(Math.max(0, parsed - matched)),
        ]),
    ),
  ].join('\n\n');
}

export const alertText = ({ alerts, median, worstOfHundred }: AlertPath): string =>
  `From a match to the bodies for SNS and the blocks for Slack: ${median.toFixed(2)} ms, one in a hundred ${worstOfHundred.toFixed(2)} ms (${alerts} alerts, in one process).`;

export function machineText(rounds: number): string {
  const model = cpus()[0]?.model ?? 'unknown';
  return [
    `Node ${process.version}, ${process.arch}, ${model}, ${availableParallelism()} cores; medians of ${rounds} rounds by turns, each way in a thread of its own.`,
    `Meanwhile ${Math.round(loadavg()[0] ?? 0)} processes wanted these cores.`,
  ].join(' ');
}
