import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { median } from '../median.ts';
import type { Corpus } from './corpus.ts';
import type { Ran, Took, WayStart } from './way-thread.ts';
import type { Found, Way } from './ways.ts';

export interface Measured {
  readonly way: Way;
  readonly took: Took;
  readonly found: Found | undefined;
}

/** The code of each way is compiled by then. */
const WARM_UP = 3;

/**
 * Runs ways by turns, each round beginning with another one, and gives the medians. What else the computer does meets
 * all of them. Each has a thread with a heap and with compiled code of its own, as a function of AWS has: what one leaves
 * behind, and what it makes of code that others run too, is no cost of the next.
 */
export async function measure(ways: readonly Way[], corpus: Corpus, rounds: number): Promise<Measured[]> {
  const threads = ways.map((way) => threadOf(way, corpus));
  const ran = ways.map((): Ran[] => []);
  try {
    for (let round = -WARM_UP; round < rounds; round++) {
      for (let turn = 0; turn < ways.length; turn++) {
        const at = (turn + round + WARM_UP) % ways.length;
        const one = await runIn(threads[at] as Worker);
        if (round >= 0) ran[at]?.push(one);
      }
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return ways.map((way, at) => {
    const all = ran[at] ?? [];
    return { way, took: medians(all.map(({ took }) => took)), found: all.at(-1)?.found };
  });
}

function threadOf({ name, made }: Way, corpus: Corpus): Worker {
  const workerData: WayStart = { name, made, corpus };
  return new Worker(new URL(import.meta.url), { workerData });
}

async function runIn(thread: Worker): Promise<Ran> {
  // Only a window of a browser has an origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  thread.postMessage('run');
  const [ran] = (await once(thread, 'message')) as [Ran];
  return ran;
}

const medians = (times: readonly Took[]): Took => ({
  wall: median(times.map(({ wall }) => wall)),
  cpu: median(times.map(({ cpu }) => cpu)),
});

/** What ways with the same rules do not agree about. */
export function disagreements(measured: readonly Pick<Measured, 'way' | 'found'>[]): string[] {
  const first = new Map<Way['rules'], Pick<Measured, 'way' | 'found'>>();
  return measured.flatMap((one) => {
    const { rules } = one.way;
    if (rules === undefined) return [];
    const other = first.get(rules) ?? one;
    first.set(rules, other);
    const same =
      one.found?.sum === other.found?.sum &&
      one.found?.matches === other.found?.matches &&
      one.found?.records === other.found?.records;
    return same
      ? []
      : [`${one.way.name} finds ${JSON.stringify(one.found)}, ${other.way.name} ${JSON.stringify(other.found)}`];
  });
}
