import { crc32 } from 'node:zlib';
import type { Cutter, Whole } from '../decode/cutter.ts';
import { JsonSplitter } from '../decode/json-splitter.ts';
import type { Piece, SplitterOptions } from '../decode/piece.ts';
import type { Sieve } from './sieve.ts';

/** How every CloudTrail file begins. What begins otherwise is the splitter's. */
const HEADER = /^\s*\{\s*"Records"\s*:\s*\[/;
/** The header, and white space that nobody writes. */
const HEADER_BYTES = 64;
/** So that the masks of a window and the cells of its records stay in the processor's cache. */
const WINDOW = 256 * 1024;
/** Larger ones are read in pieces: memory that WebAssembly took it never gives back. */
export const WHOLE_INFLATED_BYTES = 48 * 1024 * 1024;
/** Of gzip (RFC 1952): no name, no extra field, no comment, which is what CloudTrail writes. */
const GZIP_HEADER = 10;
const GZIP_TRAILER = 8;

/**
 * Cuts records as the JsonSplitter does, and passes over those that no rule can match. Whatever it is not sure of it hands
 * to a JsonSplitter, from the place where it stands to the end.
 */
export class SieveCutter implements Cutter {
  readonly #sieve: Sieve;
  readonly #options: SplitterOptions;
  readonly #giveBack: () => void;
  #splitter: JsonSplitter | undefined;
  /** Bytes in the scanner's memory that are not read yet, and the bytes of the stream before them. */
  #held = 0;
  #offset = 0;
  #count = 0;
  #passed = 0;
  #begun = false;

  constructor(sieve: Sieve, options: SplitterOptions, giveBack: () => void) {
    this.#sieve = sieve;
    this.#options = options;
    this.#giveBack = giveBack;
  }

  get isForeign(): boolean {
    return this.#splitter?.isForeign ?? false;
  }

  get sawContainer(): boolean {
    return this.#begun || (this.#splitter?.sawContainer ?? false);
  }

  get passed(): number {
    return this.#passed;
  }

  push(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    for (let at = 0; at < chunk.length; ) {
      if (this.#splitter !== undefined) {
        pieces.push(...this.#splitter.push(chunk.subarray(at)));
        break;
      }
      const { scanner } = this.#sieve;
      const part = chunk.subarray(at, at + scanner.windowMax - this.#held);
      scanner.reserve(scanner.free + scanner.windowMax);
      scanner.bytes.set(part, scanner.free + this.#held);
      this.#held += part.length;
      at += part.length;
      pieces.push(...this.#read(false));
    }
    return pieces;
  }

  end(): { readonly pieces: Piece[]; readonly cut: boolean } {
    const pieces = this.#splitter === undefined ? this.#read(true) : [];
    const rest = this.#splitter?.end();
    return { pieces: [...pieces, ...(rest?.pieces ?? [])], cut: rest?.cut ?? false };
  }

  close(): void {
    this.#giveBack();
  }

  readWhole(bytes: Uint8Array): Whole | undefined {
    const at = this.#inflated(bytes);
    return at && { pieces: this.#pieces(at), inflated: at.length };
  }

  /** Decompresses into the scanner's memory; gives where. */
  #inflated(gzip: Uint8Array): { readonly from: number; readonly length: number } | undefined {
    const { scanner } = this.#sieve;
    const view = new DataView(gzip.buffer, gzip.byteOffset, gzip.byteLength);
    if (gzip.length < GZIP_HEADER + GZIP_TRAILER || view.getUint32(0) !== 0x1f8b0800) return undefined;
    const size = view.getUint32(gzip.length - 4, true);
    if (size > WHOLE_INFLATED_BYTES) return undefined;
    const from = Math.ceil((scanner.free + gzip.length) / 64) * 64 + 64;
    scanner.reserve(from + size);
    scanner.bytes.set(gzip, scanner.free);
    const deflated = gzip.length - GZIP_HEADER - GZIP_TRAILER;
    if (scanner.inflate(scanner.free + GZIP_HEADER, deflated, from, size) !== size) return undefined;
    const sum = crc32(scanner.bytes.subarray(from, from + size));
    return sum === view.getUint32(gzip.length - 8, true) ? { from, length: size } : undefined;
  }

  *#pieces({ from, length }: { readonly from: number; readonly length: number }): Generator<Piece[]> {
    const { scanner } = this.#sieve;
    const header = HEADER.exec(scanner.bytes.toString('latin1', from, from + Math.min(length, HEADER_BYTES)))?.[0];
    let at = from + (header?.length ?? 0);
    const end = from + length;
    this.#begun = header !== undefined;
    let window = WINDOW;
    while (this.#begun && at < end) {
      const size = Math.min(window, end - at);
      this.#offset = at - from;
      const pieces = this.#sift(at, size);
      if (pieces.length > 0) yield pieces;
      at += scanner.stopped;
      if (scanner.state !== 'more') break;
      if (scanner.stopped > 0) window = WINDOW;
      else if (size < end - at && window < scanner.windowMax) window = scanner.windowMax;
      else break;
    }
    this.#offset = at - from;
    yield this.#handOver().push(scanner.bytes.subarray(at, end));
  }

  /** Reads what is held. @param last nothing comes behind it */
  #read(last: boolean): Piece[] {
    const { scanner } = this.#sieve;
    let at = scanner.free;
    const end = at + this.#held;
    if (!this.#begun) {
      const header = HEADER.exec(scanner.bytes.toString('latin1', at, Math.min(end, at + HEADER_BYTES)))?.[0];
      if (header === undefined) return last || this.#held >= HEADER_BYTES ? this.#giveTo(at, end) : [];
      this.#begun = true;
      at += header.length;
      this.#offset += header.length;
    }
    const pieces: Piece[] = [];
    while (at < end) {
      pieces.push(...this.#sift(at, end - at));
      at += scanner.stopped;
      this.#offset += scanner.stopped;
      if (scanner.state !== 'more') return [...pieces, ...this.#giveTo(at, end)];
      if (scanner.stopped === 0) break;
    }
    // A record that a full window does not hold is too large, and the splitter passes over it.
    if (last || end - at >= scanner.windowMax) return [...pieces, ...this.#giveTo(at, end)];
    const kept = pieces.map(copied);
    scanner.bytes.copyWithin(scanner.free, at, end);
    this.#held = end - at;
    return kept;
  }

  #giveTo(at: number, end: number): Piece[] {
    const rest = Buffer.from(this.#sieve.scanner.bytes.subarray(at, end));
    this.#held = 0;
    return this.#handOver().push(rest);
  }

  #handOver(): JsonSplitter {
    const within = this.#begun ? { records: this.#count, offset: this.#offset } : undefined;
    this.#splitter = new JsonSplitter(this.#options, within);
    return this.#splitter;
  }

  #sift(from: number, length: number): Piece[] {
    const window = { from, length, records: this.#count, offset: this.#offset };
    const { records, pieces } = this.#sieve.sift(window, this.#options.maxBytes);
    this.#count += records;
    this.#passed += records - pieces.length;
    return pieces;
  }
}

/** What is in the scanner's memory is overwritten by what comes next. */
const copied = (piece: Piece): Piece => ({ ...piece, bytes: Buffer.from(piece.bytes) });
