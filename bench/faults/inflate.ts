import { createReadStream } from 'node:fs';
import { readLogObject } from '../../src/decode/log-object.ts';
import { readRecord } from '../../src/record/read-record.ts';
import { peakOf } from './worker.ts';

/** Reads one log file as the handler does, in a process of its own, and tells how much memory that took. */
const [, , path = ''] = process.argv;
let read = 0;
for await (const items of readLogObject(createReadStream(path) as AsyncIterable<Uint8Array>)) {
  for (const item of items) if (item.kind === 'record' && readRecord(item.piece.bytes, item.piece.depth).ok) read++;
}
process.stdout.write(JSON.stringify({ read, peakMb: Math.round(peakOf(process.pid)) }));
