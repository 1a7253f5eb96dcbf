import type { CompiledRule } from '../../match/rule.ts';
import type { MemoryRule } from '../../memory/memory-rule.ts';
import { type Batch, type Listed, type ReadFiles, refusedFile } from '../batch.ts';
import { Crew } from './crew.ts';
import { Order } from './order.ts';
import type { PackedBatch } from './packed-batch.ts';
import { Seats, type Unread } from './seats.ts';
import type { ToWorker } from './serve.ts';
import { unpack } from './unpack.ts';

export interface WithWorkers {
  readonly workers: number;
  /** The workers' program. */
  readonly entry: URL;
  readonly rules: readonly CompiledRule[];
  readonly memory: readonly MemoryRule[];
  readonly staged: boolean;
  /** Reads in this thread: standard input, and what is not worth the start of threads. */
  readonly here: ReadFiles;
  /** Files of so many bytes together are worth it. */
  readonly worthBytes?: number;
}

/** Files that are being read by workers. What a dead one had of a file is told, and that the rest of it was not read. */
export class Reading {
  readonly #options: WithWorkers;
  readonly #order = new Order();
  readonly #seats = new Seats();
  readonly #crew: Crew;
  readonly #unread = new WeakMap<PackedBatch, Unread>();
  /** Those that are offered and not told, by their place. */
  readonly #offered = new Map<number, string>();
  #next = 0;
  #noMore = false;

  constructor(options: WithWorkers, workers: number) {
    this.#options = options;
    const { entry, rules, memory, staged } = options;
    this.#crew = new Crew({
      entry,
      start: { rules, memory, staged, seats: this.#seats.shared },
      onBatch: (batch, unread) => {
        this.#unread.set(batch, unread);
        this.#order.put(batch.index, batch);
      },
      onDeath: (worker, why) => this.#bury(worker, why),
    });
    for (let worker = 0; worker < workers; worker++) this.#crew.add([]);
  }

  /** Gives the files back with their places; standard input and what is no file have none. */
  offer(listed: readonly Listed[]): (Listed & { readonly index?: number })[] {
    const files: string[] = [];
    const first = this.#next;
    const placed = listed.map((one) => {
      if (one.unreadable !== undefined || one.file === '-') return one;
      const index = this.#next++;
      this.#seats.offer(index);
      this.#offered.set(index, one.file);
      files.push(one.file);
      return { ...one, index };
    });
    if (files.length > 0) this.#crew.tell({ first, files });
    return placed;
  }

  offerNoMore(): void {
    if (!this.#noMore) this.#crew.tell({ ends: true });
    this.#noMore = true;
  }

  async *batchesOf(file: string, index: number): AsyncGenerator<Batch> {
    if (this.#crew.size === 0) this.#loseUntaken('there is no thread left to read it');
    for await (const batch of this.#order.of(index)) {
      if ('lost' in batch) yield refusedFile(file, 'worker-died', batch.lost);
      else {
        yield unpack(batch, file, this.#options.rules, this.#options.memory);
        this.#unread.get(batch)?.told(batch.weight);
      }
    }
    this.#offered.delete(index);
  }

  end(): Promise<void> {
    return this.#crew.end();
  }

  /** Another one takes its place if it was a file that it died of, not its start; nor its end, when nothing is left. */
  #bury(worker: number, why: string): void {
    const had = [...this.#offered.keys()].filter(
      (index) => this.#seats.holder(index) === worker && !this.#order.isComplete(index),
    );
    for (const index of had) this.#order.put(index, { lost: why });
    if (had.length > 0) this.#crew.add(this.#stillOffered());
    else if (this.#crew.size === 0) this.#loseUntaken(why);
  }

  #loseUntaken(why: string): void {
    for (const index of this.#offered.keys()) {
      if (this.#seats.holder(index) === undefined) this.#order.put(index, { lost: why });
    }
  }

  #stillOffered(): ToWorker[] {
    const [first] = this.#offered.keys();
    const files = [...this.#offered.values()];
    const messages: ToWorker[] = first === undefined ? [] : [{ first, files }];
    return this.#noMore ? [...messages, { ends: true }] : messages;
  }
}
