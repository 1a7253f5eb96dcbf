import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Corpus } from './corpus.ts';
import type { Found, Way } from './ways.ts';

/** Milliseconds: by the clock, and of all threads of the process. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

export interface Measured {
  readonly way: Way;
  readonly took: Took;
  readonly found: Found | undefined;
}

/** The code of each way is compiled by then. */
const WARM_UP = 2;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Runs ways by turns, each round beginning with another one, and gives the medians. What else the computer does meets
 * all of them, and what one leaves on the heap is no cost of the next.
 */
export async function measure(ways: readonly Way[], corpus: Corpus, rounds: number): Promise<Measured[]> {
  const times = ways.map((): Took[] => []);
  const found: (Found | undefined)[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      const at = (turn + round + WARM_UP) % ways.length;
      collect();
      const [cpu, begin] = [process.cpuUsage(), performance.now()];
      found[at] = await (ways[at] as Way).run(corpus);
      const wall = performance.now() - begin;
      const { user, system } = process.cpuUsage(cpu);
      if (round >= 0) times[at]?.push({ wall, cpu: (user + system) / 1000 });
    }
  }
  return ways.map((way, at) => ({ way, took: medians(times[at] ?? []), found: found[at] }));
}

const medians = (times: readonly Took[]): Took => ({
  wall: median(times.map(({ wall }) => wall)),
  cpu: median(times.map(({ cpu }) => cpu)),
});

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

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
