import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Corpus, generated, small } from './throughput/corpus.ts';
import { published } from './throughput/published.ts';
import { corpusText } from './throughput/report.ts';
import { disagreements, measure } from './throughput/rounds.ts';
import { rulesBySize } from './throughput/rule-sizes.ts';
import { ratiosOf } from './throughput/targets.ts';
import { BOUNDS, type Way, ways } from './throughput/ways.ts';

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    mb: { type: 'string', default: '32' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string', default: 'generated,small,published' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    wasm: { type: 'string', default: 'dist/sieve.wasm' },
  },
});

const seed = Number(options.seed);
const bytes = Number(options.mb) * 1_000_000;
const wanted = new Set(options.corpus.split(','));
const MAKERS: Readonly<Record<string, () => Corpus | undefined>> = {
  generated: () => generated(bytes, seed),
  small: () => small(bytes / 4, seed),
  published: () => published(bytes, seed),
};

const wasm = readFileSync(options.wasm);
const rules = rulesBySize(seed);
const pairs = [...rules].sort(([a], [b]) => a - b).map(([, list]) => ways(list, wasm));
const all: readonly Way[] = [...BOUNDS, ...pairs.flat()];
// Every size is compared with parsing everything, but only the largest by turns: it is slow.
const usual = [...BOUNDS, ...pairs.map(([, sieved]) => sieved), ...(pairs.at(-1)?.slice(0, 1) ?? [])];
const only = options.only?.split(',');
const chosen = only === undefined ? usual : all.filter(({ name }) => only.includes(name));

if (options.list) for (const { name, what } of all) process.stdout.write(`${name}  ${what}\n`);
else await main();

async function main(): Promise<void> {
  const differences: string[] = [];
  let missed = 0;
  for (const [name, make] of Object.entries(MAKERS)) {
    const corpus = wanted.has(name) ? make() : undefined;
    if (corpus === undefined) continue;
    const measured = await measure(chosen, corpus, Number(options.rounds));
    differences.push(...disagreements(measured));
    if (only === undefined)
      for (const pair of pairs) differences.push(...disagreements(await measure(pair, corpus, 0)));
    const ratios = ratiosOf(measured, name);
    missed += ratios.filter(({ met, wall, cpu }) => !met(wall) || !met(cpu)).length;
    process.stdout.write(`${corpusText(corpus, measured, ratios)}\n\n`);
  }
  for (const difference of differences) process.stderr.write(`not the same matches: ${difference}\n`);
  process.exitCode = differences.length > 0 || (options.check && missed > 0) ? 1 : 0;
}
