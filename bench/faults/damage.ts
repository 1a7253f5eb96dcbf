import { gzipSync } from 'node:zlib';
import { readLogObject } from '../../src/decode/log-object.ts';
import { randomFrom } from './random.ts';

export interface Damage {
  /** Name, files, read whole, refused, taken for whole although they are not. */
  readonly rows: readonly (readonly [string, number, number, number, number])[];
  readonly reasons: ReadonlyMap<string, number>;
  readonly partial: number;
}

const SIZE = 2048;

/** A log file of about 2 kB, damaged in every way that one cut, one bit or one more byte can do. */
export async function damageEverything(): Promise<Damage> {
  const { bytes, records } = sample();
  const reasons = new Map<string, number>();
  const rows: [string, number, number, number, number][] = [];
  const every = async (name: string, files: Iterable<Uint8Array>): Promise<void> => {
    const counts = { files: 0, whole: 0, refused: 0, partial: 0 };
    for (const file of files) {
      counts.files++;
      const read = await readAll(file);
      if (read.refused.length > 0) counts.refused++;
      else if (JSON.stringify(read.records) === JSON.stringify(records)) counts.whole++;
      else counts.partial++;
      for (const reason of new Set(read.refused)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    rows.push([name, counts.files, counts.whole, counts.refused, counts.partial]);
  };
  await every('none', [bytes]);
  await every('cut at every byte', cuts(bytes));
  await every('every bit flipped', flips(bytes));
  await every(
    'one byte behind it, every value',
    Array.from({ length: 256 }, (_, i) => Buffer.concat([bytes, Buffer.of(i)])),
  );
  await every('a bomb of 200 MiB of zeros', [gzipSync(Buffer.alloc(200 * 1024 * 1024))]);
  return { rows, reasons, partial: rows.reduce((sum, row) => sum + row[4], 0) };
}

function* cuts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
}

function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield flipped;
  }
}

/** Noise in it, so that the compressed file is about as long as its text. */
function sample(): { bytes: Uint8Array; records: string[] } {
  const random = randomFrom(1);
  const records: string[] = [];
  for (;;) {
    const noise = Array.from({ length: 60 }, () => String.fromCharCode(35 + random.below(57))).join('');
    records.push(
      JSON.stringify({ eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventID: noise }),
    );
    const bytes = gzipSync(`{"Records":[${records.join(',')}]}`);
    if (bytes.length >= SIZE) return { bytes, records };
  }
}

async function readAll(file: Uint8Array): Promise<{ records: string[]; refused: string[] }> {
  const records: string[] = [];
  const refused: string[] = [];
  for await (const items of readLogObject(piecesOf(file))) {
    for (const item of items) {
      if (item.kind === 'record') records.push(Buffer.from(item.piece.bytes).toString());
      else if (item.kind === 'failed') refused.push(`${item.failure.next} ${item.failure.reason}`);
    }
  }
  return { records, refused };
}

/** As the network gives it, in pieces. */
async function* piecesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += 500) yield file.subarray(at, at + 500);
}
