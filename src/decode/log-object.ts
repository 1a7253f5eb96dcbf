import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Failure, messageOf, type Reject, reject, retry } from '../errors.ts';
import { isObject, textOf } from '../json.ts';
import { JsonSplitter, type Piece } from './json-splitter.ts';

/** A CloudTrail field holds at most 100 KB and a whole event 256 KB; four times that leaves room for growth. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** CloudTrail files reach 50 MB compressed (CloudTrail limits page); the rest is margin. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
/** 50 MB at the 41 : 1 that padded user agents reach. Beyond it, it is a bomb. */
export const MAX_INFLATED_BYTES = 2 * 1024 * 1024 * 1024;
/** zlib's default of 16 KiB is 3.5 times slower than this. */
const INFLATE_CHUNK = 256 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/** What a log object holds, in order: pieces that are records by their place, and what went wrong. */
export type LogItem =
  | { readonly kind: 'record'; readonly piece: Piece }
  | { readonly kind: 'failed'; readonly failure: Failure };

const CLOUDTRAIL_CONTAINER: ReadonlySet<string> = new Set(['Records']);

/**
 * Reads a CloudTrail log object, gzipped or plain, `{"Records":[…]}`. What was decompressed before a damage is given
 * out; the damage is the last item. So a large file that is cut in half still raises the alerts of its first half, and is
 * reported as unreadable.
 *
 * @example
 * for await (const items of readLogObject(body)) for (const item of items) …
 */
export async function* readLogObject(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogItem[]> {
  const splitter = new JsonSplitter({ containers: CLOUDTRAIL_CONTAINER, maxBytes: MAX_RECORD_BYTES });
  let inflated = 0;
  try {
    for await (const chunk of inflate(source)) {
      inflated += chunk.length;
      if (inflated > MAX_INFLATED_BYTES) {
        yield [failedWith(reject('inflates-too-much', `more than ${MAX_INFLATED_BYTES} bytes after decompression`))];
        return;
      }
      const pieces = splitter.push(chunk);
      if (splitter.isForeign || pieces.some((piece) => piece.within !== 'container')) {
        yield [failedWith(notALogFile())];
        return;
      }
      if (pieces.length > 0) yield pieces.map(asItem);
    }
  } catch (thrown) {
    yield [failedWith(failureOf(thrown))];
    return;
  }
  const { cut } = splitter.end();
  if (inflated === 0) yield [failedWith(reject('empty', 'the object has no content'))];
  else if (cut) yield [failedWith(reject('json-cut', `the JSON ends inside a value, after ${inflated} bytes`))];
  else if (!splitter.sawContainer) yield [failedWith(notALogFile())];
}

/** The bytes of a stream, decompressed if they begin as gzip does. Errors of the source are told from those of gzip. */
export async function* inflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const tagged = tagErrors(source);
  const first = await tagged.next();
  if (first.done) return;
  const bytes = rejoin(first.value, tagged);
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
class SourceError extends Error {}

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

class OversizeError extends Error {}

async function* rejoin(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof SourceError) return retry('object-read-failed', thrown.message);
  if (thrown instanceof OversizeError) return reject('object-too-large', thrown.message);
  if (isObject(thrown) && textOf(thrown, 'code') === 'Z_BUF_ERROR') return reject('gzip-cut', messageOf(thrown));
  return reject('gzip-corrupt', messageOf(thrown));
};

const notALogFile = (): Reject => reject('not-a-log-file', 'expected {"Records":[…]}, found something else');

const asItem = (piece: Piece): LogItem =>
  piece.oversize
    ? failedWith(
        reject(
          'record-too-large',
          `record ${piece.index} at byte ${piece.offset}: more than ${MAX_RECORD_BYTES} bytes`,
        ),
      )
    : { kind: 'record', piece };

const failedWith = (failure: Failure): LogItem => ({ kind: 'failed', failure });
