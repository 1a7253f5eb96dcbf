import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { randomFrom } from './faults/random.ts';
import { bundled, bundleOf } from './mutation/bundle.ts';
import { AIM, CORE, LONGEST_MS } from './mutation/folders.ts';
import { type FileToRun, type Observed, Worker } from './mutation/jobs.ts';
import { instrumented, judgesOf, type Mutant } from './mutation/mutants.ts';
import { putBetween, table } from './report.ts';

const { values: options } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean', default: false },
  },
});
const PAGE = 'docs/mutation.md';
const FOUND = '.bench/mutation.json';

type Verdict = 'killed' | 'hung' | 'survived' | 'not reached' | 'ignored';
interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly killedBy?: string;
}

mkdirSync('.bench', { recursive: true });
const folder = mkdtempSync(resolve('.bench', 'mutation-'));
try {
  const judged = await run();
  writeFileSync(FOUND, `${JSON.stringify(judged, undefined, 1)}\n`);
  const report = reportOf(judged);
  process.stdout.write(`\n${report.text}\n`);
  if (options.write) putBetween(PAGE, 'mutation', report.text);
  process.exitCode = report.below ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<Judged[]> {
  const places = Object.keys(CORE).filter(
    (place) => options.only?.some((only) => isUnder(only, place) || isUnder(place, only)) ?? true,
  );
  const { mutants, texts } = await instrumented(places);
  const tests = new Map(places.map((place) => [place, judgesOf(place)]));
  const files = [...new Set([...tests.values()].flat())].sort();
  await bundled(files, texts, folder);
  const worker = new Worker(await builtWorker());
  try {
    const seen = await observedBy(worker, files);
    const chosen = places.map((place) => [place, sampleOf(mutants, place)] as const);
    const judged: Judged[] = [];
    for (const [place, sample] of chosen) {
      const judges = (tests.get(place) ?? []).flatMap((test) => seen.get(test) ?? []);
      for (const mutant of sample) {
        const one = await judgedBy(worker, mutant, judges);
        judged.push(one);
        if (one.verdict === 'survived' || one.verdict === 'not reached') process.stdout.write(`${lineOf(one)}\n`);
        progress(judged, chosen);
      }
    }
    return judged;
  } finally {
    worker.end();
  }
}

/** The same mutants for the same seed. */
function sampleOf(mutants: readonly Mutant[], place: string): Mutant[] {
  const random = randomFrom(Number(options.seed));
  const here = mutants
    .filter(({ fileName }) => isUnder(fileName, place))
    .filter(({ fileName }) => options.only?.some((only) => isUnder(fileName, only)) ?? true);
  return here
    .map((mutant) => ({ mutant, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, options.sample === undefined ? here.length : Number(options.sample))
    .map(({ mutant }) => mutant);
}

async function observedBy(worker: Worker, tests: readonly string[]): Promise<Map<string, Observed>> {
  const seen = new Map<string, Observed>();
  for (const test of tests) {
    const answer = await worker.ask({ file: bundleOf(folder, test) }, 600_000);
    if (answer === undefined) throw new Error(`${test} does not end`);
    if ('tests' in answer) seen.set(test, answer);
    for (const name of 'tests' in answer ? answer.failing : [])
      process.stderr.write(`\n${test}: ${name} fails by itself\n`);
    sayWhere(`${seen.size} of ${tests.length} files of tests`);
  }
  return seen;
}

async function judgedBy(worker: Worker, mutant: Mutant, seen: readonly Observed[]): Promise<Judged> {
  if (mutant.status === 'Ignored') return { mutant, verdict: 'ignored' };
  const reaching = seen.flatMap((file) => reachingIn(file, mutant.id)).sort((a, b) => a.ms - b.ms);
  if (reaching.length === 0) return { mutant, verdict: 'not reached' };
  const files: FileToRun[] = reaching.map(({ file, tests, limitMs }) => ({ file, tests, limitMs }));
  const hitLimit = 1_000 + 100 * Math.max(...reaching.map(({ hits }) => hits));
  const ms = reaching.reduce((sum, one) => sum + one.ms, 0);
  const answer = await worker.ask({ mutant: mutant.id, hitLimit, files }, 30_000 + 10 * ms);
  if (answer === undefined) return { mutant, verdict: 'hung' };
  if (!('mutant' in answer) || answer.killedBy === undefined) return { mutant, verdict: 'survived' };
  return { mutant, verdict: 'killed', killedBy: answer.killedBy.replace(`${folder}/`, '') };
}

/** The tests of a file that run into a mutant, the quickest first; all of them where loading the file does. */
function reachingIn({ file, tests, loadMs, whileLoading }: Observed, id: string) {
  const always = whileLoading[id] ?? 0;
  const reaching = tests
    .filter(({ hits, ms }) => ms <= LONGEST_MS && (always > 0 || (hits[id] ?? 0) > 0))
    .sort((a, b) => a.ms - b.ms);
  if (reaching.length === 0) return [];
  return [
    {
      file,
      tests: reaching.map(({ index }) => index),
      ms: loadMs + reaching.reduce((sum, { ms }) => sum + ms, 0),
      limitMs: 10_000 + 10 * Math.max(...reaching.map(({ ms }) => ms)),
      hits: always + reaching.reduce((sum, { hits }) => sum + (hits[id] ?? 0), 0),
    },
  ];
}

function reportOf(judged: readonly Judged[]): { text: string; below: boolean } {
  const rows = Object.keys(CORE)
    .map((place) => rowOf(place, judged))
    .filter(({ tried }) => tried > 0);
  const all = rowOf('all', judged);
  const cells = [...rows, all].map(({ place, tried, killed, survived, notReached, score }) => [
    place,
    tried,
    killed,
    survived,
    notReached,
    score.toFixed(1),
  ]);
  const sampled =
    options.sample === undefined ? 'Every mutant' : `${options.sample} mutants of each, seed ${options.seed}`;
  const text = [
    table(['code', 'mutants', 'killed', 'survived', 'not reached', 'score in %'], cells),
    `${sampled}: ${all.score.toFixed(1)} % (at least ${AIM} % in each).`,
  ].join('\n\n');
  return { text, below: rows.some(({ score }) => score < AIM) };
}

function rowOf(place: string, judged: readonly Judged[]) {
  const here = judged.filter(({ mutant }) => place === 'all' || isUnder(mutant.fileName, place));
  const count = (...verdicts: Verdict[]): number => here.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [killed, tried] = [count('killed', 'hung'), here.length - count('ignored')];
  return {
    place,
    tried,
    killed,
    survived: count('survived'),
    notReached: count('not reached'),
    score: tried === 0 ? 100 : (killed / tried) * 100,
  };
}

/** Its place, what stood there, and what the mutant put there. */
function lineOf({ mutant, verdict }: Judged): string {
  const { start } = mutant.location;
  const place = `${mutant.fileName}:${start.line + 1}:${start.column + 1}`;
  const change = `${short(original(mutant))} → ${short(mutant.replacement)}`;
  return `${place} ${mutant.mutatorName}, ${verdict}: ${change}`;
}

function original({ fileName, location: { start, end } }: Mutant): string {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1);
  const last = lines.length - 1;
  // The end is cut first: on a single line, cutting the start would move it.
  return lines
    .map((line, i) => (i === last ? line.slice(0, end.column) : line))
    .map((line, i) => (i === 0 ? line.slice(start.column) : line))
    .join('\n');
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-28)}` : line;
}

function progress(judged: readonly Judged[], chosen: readonly (readonly [string, readonly Mutant[]])[]): void {
  const total = chosen.reduce((sum, [, sample]) => sum + sample.length, 0);
  const killed = judged.filter(({ verdict }) => verdict === 'killed' || verdict === 'hung').length;
  sayWhere(`${judged.length} of ${total} mutants, ${killed} killed`);
}

async function builtWorker(): Promise<string> {
  const outfile = join(folder, 'worker.mjs');
  const common = { bundle: true, platform: 'node', format: 'esm', packages: 'external', target: 'node20' } as const;
  await build({ ...common, entryPoints: ['bench/mutation/worker.ts'], outfile, logLevel: 'warning' });
  return outfile;
}

function isUnder(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place.replace(/\/$/, '')}/`);
}

/** One line that is written over on a terminal; a pipe or a file gets the table only. */
function sayWhere(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
}
