import { parentPort, workerData } from 'node:worker_threads';
import type { Corpus } from './corpus.ts';
import { BOUNDS, type Found, type Made, type Way, ways } from './ways.ts';

/** What a thread is given to run a way. */
export interface WayStart {
  readonly name: string;
  /** Absent for the bounds, which ask no rules. */
  readonly made?: Made | undefined;
  readonly corpus: Corpus;
}

/** Milliseconds: by the clock, and of all threads of the process. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

export interface Ran {
  readonly took: Took;
  readonly found: Found | undefined;
}

const { name, made, corpus: sent } = workerData as WayStart;
const way = wayOf();
/** Between threads, a Buffer becomes plain bytes. */
const corpus = {
  ...sent,
  files: sent.files.map((file) => ({ ...file, gzip: Buffer.from(file.gzip), raw: Buffer.from(file.raw) })),
};

parentPort?.on('message', () => void run());

async function run(): Promise<void> {
  const [cpu, begin] = [process.cpuUsage(), performance.now()];
  const found = await way.run(corpus);
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  const ran: Ran = { took: { wall, cpu: (user + system) / 1000 }, found };
  // Only a window of a browser has an origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(ran);
}

function wayOf(): Way {
  const all = made === undefined ? BOUNDS : ways(made.rules, made.wasm, made.kind);
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no way is called ${name}`);
  return found;
}
