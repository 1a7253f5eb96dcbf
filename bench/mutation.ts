import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { randomFrom } from './faults/random.ts';
import { bundled, bundleOf } from './mutation/bundle.ts';
import { AIM, LONGEST_MS, MUTATED } from './mutation/folders.ts';
import { type FileToRun, type Observed, Worker } from './mutation/jobs.ts';
import { instrumented, judges, type Mutant } from './mutation/mutants.ts';
import { putBetween, table } from './report.ts';

const { values: options } = parseArgs({
  options: {
    sample: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    tests: { type: 'string', multiple: true },
    survivors: { type: 'boolean', default: false },
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
  if (options.survivors) process.stdout.write(`\n${survivorsOf(judged)}\n`);
  if (options.write) putBetween(PAGE, 'mutation', report.text);
  process.exitCode = report.below ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<Judged[]> {
  const { mutants, texts } = await instrumented();
  const chosen = MUTATED.flatMap((place) => sampleOf(mutants.filter((mutant) => isUnder(mutant.fileName, place))));
  const tests = judges().filter((file) => options.tests?.some((place) => isUnder(file, place)) ?? true);
  await bundled(tests, texts, folder);
  const worker = new Worker(await builtWorker());
  try {
    const seen = await observedBy(worker, tests);
    const judged: Judged[] = [];
    for (const mutant of chosen) {
      judged.push(await judgedBy(worker, mutant, seen));
      progress(judged, chosen.length);
    }
    return judged;
  } finally {
    worker.end();
  }
}

/** The same mutants for the same seed, from every folder. */
function sampleOf(mutants: readonly Mutant[]): Mutant[] {
  const random = randomFrom(Number(options.seed));
  const share = Number(options.sample);
  return mutants
    .filter(() => random.next() < share)
    .filter(({ fileName }) => options.only?.some((place) => isUnder(fileName, place)) ?? true);
}

async function observedBy(worker: Worker, tests: readonly string[]): Promise<Observed[]> {
  const seen: Observed[] = [];
  for (const test of tests) {
    const answer = await worker.ask({ file: bundleOf(folder, test) }, 600_000);
    if (answer === undefined) throw new Error(`${test} does not end`);
    if ('tests' in answer) seen.push(answer);
    for (const name of 'tests' in answer ? answer.failing : [])
      process.stderr.write(`\n${test}: ${name} fails by itself\n`);
    process.stderr.write(`\r${seen.length} of ${tests.length} files of tests\u001b[K`);
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
  const rows = MUTATED.map((place) => rowOf(place, judged)).filter(({ tried }) => tried > 0);
  const all = rowOf('all', judged);
  const cells = [...rows, all].map(({ place, tried, killed, survived, notReached, score }) => [
    place,
    tried,
    killed,
    survived,
    notReached,
    score.toFixed(1),
  ]);
  const sampled = options.sample === '1' ? 'Every mutant' : `${Number(options.sample) * 100} % of all mutants`;
  const text = [
    table(['code', 'mutants', 'killed', 'survived', 'not reached', 'score in %'], cells),
    `${sampled}, seed ${options.seed}: ${all.score.toFixed(1)} % (at least ${AIM} % in each folder).`,
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

/** Each as a line with its place, what stood there, and what the mutant put there. */
function survivorsOf(judged: readonly Judged[]): string {
  return judged
    .filter(({ verdict }) => verdict === 'survived' || verdict === 'not reached')
    .map(({ mutant, verdict }) => {
      const { start } = mutant.location;
      const mark = verdict === 'survived' ? '' : ' (not reached)';
      return `${mutant.fileName}:${start.line + 1}:${start.column + 1} ${mutant.mutatorName}${mark}: ${short(original(mutant))} → ${short(mutant.replacement)}`;
    })
    .join('\n');
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

function progress(judged: readonly Judged[], total: number): void {
  const killed = judged.filter(({ verdict }) => verdict === 'killed' || verdict === 'hung').length;
  process.stderr.write(`\r${judged.length} of ${total} mutants, ${killed} killed\u001b[K`);
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
