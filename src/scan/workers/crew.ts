import { Worker } from 'node:worker_threads';
import { messageOf } from '../../errors.ts';
import type { PackedBatch } from './packed-batch.ts';
import { Unread } from './seats.ts';
import type { ToWorker, WorkerStart } from './serve.ts';

/**
 * What a worker has beyond the first would be a leak. Of what is new it keeps nothing for long, and with Node's own limit
 * for it, 48 MB, each worker would hold as much of garbage.
 */
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 4 };

export interface CrewPorts {
  /** The worker's program. */
  readonly entry: URL;
  /** What it is given to start with, beside its number and what it has not been asked for. */
  readonly start: Omit<WorkerStart, 'worker' | 'unread'>;
  readonly onBatch: (batch: PackedBatch, unread: Unread) => void;
  /** Ended before it was told to. @param why for people */
  readonly onDeath: (worker: number, why: string) => void;
}

/** The threads: starts them, tells all of them the same, and says when one of them dies. */
export class Crew {
  readonly #ports: CrewPorts;
  readonly #alive = new Map<number, Worker>();
  #started = 0;
  #ending = false;

  constructor(ports: CrewPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#alive.size;
  }

  /** @param first what it has to know of what the others were told */
  add(first: readonly ToWorker[]): void {
    const number = ++this.#started;
    const unread = new Unread();
    const workerData: WorkerStart = { ...this.#ports.start, worker: number, unread: unread.shared };
    const worker = new Worker(this.#ports.entry, { workerData, resourceLimits: LIMITS });
    let why: string | undefined;
    this.#alive.set(number, worker);
    worker.on('message', (batch: PackedBatch) => this.#ports.onBatch(batch, unread));
    worker.on('error', (thrown: unknown) => (why = messageOf(thrown)));
    worker.on('messageerror', (error) => (why = messageOf(error)));
    worker.on('exit', (code) => {
      this.#alive.delete(number);
      if (!this.#ending) this.#ports.onDeath(number, why ?? `its thread ended with ${code}`);
    });
    for (const message of first) send(worker, message);
  }

  tell(message: ToWorker): void {
    for (const worker of this.#alive.values()) send(worker, message);
  }

  /** Whatever they are doing. */
  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all([...this.#alive.values()].map((worker) => worker.terminate()));
  }
}

const send = (worker: Worker, message: ToWorker): void => {
  // Only a window of a browser has an origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(message);
};
