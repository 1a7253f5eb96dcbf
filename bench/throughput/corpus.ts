import { gzipSync } from 'node:zlib';
import { DAY, MINUTE, START, seeded } from '../baseline-traffic.ts';
import { Day } from '../traffic/chance.ts';
import { Writer } from '../traffic/record.ts';
import { ROLES } from '../traffic/week.ts';
import { asDelivered } from './as-delivered.ts';

/** One log file, as it lies in S3 and decompressed. */
export interface LogFile {
  readonly gzip: Buffer;
  readonly raw: Buffer;
  readonly records: number;
}

export interface Corpus {
  readonly name: string;
  readonly files: readonly LogFile[];
  readonly records: number;
  /** Bytes, decompressed and compressed. */
  readonly raw: number;
  readonly gzip: number;
}

export const RECORDS_PER_FILE = 5_000;

/** Files of the most records that CloudTrail puts into one, of a busy day in the order of arrival. */
export const generated = (bytes: number, seed: number): Corpus =>
  corpusOf('generated', arrivals(seed), bytes, () => RECORDS_PER_FILE);

/** What an account that does little is delivered every five minutes. */
export function small(bytes: number, seed: number): Corpus {
  const sizes = seeded(seed);
  return corpusOf('small', arrivals(seed + 1), bytes, () => 5 + Math.floor(sizes() * 46));
}

/** Cuts texts of records into files until there are enough bytes; the last file is as large as the others. */
export function corpusOf(name: string, records: Iterable<string>, bytes: number, size: () => number): Corpus {
  const files: LogFile[] = [];
  let made: string[] = [];
  let raw = 0;
  let next = size();
  for (const record of records) {
    if (made.push(record) < next) continue;
    const file = logFile(made);
    files.push(file);
    raw += file.raw.length;
    if (raw >= bytes) break;
    made = [];
    next = size();
  }
  return {
    name,
    files,
    raw,
    records: files.reduce((sum, file) => sum + file.records, 0),
    gzip: files.reduce((sum, { gzip }) => sum + gzip.length, 0),
  };
}

function logFile(records: readonly string[]): LogFile {
  const raw = Buffer.from(`{"Records":[${records.join(',')}]}`);
  return { gzip: gzipSync(raw, { level: 6 }), raw, records: records.length };
}

/** Records of day after day without end, two to fifteen minutes after they happened. */
function* arrivals(seed: number): Generator<string> {
  for (let number = 0; ; number++) {
    const chance = new Day(START, number, seeded(seed * 1_000 + number));
    const made = ROLES.flatMap((role, i) => {
      const day = new Day(START, number, seeded(seed * 1_000_000 + i * 1_000 + number));
      return [...role.day(day, new Writer(day, i))].map(({ time, record }) => ({
        record,
        arrives: time + chance.real(2, 15) * MINUTE,
      }));
    });
    made.sort((a, b) => a.arrives - b.arrives);
    // From the morning on, so that a corpus of less than a day holds the hours in which people work.
    const morning = made.findIndex(({ arrives }) => arrives >= START + number * DAY + 8 * 60 * MINUTE);
    for (const { record } of [...made.slice(morning), ...made.slice(0, morning)])
      yield JSON.stringify(asDelivered(record, chance));
  }
}
