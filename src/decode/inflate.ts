import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import type { Cutter } from './cutter.ts';
import type { Piece } from './piece.ts';

/** "Maximum of 50 MB" for a log file, compressed (CloudTrail user guide, quotas). */
export const MAX_OBJECT_BYTES = 50 * 1024 * 1024;
/** 50 MB at the 41 : 1 that padded user agents reach. Beyond it, it is a bomb. */
export const MAX_INFLATED_BYTES = 2 * 1024 * 1024 * 1024;
/** Real log files are 9 : 1, padded ones 41 : 1; gzip can do 1,032 : 1. */
export const MAX_RATIO = 200;
/**
 * So much is read at any ratio: it costs a moment, and somebody who pads a few requests with one letter must not make the
 * file unreadable that holds them.
 */
export const RATIO_FROM_BYTES = 256 * 1024 * 1024;

export interface Limits {
  readonly objectBytes: number;
  readonly inflatedBytes: number;
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const LIMITS: Limits = {
  objectBytes: MAX_OBJECT_BYTES,
  inflatedBytes: MAX_INFLATED_BYTES,
  ratio: MAX_RATIO,
  ratioFromBytes: RATIO_FROM_BYTES,
};
/** zlib's default of 16 KiB is 3.5 times slower than this. */
const INFLATE_CHUNK = 256 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/** A stream that is no longer is taken as a whole first: nearly every log file is far smaller. */
const WHOLE_BYTES = 4 * 1024 * 1024;

/** Pieces of a stream, and how many bytes it was so far, decompressed. */
export interface Cut {
  readonly pieces: Piece[];
  readonly inflated: number;
}

/** Decompresses a stream if it begins as gzip does, and cuts it. What the cutter keeps until the end is not among it. */
export async function* piecesOf(
  source: AsyncIterable<Uint8Array>,
  cutter: Cutter,
  limits: Limits = LIMITS,
): AsyncGenerator<Cut> {
  const read = { bytes: 0 };
  const chunks = counted(tagErrors(source), read, limits.objectBytes);
  const begin: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length <= WHOLE_BYTES && !ended) {
    const next = await chunks.next();
    if (next.done) ended = true;
    else length += begin.push(next.value) && next.value.length;
  }
  const bytes = Buffer.concat(begin, length);
  const whole = ended && length > 0 ? cutter.readWhole(bytes) : undefined;
  if (whole !== undefined) {
    refuseBomb(whole.inflated, read.bytes, limits);
    for (const pieces of whole.pieces) yield { pieces, inflated: whole.inflated };
    return;
  }
  let inflated = 0;
  for await (const chunk of inflate(rejoin(bytes, chunks))) {
    inflated += chunk.length;
    refuseBomb(inflated, read.bytes, limits);
    yield { pieces: cutter.push(chunk), inflated };
  }
}

/** gzip reads ahead of what it gives out, by its buffers: a bomb of these sizes is known by its ratio all the same. */
function refuseBomb(inflated: number, read: number, { inflatedBytes, ratio, ratioFromBytes }: Limits): void {
  const suspect = inflated > ratioFromBytes && inflated > read * ratio;
  if (inflated > inflatedBytes || suspect) throw new BombError(`${inflated} bytes after decompression of ${read}`);
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  read: { bytes: number },
  max: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    read.bytes += chunk.length;
    if (read.bytes > max) throw new OversizeError(`more than ${max} bytes`);
    yield chunk;
  }
}

/** The bytes of a stream, decompressed if they begin as gzip does. */
async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done) return;
  const bytes = rejoin(first.value, { [Symbol.asyncIterator]: () => rest });
  if (first.value[0] !== GZIP_MAGIC[0] || first.value[1] !== GZIP_MAGIC[1]) {
    yield* bytes;
    return;
  }
  // finishFlush stays at its default: Z_SYNC_FLUSH would take a cut file for a whole one.
  const gunzip = createGunzip({ chunkSize: INFLATE_CHUNK });
  pipeline(Readable.from(bytes), gunzip, () => {
    // The error also ends the iteration below, which tells it.
  });
  yield* gunzip as AsyncIterable<Uint8Array>;
}

/** An error of the source, like a lost connection: the same object may be readable in a minute. */
export class SourceError extends Error {}

async function* tagErrors(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) if (chunk.length > 0) yield chunk;
  } catch (thrown) {
    throw new SourceError(messageOf(thrown));
  }
}

export class OversizeError extends Error {}

export class BombError extends Error {}

async function* rejoin(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}
