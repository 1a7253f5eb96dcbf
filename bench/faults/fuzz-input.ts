import { parseArgs } from 'node:util';
import { damageEverything } from './damage.ts';
import { fuzzRecords } from './fuzz-records.ts';
import { readLargeFile } from './large-file.ts';
import { table } from './table.ts';

/**
 * npm run fuzz:input -- [--records 20000] [--seed 1] [--megabytes 600] [--full]
 *
 * A log file cut at every byte and with every bit flipped: refused by name or read whole, never a part taken for the
 * whole. Records that nobody would write, through reading, matching and rendering: nothing throws, no prototype changes. A
 * file that inflates past V8's longest string, in a process of its own, in less memory than the function has.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    megabytes: { type: 'string', default: '600' },
    /** A million records. */
    full: { type: 'boolean', default: false },
  },
});
const LIMIT_MB = 512;

const damage = await damageEverything();
console.log(table(['damage', 'files', 'read whole', 'refused', 'taken for whole'], damage.rows));
console.log(
  `\n${table(
    ['refused as', 'files'],
    [...damage.reasons].sort(([a], [b]) => (a < b ? -1 : 1)),
  )}`,
);

const fuzz = await fuzzRecords(values.full ? 1_000_000 : Number(values.records), Number(values.seed));
console.log(
  `\n${table(
    ['records', 'read', 'refused', 'matches', 'thrown', 'prototypes changed', 'µs a record'],
    [[fuzz.records, fuzz.read, fuzz.refused, fuzz.matches, fuzz.thrown.length, fuzz.polluted, fuzz.microseconds]],
  )}`,
);
for (const thrown of fuzz.thrown.slice(0, 5)) console.log(thrown);

const large = await readLargeFile(Number(values.megabytes));
console.log(
  `\n${table(
    ['inflated', 'compressed', 'records', 'read', 'peak memory', 'limit'],
    [
      [
        `${large.inflatedMb} MB`,
        `${large.compressedMb} MB`,
        large.records,
        large.read,
        `${large.peakMb} MB`,
        `${LIMIT_MB} MB`,
      ],
    ],
  )}`,
);
const holds =
  damage.partial === 0 &&
  fuzz.thrown.length + fuzz.polluted === 0 &&
  large.read === large.records &&
  // 0 where the system does not tell.
  large.peakMb < LIMIT_MB;
process.exitCode = holds ? 0 : 1;
