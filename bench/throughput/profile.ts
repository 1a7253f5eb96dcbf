import { mkdirSync, writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { basename, join } from 'node:path';
import { table } from '../report.ts';
import type { Corpus } from './corpus.ts';
import type { Way } from './ways.ts';

const SHOWN = 25;
/** Waiting, and the start of the profiler itself. */
const NOT_ITS_OWN = new Set(['(idle)', 'dispatch']);
/** Microseconds between two looks. */
const INTERVAL = 200;

/** Writes where the time of a way goes, as Chrome and VS Code open it, and gives the functions that took most. */
export async function profile(way: Way, corpus: Corpus, rounds: number, folder: string): Promise<string> {
  await way.run(corpus);
  await way.run(corpus);
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await session.post('Profiler.start');
    for (let round = 0; round < rounds; round++) await way.run(corpus);
    const { profile: taken } = await session.post('Profiler.stop');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${way.name}-${corpus.name}.cpuprofile`);
    writeFileSync(file, JSON.stringify(taken));
    return [`${way.what}, ${corpus.name}: ${file}`, table(['function', 'self %'], longest(taken))].join('\n\n');
  } finally {
    session.disconnect();
  }
}

function longest({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): (string | number)[][] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || 'anonymous'} ${url === '' ? '' : `${basename(url)}:${lineNumber + 1}`}`,
    ]),
  );
  const spent = new Map<string, number>();
  let total = 0;
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    const delta = timeDeltas[at] ?? 0;
    if (NOT_ITS_OWN.has(name.trim())) continue;
    total += delta;
    spent.set(name, (spent.get(name) ?? 0) + delta);
  }
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, micros]) => [name.trim(), Number(((micros / total) * 100).toFixed(1))]);
}
