import { execFileSync } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface LargeFile {
  readonly inflatedMb: number;
  readonly compressedMb: number;
  readonly records: number;
  readonly read: number;
  readonly peakMb: number;
}

const MB = 1024 * 1024;
const RECORDS_AT_ONCE = 1_000;

/** Records with a user agent of 800 bytes, which everybody may choose: they compress 41 to 1. */
export async function readLargeFile(megabytes: number): Promise<LargeFile> {
  const built = process.env['BENCH_BUILT'] ?? '.';
  const path = join(built, 'large.json.gz');
  const one = (i: number): string =>
    JSON.stringify({
      eventVersion: '1.11',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      eventID: `large-${i}`,
      userAgent: 'a'.repeat(800),
    });
  const records = Math.ceil((megabytes * MB) / (one(100_000).length + 1));
  const texts = function* (): Generator<string> {
    yield '{"Records":[';
    for (let i = 0; i < records; i += RECORDS_AT_ONCE) {
      const batch = Array.from({ length: Math.min(RECORDS_AT_ONCE, records - i) }, (_, n) => one(i + n));
      yield `${i === 0 ? '' : ','}${batch.join(',')}`;
    }
    yield ']}';
  };
  await pipeline(Readable.from(texts()), createGzip({ level: 6 }), createWriteStream(path));
  const told = execFileSync(process.execPath, [join(built, 'inflate.mjs'), path], { encoding: 'utf8' });
  const { read, peakMb } = JSON.parse(told) as { read: number; peakMb: number };
  return { inflatedMb: megabytes, compressedMb: Math.round(statSync(path).size / MB), records, read, peakMb };
}
