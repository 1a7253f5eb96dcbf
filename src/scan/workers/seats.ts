/** How many files may be read before the one that is told. */
export const FILES_AHEAD = 256;

const NOBODY = 0;

/**
 * Which worker reads which file, in memory that all threads share: a worker takes its next file without asking, and who
 * had a file is known also when the worker is dead. Slots are used again, so a free one names the file that it is for.
 */
export class Seats {
  readonly shared: Int32Array<SharedArrayBuffer>;

  constructor(shared = new Int32Array(new SharedArrayBuffer(4 * FILES_AHEAD))) {
    this.shared = shared;
  }

  /** @param index which file, counted from 0 */
  offer(index: number): void {
    Atomics.store(this.shared, index % FILES_AHEAD, free(index));
  }

  /** @param worker counted from 1 */
  take(index: number, worker: number): boolean {
    const slot = index % FILES_AHEAD;
    return Atomics.compareExchange(this.shared, slot, free(index), worker) === free(index);
  }

  /** The worker that took a file which was offered. */
  holder(index: number): number | undefined {
    const holder = Atomics.load(this.shared, index % FILES_AHEAD);
    return holder > NOBODY ? holder : undefined;
  }
}

const free = (index: number): number => -(index + 1);

/** Bytes that a worker has sent and that are not told yet; it waits while they are many. */
export class Unread {
  readonly shared: Int32Array<SharedArrayBuffer>;

  constructor(shared = new Int32Array(new SharedArrayBuffer(4))) {
    this.shared = shared;
  }

  add(bytes: number): void {
    Atomics.add(this.shared, 0, bytes);
  }

  told(bytes: number): void {
    Atomics.sub(this.shared, 0, bytes);
    Atomics.notify(this.shared, 0);
  }

  /** Blocks the thread: one that reads ahead has nothing else to do. */
  waitUntilBelow(bytes: number): void {
    for (let unread = Atomics.load(this.shared, 0); unread >= bytes; unread = Atomics.load(this.shared, 0)) {
      Atomics.wait(this.shared, 0, unread);
    }
  }
}
