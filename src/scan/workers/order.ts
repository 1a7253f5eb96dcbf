import type { PackedBatch } from './packed-batch.ts';

/** How a file that a worker could not read to its end ended. */
export interface Lost {
  readonly lost: string;
}

/** Batches as they come, of many files at once, given out file by file. */
export class Order {
  readonly #arrived = new Map<number, (PackedBatch | Lost)[]>();
  readonly #complete = new Set<number>();
  #wake = (): void => {};

  put(index: number, batch: PackedBatch | Lost): void {
    if (this.#complete.has(index)) return;
    const known = this.#arrived.get(index);
    if (known === undefined) this.#arrived.set(index, [batch]);
    else known.push(batch);
    if (isLast(batch)) this.#complete.add(index);
    this.#wake();
  }

  isComplete(index: number): boolean {
    return this.#complete.has(index);
  }

  /** All of a file; ends behind its last batch. */
  async *of(index: number): AsyncGenerator<PackedBatch | Lost> {
    for (;;) {
      const batch = this.#arrived.get(index)?.shift();
      if (batch === undefined) await new Promise<void>((done) => (this.#wake = done));
      else {
        yield batch;
        if (isLast(batch)) break;
      }
    }
    this.#arrived.delete(index);
    this.#complete.delete(index);
  }
}

const isLast = (batch: PackedBatch | Lost): boolean => 'lost' in batch || batch.last;
