import type { Cutter, OpenCutter } from '../decode/cutter.ts';
import { type Limits, piecesOf } from '../decode/inflate.ts';
import { JsonSplitter } from '../decode/json-splitter.ts';
import { MAX_RECORD_BYTES } from '../decode/log-object.ts';
import type { Piece, SplitterOptions } from '../decode/piece.ts';
import { failed, messageOf, type Reject, type Result, reject } from '../errors.ts';
import { parseJson } from '../json.ts';
import { readFound } from '../record/read-record.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { chunksOf } from './chunks-of.ts';
import { recordsIn } from './records-in.ts';

/** One record of a file, or something in it that is none, with its place for people. */
export interface Found {
  readonly place: string;
  readonly read: Result<CloudTrailRecord, Reject>;
  /** What it was read from; its bytes are a view that the next step of reading overwrites. */
  readonly piece?: Piece;
  /** How many records of that piece came before it. */
  readonly nth?: number;
}

/** What files hold records under: CloudTrail, LookupEvents, rule tests. */
const FILE: SplitterOptions = { containers: new Set(['Records', 'Events', 'test_events']), maxBytes: MAX_RECORD_BYTES };

/** They are the user's own. */
const ANY_SIZE: Limits = {
  objectBytes: Number.POSITIVE_INFINITY,
  inflatedBytes: Number.POSITIVE_INFINITY,
  ratio: Number.POSITIVE_INFINITY,
  ratioFromBytes: Number.POSITIVE_INFINITY,
};

export interface ReadFileOptions {
  readonly onBytes?: (bytes: number) => void;
  /** Records that no rule can match; at the end of the file. */
  readonly onPassed?: (records: number) => void;
  /** Without it, every record is parsed. */
  readonly open?: OpenCutter | undefined;
}

/**
 * Reads any file that may hold CloudTrail records: log files, arrays, single records, JSON lines, LookupEvents output,
 * deliveries, exports; gzipped or not. `-` is standard input.
 */
export async function* readFile(
  path: string,
  { onBytes = () => {}, onPassed = () => {}, open }: ReadFileOptions = {},
): AsyncGenerator<Found[]> {
  const lines = /\.(?:jsonl|ndjson)(?:\.gz)?$/.test(path);
  const cutter = lines ? new LineSplitter() : (open?.(FILE) ?? new JsonSplitter(FILE));
  const source = path === '-' ? process.stdin : chunksOf(path);
  try {
    for await (const { pieces } of piecesOf(counted(source, onBytes), cutter, ANY_SIZE)) {
      yield pieces.flatMap((piece) => inPiece(piece, lines));
    }
    const { pieces, cut } = cutter.end();
    yield pieces.flatMap((piece) => inPiece(piece, lines));
    if (cut) yield [{ place: 'end', read: failed(reject('json-cut', 'the file ends inside a value')) }];
  } catch (thrown) {
    yield [{ place: 'file', read: failed(reject('unreadable', messageOf(thrown))) }];
  } finally {
    onPassed(cutter.passed);
    cutter.close();
  }
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

function inPiece(piece: Piece, lines: boolean): Found[] {
  const { index, offset, oversize } = piece;
  const place = lines ? `line ${index + 1}` : `value ${index + 1}, byte ${offset}`;
  if (oversize) return [{ place, read: failed(reject('record-too-large', `more than ${MAX_RECORD_BYTES} bytes`)) }];
  if (piece.outline !== undefined) return [{ place, read: readFound(piece), piece, nth: 0 }];
  return recordsOf(piece.bytes, piece.depth).map((read, nth) => ({ place, read, piece, nth }));
}

/** The records in the bytes of a piece: always the same, whoever reads them. */
export function recordsOf(bytes: Uint8Array, depth: number): Result<CloudTrailRecord, Reject>[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text.trim() === '') return [];
  const parsed = parseJson(text);
  return parsed.ok ? recordsIn(parsed.value, depth) : [failed(reject('not-json', parsed.message))];
}

/** JSON lines, where a broken line must not swallow the ones behind it. */
class LineSplitter implements Cutter {
  readonly isForeign = false;
  readonly sawContainer = false;
  readonly passed = 0;
  #carry: Uint8Array = new Uint8Array(0);
  #passed = 0;
  #count = 0;

  push(chunk: Uint8Array): Piece[] {
    const data = Buffer.concat([this.#carry, chunk]);
    const parts: Piece[] = [];
    let start = 0;
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
      parts.push(this.#part(data.subarray(start, end), start));
      start = end + 1;
    }
    this.#carry = data.subarray(start);
    this.#passed += start;
    return parts;
  }

  end(): { pieces: Piece[]; cut: boolean } {
    return { pieces: this.#carry.length === 0 ? [] : [this.#part(this.#carry, 0)], cut: false };
  }

  readWhole(): undefined {
    return undefined;
  }

  close(): void {
    // It was lent nothing.
  }

  #part(bytes: Uint8Array, start: number): Piece {
    const oversize = bytes.length > MAX_RECORD_BYTES;
    return {
      bytes: oversize ? new Uint8Array(0) : bytes,
      index: this.#count++,
      offset: this.#passed + start,
      // Nobody counted.
      depth: Number.POSITIVE_INFINITY,
      within: 'sequence',
      oversize,
    };
  }
}
