import type { Cutter } from './cutter.ts';
import type { Piece, SplitterOptions } from './piece.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
/** Longer than any container's name; the rest of a longer key cannot make it equal. */
const KEY_LIMIT = 16;

/**
 * Cuts a stream of JSON bytes into its values without parsing them: the elements of `{"Records":[…]}`
 * (or of another container), of a bare array, or the values of a sequence (JSON lines). It keeps one value in memory,
 * never the file: an 80 MB log object of records that an attacker padded inflates past V8's longest string.
 */
export class JsonSplitter implements Cutter {
  readonly passed = 0;
  readonly #options: SplitterOptions;
  #carry: Uint8Array = new Uint8Array(0);
  /** Bytes of the stream before the carry. */
  #passed = 0;
  #count = 0;
  #depth = 0;
  /** The depth at which the values lie: 0 in a sequence, 1 in an array, 2 in a container. */
  #base = 0;
  #inString = false;
  #escaped = false;
  #inValue = false;
  #scalar = false;
  #dropping = false;
  #valueOffset = 0;
  #deepest = 0;
  #key = '';
  #collectKey = false;
  #sawContainer = false;

  /** @param within where it goes on in a container: behind so many records and bytes */
  constructor(options: SplitterOptions, within?: { readonly records: number; readonly offset: number }) {
    this.#options = options;
    if (within === undefined) return;
    this.#base = 2;
    this.#depth = 2;
    this.#sawContainer = true;
    this.#count = within.records;
    this.#passed = within.offset;
  }

  /** It reads as it is given. */
  readWhole(): undefined {
    return undefined;
  }

  close(): void {
    // It was lent nothing.
  }

  /** True once an array under one of the container keys was entered. */
  get sawContainer(): boolean {
    return this.#sawContainer;
  }

  /** True once it is clear that the stream is no object with containers: an array, or text that is not JSON. */
  get isForeign(): boolean {
    return this.#base === 1 || (this.#base === 0 && this.#scalar);
  }

  /** Takes the next bytes; gives the values that ended in them. The bytes are views: use them before the next push. */
  push(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    const carried = this.#carry.length;
    const data = carried === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    for (let i = carried; i < data.length; i++) {
      if (this.#inString) i = this.#throughString(data, i, pieces);
      else {
        // Inside a record only quotes and brackets matter; this loop and the one over strings see nearly every byte.
        if (this.#inValue && !this.#scalar) i = nextStructural(data, i);
        else if (!this.#scalar) i = nextNonBlank(data, i);
        if (i < data.length) this.#take(data, i, pieces);
      }
    }
    this.#keep(data);
    return pieces;
  }

  /** The last value of a sequence that has no newline behind it, and whether the stream ended inside something. */
  end(): { readonly pieces: Piece[]; readonly cut: boolean } {
    const pieces: Piece[] = [];
    if (this.#scalar && this.#base === 0) this.#emit(this.#carry, this.#carry.length, pieces);
    return { pieces, cut: this.#depth > 0 || this.#inString };
  }

  #take(data: Uint8Array, i: number, pieces: Piece[]): void {
    const byte = data[i] as number;
    switch (byte) {
      case QUOTE:
        if (this.#depth === this.#base && !this.#inValue) this.#begin(i, true);
        this.#inString = true;
        this.#collectKey = this.#depth === 1 && this.#base === 0;
        if (this.#collectKey) this.#key = '';
        return;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.#open(byte, i);
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#close(data, i, pieces);
      case COMMA:
        if (this.#scalar && this.#base > 0) this.#emit(data, i, pieces);
        return;
      case NEWLINE:
        if (this.#scalar && this.#base === 0) this.#emit(data, i, pieces);
        return;
      default:
        if (!isBlank(byte) && byte !== COLON && !this.#inValue && this.#depth === this.#base && !this.#isBom(byte, i)) {
          this.#begin(i, true);
        }
    }
  }

  /** Goes on to the end of a string, or of the data; gives the place of the last byte it took. */
  #throughString(data: Uint8Array, from: number, pieces: Piece[]): number {
    const plain = !this.#collectKey && !(this.#scalar && this.#base === 0);
    for (let i = from; i < data.length; i++) {
      if (plain && !this.#escaped) i = nextQuoteOrBackslash(data, i);
      const byte = data[i];
      if (byte === undefined) break;
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return i;
      }
      if (plain) continue;
      if (this.#collectKey && this.#key.length < KEY_LIMIT) this.#key += String.fromCharCode(byte);
      if (byte === NEWLINE && this.#scalar && this.#base === 0) {
        // A quote in a line that is not JSON must not swallow the lines behind it; JSON strings hold no raw newline.
        this.#inString = false;
        this.#emit(data, i, pieces);
        return i;
      }
    }
    return data.length;
  }

  #open(byte: number, i: number): void {
    if (this.#depth === 0 && byte === OPEN_BRACKET && !this.#inValue) {
      this.#base = 1;
    } else if (
      this.#depth === 1 &&
      this.#base === 0 &&
      byte === OPEN_BRACKET &&
      this.#options.containers.has(this.#key)
    ) {
      this.#base = 2;
      this.#sawContainer = true;
      this.#inValue = false;
      this.#dropping = false;
    } else if (this.#depth === this.#base && !this.#inValue) {
      this.#begin(i, false);
    }
    this.#depth++;
    const level = this.#depth - this.#base;
    if (level > this.#deepest) this.#deepest = level;
  }

  #close(data: Uint8Array, i: number, pieces: Piece[]): void {
    if (this.#depth === 0) {
      if (!this.#inValue) this.#begin(i, true);
      return;
    }
    if (this.#scalar) this.#emit(data, i, pieces);
    this.#depth--;
    if (this.#inValue && this.#depth === this.#base) this.#emit(data, i + 1, pieces);
    if (this.#depth < this.#base) {
      // Behind a container the rest of its object is read for further containers, but holds no values.
      this.#base = 0;
      this.#key = '';
    }
  }

  #begin(i: number, scalar: boolean): void {
    this.#inValue = true;
    this.#scalar = scalar;
    this.#dropping = false;
    this.#deepest = 0;
    this.#valueOffset = this.#passed + i;
  }

  #emit(data: Uint8Array, end: number, pieces: Piece[]): void {
    const start = this.#valueOffset - this.#passed;
    const oversize = this.#dropping || end - start > this.#options.maxBytes;
    pieces.push({
      bytes: oversize ? new Uint8Array(0) : data.subarray(start, end),
      index: this.#count++,
      offset: this.#valueOffset,
      depth: this.#deepest,
      within: this.#base === 2 ? 'container' : this.#base === 1 ? 'array' : 'sequence',
      oversize,
    });
    this.#inValue = false;
    this.#scalar = false;
    this.#dropping = false;
  }

  /** Keeps the bytes of a value that has begun and not ended, up to the limit. */
  #keep(data: Uint8Array): void {
    const start = this.#inValue && !this.#dropping ? this.#valueOffset - this.#passed : data.length;
    if (data.length - start > this.#options.maxBytes) this.#dropping = true;
    this.#carry = this.#dropping ? new Uint8Array(0) : data.subarray(start);
    this.#passed += data.length - this.#carry.length;
  }

  /** A UTF-8 byte order mark at the very beginning belongs to no value. */
  #isBom(byte: number, i: number): boolean {
    const offset = this.#passed + i;
    return (offset === 0 && byte === 0xef) || (offset === 1 && byte === 0xbb) || (offset === 2 && byte === 0xbf);
  }
}

function nextStructural(data: Uint8Array, from: number): number {
  let i = from;
  for (; i < data.length; i++) {
    const byte = data[i] as number;
    // [ ] { } differ from each other in bits 0x20 and 0x06 only; three comparisons tell them and the quote.
    if (byte === QUOTE || (byte & 0xdf) === OPEN_BRACKET || (byte & 0xdf) === CLOSE_BRACKET) break;
  }
  return i;
}

/** Most texts end before; the bytes of longer ones are looked through by native code, so many at a time. */
const SHORT_TEXT = 64;
const AT_A_TIME = 4096;

/** In a text only these two say anything. */
function nextQuoteOrBackslash(data: Uint8Array, from: number): number {
  const near = Math.min(from + SHORT_TEXT, data.length);
  let i = from;
  while (i < near && data[i] !== QUOTE && data[i] !== BACKSLASH) i++;
  if (i < near) return i;
  for (; i < data.length; i += AT_A_TIME) {
    const some = data.subarray(i, i + AT_A_TIME);
    const quote = some.indexOf(QUOTE);
    const before = quote === -1 ? some : some.subarray(0, quote);
    const backslash = before.indexOf(BACKSLASH);
    if (backslash !== -1) return i + backslash;
    if (quote !== -1) return i + quote;
  }
  return data.length;
}

/** Behind a comma or a bracket; a newline may end a bare value, but there is none here. */
function nextNonBlank(data: Uint8Array, from: number): number {
  let i = from;
  while (i < data.length && isBlank(data[i] as number)) i++;
  return i;
}

/** JSON's white space. Zeros, of which bombs are made, are none. */
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
