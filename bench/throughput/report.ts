import { table } from '../report.ts';
import type { Corpus } from './corpus.ts';
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
      ['way', 'ms', 'CPU ms', 'MB/s', 'passed over %', 'matches'],
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
