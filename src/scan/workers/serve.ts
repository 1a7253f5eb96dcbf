import type { MessagePort } from 'node:worker_threads';
import type { CompiledRule } from '../../match/rule.ts';
import { Grouping } from '../../memory/grouping.ts';
import type { MemoryRule } from '../../memory/memory-rule.ts';
import { matchFile, type Search } from '../match-file.ts';
import { Packer } from './pack.ts';
import { Seats, Unread } from './seats.ts';

/** What a worker is given when it starts. */
export interface WorkerStart {
  readonly worker: number;
  readonly rules: readonly CompiledRule[];
  readonly memory: readonly MemoryRule[];
  readonly staged: boolean;
  /** Of Seats and Unread. */
  readonly seats: Int32Array<SharedArrayBuffer>;
  readonly unread: Int32Array<SharedArrayBuffer>;
}

/** To a worker: further files, the first of which is the `first`-th; or that there are no more. */
export type ToWorker = { readonly first: number; readonly files: readonly string[] } | { readonly ends: true };

/** A batch is sent when it weighs so much, or its file ends. */
const BATCH_BYTES = 256 * 1024;
/** A worker whose batches nobody tells waits. */
const UNREAD_BYTES = 4 * 1024 * 1024;

/** The worker's side: takes file after file, and sends what is in it. */
export async function serve(port: MessagePort, start: WorkerStart, search: Search): Promise<void> {
  const [seats, unread] = [new Seats(start.seats), new Unread(start.unread)];
  const places = new Map(start.rules.map(({ id }, place) => [id, place]));
  const groupings = start.memory.map((rule) => new Grouping(rule));
  const files = new Map<number, string>();
  let [next, offered, ends] = [0, 0, false];
  let wake = (): void => {};
  port.on('message', (message: ToWorker) => {
    if ('ends' in message) ends = true;
    else for (const [i, file] of message.files.entries()) files.set(message.first + i, file);
    if ('first' in message) offered = message.first + message.files.length;
    wake();
  });
  const news = () => new Promise<void>((done) => (wake = done));
  for (;;) {
    if (next === offered) {
      if (ends) break;
      await news();
      continue;
    }
    const index = next++;
    const file = files.get(index);
    files.delete(index);
    if (file !== undefined && seats.take(index, start.worker)) await sendFile(file, index);
  }
  port.close();

  async function sendFile(file: string, index: number): Promise<void> {
    const packer = new Packer(index, places, groupings);
    for await (const batch of matchFile(file, search, packer.keep)) {
      packer.add(batch);
      if (packer.weight >= BATCH_BYTES) send(packer, false);
    }
    send(packer, true);
  }

  function send(packer: Packer, last: boolean): void {
    const packed = packer.take(last);
    unread.waitUntilBelow(UNREAD_BYTES);
    unread.add(packed.weight);
    port.postMessage(packed, [packed.rows.buffer, packed.bytes.buffer]);
  }
}
