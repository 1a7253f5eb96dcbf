import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeDays } from '../traffic/week.ts';

export interface Logs {
  /** A folder of files, one for each hour. */
  readonly many: string;
  /** The same records in one file. */
  readonly one: string;
  /** Bytes, decompressed. */
  readonly bytes: number;
  /** A file of one record, to measure what a start costs. */
  readonly none: string;
}

/** Days of the traffic of a company (bench/traffic), until they are so many bytes. */
export function writeLogs(size: number, seed: number): Logs & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-scan-'));
  const [day, many, one, none] = ['day', 'many', 'one.json.gz', 'none.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(many);
  let bytes = 0;
  let file = 0;
  const whole = openSync(one, 'w');
  // A gzip file may have many members. CloudTrail writes one; what reads members one by one reads this file as well.
  const append = (text: string): void => void writeSync(whole, gzipSync(text, { level: 1 }));
  append('{"Records":[');
  for (let number = 0; bytes < size; number++) {
    mkdirSync(day);
    for (const _ of writeDays(day, 1, seed * 1_000 + number));
    for (const name of readdirSync(day)) {
      const gzip = readFileSync(join(day, name));
      const text = gunzipSync(gzip).toString();
      if (bytes >= size) break;
      writeAll(join(many, `${String(file).padStart(6, '0')}.json.gz`), gzip);
      append(`${file++ === 0 ? '' : ','}${text.slice('{"Records":['.length, -2)}`);
      bytes += text.length;
    }
    rmSync(day, { recursive: true });
  }
  append(']}');
  closeSync(whole);
  writeAll(none, Buffer.from('{"Records":[]}'));
  return { many, one, none, bytes, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function writeAll(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  writeSync(file, bytes);
  closeSync(file);
}
