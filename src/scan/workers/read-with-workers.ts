import { stat } from 'node:fs/promises';
import { type Batch, type Listed, refusedFile } from '../batch.ts';
import { Reading, type WithWorkers } from './reading.ts';
import { FILES_AHEAD } from './seats.ts';

const WORTH_BYTES = 1024 * 1024;

/** Reads files in other threads, ahead of what is told, and gives what is in them in the order of the files. */
export async function* readWithWorkers(files: AsyncIterable<Listed>, options: WithWorkers): AsyncGenerator<Batch> {
  const rest = files[Symbol.asyncIterator]();
  const begin = await beginning(rest, options.worthBytes ?? WORTH_BYTES);
  if (begin.isAll && !begin.isWorth) {
    yield* options.here(each(begin.files));
    return;
  }
  const reading = new Reading(options, Math.min(options.workers, begin.isAll ? begin.files.length : options.workers));
  const waiting: (Listed & { readonly index?: number })[] = [];
  const ahead = joined(begin.files, rest);
  try {
    for (;;) {
      if (waiting.length <= FILES_AHEAD / 2) {
        const more = await taken(ahead, FILES_AHEAD - waiting.length);
        waiting.push(...reading.offer(more));
        if (more.length === 0) reading.offerNoMore();
      }
      const next = waiting.shift();
      if (next === undefined) return;
      const { file, unreadable, index } = next;
      if (unreadable !== undefined) yield refusedFile(file, 'unreadable', unreadable);
      else if (index === undefined) yield* options.here(each([next]));
      else yield* reading.batchesOf(file, index);
    }
  } finally {
    await reading.end();
  }
}

/** Files until it is clear whether threads are worth their start: there are two, and they are not small. */
async function beginning(files: AsyncIterator<Listed>, worthBytes: number) {
  const listed: Listed[] = [];
  let bytes = 0;
  let [isAll, isWorth] = [false, false];
  while (!isAll && !isWorth && listed.length < FILES_AHEAD) {
    const next = await files.next();
    if (next.done === true) isAll = true;
    else {
      listed.push(next.value);
      bytes += await sizeOf(next.value);
      isWorth = listed.length > 1 && bytes >= worthBytes;
    }
  }
  return { files: listed, isAll, isWorth };
}

/** What cannot be read is found out by whoever reads it. */
const sizeOf = ({ file, unreadable }: Listed): Promise<number> =>
  unreadable !== undefined || file === '-'
    ? Promise.resolve(0)
    : stat(file).then(
        ({ size }) => size,
        () => 0,
      );

async function* each(files: readonly Listed[]): AsyncGenerator<Listed> {
  yield* files;
}

async function* joined(begin: readonly Listed[], rest: AsyncIterator<Listed>): AsyncGenerator<Listed> {
  yield* begin;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function taken(files: AsyncIterator<Listed>, most: number): Promise<Listed[]> {
  const some: Listed[] = [];
  while (some.length < most) {
    const next = await files.next();
    if (next.done === true) break;
    some.push(next.value);
  }
  return some;
}
