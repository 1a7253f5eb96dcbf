import { createReadStream } from 'node:fs';
import { JsonSplitter } from '../decode/json-splitter.ts';
import { inflate, MAX_RECORD_BYTES } from '../decode/log-object.ts';
import { failed, messageOf, type Reject, type Result, reject } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { recordsIn } from './records-in.ts';

/** One record of a file, or something in it that is none, with its place for people. */
export interface Found {
  readonly place: string;
  readonly read: Result<CloudTrailRecord, Reject>;
}

/** What files hold records under: CloudTrail, LookupEvents, rule tests. */
const CONTAINERS: ReadonlySet<string> = new Set(['Records', 'Events', 'test_events']);

/**
 * Reads any file that may hold CloudTrail records: log files, arrays, single records, JSON lines, LookupEvents output,
 * deliveries, exports; gzipped or not. `-` is standard input.
 */
export async function* readFile(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Found[]> {
  const lines = /\.(?:jsonl|ndjson)(?:\.gz)?$/.test(path);
  const splitter = lines
    ? new LineSplitter()
    : new JsonSplitter({ containers: CONTAINERS, maxBytes: MAX_RECORD_BYTES });
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of inflate(counted(source, onBytes)))
      yield splitter.push(chunk).flatMap((piece) => inPiece(piece, lines));
  } catch (thrown) {
    yield [{ place: 'file', read: failed(reject('unreadable', messageOf(thrown))) }];
    return;
  }
  const { pieces, cut } = splitter.end();
  yield pieces.flatMap((piece) => inPiece(piece, lines));
  if (cut) yield [{ place: 'end', read: failed(reject('json-cut', 'the file ends inside a value')) }];
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes(chunk.length);
    yield chunk;
  }
}

interface Part {
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly offset: number;
  readonly oversize: boolean;
  readonly depth?: number;
}

function inPiece({ bytes, index, offset, oversize, depth }: Part, lines: boolean): Found[] {
  const place = lines ? `line ${index + 1}` : `value ${index + 1}, byte ${offset}`;
  if (oversize) return [{ place, read: failed(reject('record-too-large', `more than ${MAX_RECORD_BYTES} bytes`)) }];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text.trim() === '') return [];
  const parsed = parseJson(text);
  if (!parsed.ok) return [{ place, read: failed(reject('not-json', parsed.message)) }];
  return recordsIn(parsed.value, depth).map((read) => ({ place, read }));
}

/** JSON lines, where a broken line must not swallow the ones behind it. */
class LineSplitter {
  #carry: Uint8Array = new Uint8Array(0);
  #passed = 0;
  #count = 0;

  push(chunk: Uint8Array): Part[] {
    const data = Buffer.concat([this.#carry, chunk]);
    const parts: Part[] = [];
    let start = 0;
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
      parts.push(this.#part(data.subarray(start, end), start));
      start = end + 1;
    }
    this.#carry = data.subarray(start);
    this.#passed += start;
    return parts;
  }

  end(): { pieces: Part[]; cut: boolean } {
    return { pieces: this.#carry.length === 0 ? [] : [this.#part(this.#carry, 0)], cut: false };
  }

  #part(bytes: Uint8Array, start: number): Part {
    const oversize = bytes.length > MAX_RECORD_BYTES;
    return {
      bytes: oversize ? new Uint8Array(0) : bytes,
      index: this.#count++,
      offset: this.#passed + start,
      oversize,
    };
  }
}
