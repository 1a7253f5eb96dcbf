import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

const CHUNK = 256 * 1024;
/** Behind what the file was said to hold; it may have grown. */
const REST = 4 * 1024;

/**
 * The bytes of a file. They are read in this thread: a log file is read in less time than it takes to ask another thread for
 * it and to wait for the answer, twice or three times.
 */
export async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    for (let at = 0; ; ) {
      // Messages and signals have theirs.
      await turn();
      // What is no file, like a pipe, has no size.
      const chunk = Buffer.allocUnsafe(size === 0 ? CHUNK : Math.min(CHUNK, Math.max(size - at, REST)));
      const length = readSync(file, chunk);
      if (length === 0) return;
      at += length;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
