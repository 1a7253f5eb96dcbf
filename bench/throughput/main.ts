import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { putBetween } from '../report.ts';
import { alertPath } from './alert-path.ts';
import { type Corpus, generated, small } from './corpus.ts';
import { hotRules } from './hot-rules.ts';
import { profile } from './profile.ts';
import { published } from './published.ts';
import { alertText, corpusText, hotText, machineText } from './report.ts';
import { disagreements, measure } from './rounds.ts';
import { rulesBySize } from './rule-sizes.ts';
import { ratiosOf } from './targets.ts';
import { BOUNDS, type Way, ways } from './ways.ts';

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    mb: { type: 'string', default: '32' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string', default: 'generated,small,published' },
    only: { type: 'string' },
    'cpu-prof': { type: 'string' },
    hot: { type: 'string' },
    publish: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    wasm: { type: 'string', default: 'dist/sieve.wasm' },
  },
});

const PAGE = 'docs/performance.md';
const rounds = Number(options.rounds);
const seed = Number(options.seed);
const bytes = Number(options.mb) * 1_000_000;
const wanted = new Set(options.corpus.split(','));
const MAKERS: Readonly<Record<string, () => Corpus | undefined>> = {
  generated: () => generated(bytes, seed),
  small: () => small(bytes, seed),
  published: () => published(bytes, seed),
};

const wasm = readFileSync(options.wasm);
const bySize = await rulesBySize(seed);
const sizes = [...bySize.values()].sort((a, b) => a.rules.length - b.rules.length);
const { rules: largest, memory } = sizes.at(-1) ?? { rules: [], memory: [] };
const told = { rules: largest.filter(({ untold }) => !untold), memory };
const pairs = sizes.map((rules) => ways(rules, wasm));
// Rules that only count match what somebody does all day, and of each of these records is read what it is counted by.
const [plainTold, sievedTold] = ways(told, wasm, '-told');
const all: readonly Way[] = [...BOUNDS, ...pairs.flat(), plainTold, sievedTold];
// Every size is compared with parsing everything, but only the largest by turns: it is slow.
const usual = [
  ...BOUNDS,
  ...pairs.map(([, sieved]) => sieved),
  sievedTold,
  ...(pairs.at(-1)?.slice(0, 1) ?? []),
  plainTold,
];
const only = options.only?.split(',');
const chosen = only === undefined ? usual : all.filter(({ name }) => only.includes(name));

if (options.list) for (const { name, what } of all) process.stdout.write(`${name}  ${what}\n`);
else await main();

async function main(): Promise<void> {
  const differences: string[] = [];
  const parts: string[] = [];
  const say = (text: string): void => {
    parts.push(text);
    process.stdout.write(`${text}\n\n`);
  };
  let missed = 0;
  for (const [name, make] of Object.entries(MAKERS)) {
    const corpus = wanted.has(name) ? make() : undefined;
    if (corpus === undefined) continue;
    if (options['cpu-prof'] !== undefined) {
      for (const way of chosen) say(await profile(way, corpus, rounds, options['cpu-prof']));
      continue;
    }
    const measured = await measure(chosen, corpus, rounds);
    differences.push(...disagreements(measured));
    if (only === undefined) for (const pair of pairs) differences.push(...(await compared(pair, corpus)));
    const ratios = ratiosOf(measured, name);
    missed += ratios.filter(({ met, wall, cpu }) => !met(wall) || !met(cpu)).length;
    say(corpusText(corpus, measured, ratios));
    if (name !== 'generated' && options.hot === undefined) continue;
    const hot = Number(options.hot ?? (only === undefined ? 20 : 0));
    if (hot > 0) say(hotText(hotRules(largest, wasm, corpus), hot));
    if (only === undefined) say(alertText(await alertPath(largest, corpus)));
  }
  for (const difference of differences) process.stderr.write(`not the same matches: ${difference}\n`);
  if (options.publish)
    putBetween(
      PAGE,
      `throughput-node${process.versions.node.split('.')[0]}`,
      [...parts, machineText(rounds)].join('\n\n'),
    );
  process.exitCode = differences.length > 0 || (options.check && missed > 0) ? 1 : 0;
}

/** Once each, untimed. */
async function compared(pair: readonly Way[], corpus: Corpus): Promise<string[]> {
  const found = [];
  for (const way of pair) found.push({ way, found: await way.run(corpus) });
  return disagreements(found);
}
