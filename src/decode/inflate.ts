import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import type { Cutter } from './cutter.ts';
import type { Piece } from './json-splitter.ts';

/** CloudTrail files reach 50 MB compressed (CloudTrail limits page); the rest is margin. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
/** 50 MB at the 41 : 1 that padded user agents reach. Beyond it, it is a bomb. */
export const MAX_INFLATED_BYTES = 2 * 1024 * 1024 * 1024;
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
export async function* piecesOf(source: AsyncIterable<Uint8Array>, cutter: Cutter): AsyncGenerator<Cut> {
  const chunks = tagErrors(source);
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
  if (whole === undefined) yield* piecesInStream(rejoin(bytes, chunks), cutter);
  else for (const pieces of whole.pieces) yield { pieces, inflated: whole.inflated };
}

async function* piecesInStream(chunks: AsyncIterable<Uint8Array>, cutter: Cutter): AsyncGenerator<Cut> {
  let inflated = 0;
  for await (const chunk of inflate(chunks)) {
    inflated += chunk.length;
    if (inflated > MAX_INFLATED_BYTES) throw new BombError(`more than ${MAX_INFLATED_BYTES} bytes after decompression`);
    yield { pieces: cutter.push(chunk), inflated };
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
  let received = 0;
  try {
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      received += chunk.length;
      if (received > MAX_OBJECT_BYTES) throw new OversizeError(`more than ${MAX_OBJECT_BYTES} bytes`);
      yield chunk;
    }
  } catch (thrown) {
    throw thrown instanceof OversizeError ? thrown : new SourceError(messageOf(thrown));
  }
}

export class OversizeError extends Error {}

export class BombError extends Error {}

async function* rejoin(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* rest;
}
