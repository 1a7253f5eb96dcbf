import { type Failure, messageOf, type Reject, reject, retry } from '../errors.ts';
import { isObject, textOf } from '../json.ts';
import type { Cutter } from './cutter.ts';
import { BombError, LIMITS, type Limits, OversizeError, piecesOf, SourceError } from './inflate.ts';
import { JsonSplitter } from './json-splitter.ts';
import type { Piece, SplitterOptions } from './piece.ts';

/** A CloudTrail field holds at most 100 KB and a whole event 256 KB; four times that leaves room for growth. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** What a log object holds, in order: pieces that are records by their place, and what went wrong. */
export type LogItem =
  /** Records that no rule can match. */
  | { readonly kind: 'passed'; readonly records: number }
  | { readonly kind: 'record'; readonly piece: Piece }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const LOG_OBJECT: SplitterOptions = { containers: new Set(['Records']), maxBytes: MAX_RECORD_BYTES };

/**
 * Reads a CloudTrail log object, gzipped or plain, `{"Records":[…]}`. What was decompressed before a damage is given
 * out; the damage is the last item. So a large file that is cut in half still raises the alerts of its first half, and is
 * reported as unreadable.
 *
 * @example
 * for await (const items of readLogObject(body)) for (const item of items) …
 */
export async function* readLogObject(
  source: AsyncIterable<Uint8Array>,
  cutter: Cutter = new JsonSplitter(LOG_OBJECT),
  limits: Limits = LIMITS,
): AsyncGenerator<LogItem[]> {
  let size = 0;
  try {
    let passed = 0;
    for await (const { pieces, inflated } of piecesOf(source, cutter, limits)) {
      size = inflated;
      if (isForeign(cutter, pieces)) {
        yield [failedWith(notALogFile())];
        return;
      }
      const items = pieces.map(asItem);
      if (cutter.passed > passed) items.push({ kind: 'passed', records: cutter.passed - passed });
      passed = cutter.passed;
      if (items.length > 0) yield items;
    }
    yield* lastOf(cutter, size, passed);
  } catch (thrown) {
    yield [failedWith(failureOf(thrown))];
  } finally {
    cutter.close();
  }
}

const isForeign = (cutter: Cutter, pieces: readonly Piece[]): boolean =>
  cutter.isForeign || pieces.some((piece) => piece.within !== 'container');

function* lastOf(cutter: Cutter, size: number, passed: number): Generator<LogItem[]> {
  const { pieces, cut } = cutter.end();
  const foreign = isForeign(cutter, pieces);
  const items = foreign ? [] : pieces.map(asItem);
  if (cutter.passed > passed) items.push({ kind: 'passed', records: cutter.passed - passed });
  if (size === 0) items.push(failedWith(reject('empty', 'the object has no content')));
  else if (foreign) items.push(failedWith(notALogFile()));
  else if (cut) items.push(failedWith(reject('json-cut', `the JSON ends inside a value, after ${size} bytes`)));
  else if (!cutter.sawContainer) items.push(failedWith(notALogFile()));
  if (items.length > 0) yield items;
}

const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof SourceError) return retry('object-read-failed', thrown.message);
  if (thrown instanceof BombError) return reject('inflates-too-much', thrown.message);
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
