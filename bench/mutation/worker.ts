import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { NO_JUDGES } from './folders.ts';
import type { Answer, Job, Tried } from './jobs.ts';
import { suite, type Test } from './suite.ts';

type Bundle = (...globals: unknown[]) => void;

const require = createRequire(import.meta.url);
const bundles = new Map<string, Bundle>();
/** How often each mutant was run into. */
const counts = new Int32Array(100_000);
/** The number of the mutant that is tried. */
let active = -1;
let [hits, hitLimit] = [0, 0];

/** The active mutant is run. One that makes a loop endless is stopped from here. */
function hit(): true {
  if (++hits > hitLimit) throw new Error('a loop that does not end');
  return true;
}

// The same random cases for every mutant: without a seed, a survivor of one run would be killed in the next.
(require('fast-check') as { configureGlobal(options: object): void }).configureGlobal({ seed: 1 });
// What a mutant leaves behind unfinished is no answer about the next one.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
process.on('message', (job: Job) => void answer(job).then((answered) => process.send?.(answered)));

const answer = (job: Job): Promise<Answer> => (job.mutant === undefined ? observed(job.file) : tried(job));

/** Runs a whole file without a mutant, and says how long each test takes and which mutants it runs into. */
async function observed(file: string): Promise<Answer> {
  counts.fill(0);
  const started = cpuMs();
  const { tests, end } = load(file, true);
  const [loadMs, whileLoading] = [cpuMs() - started, counted()];
  const seen = [];
  const failing: string[] = [];
  for (const [index, test] of tests.entries()) {
    if (NO_JUDGES.some((name) => test.name.includes(name))) continue;
    const begun = cpuMs();
    const failure = await failureOf(test, 120_000);
    const hits = counted();
    if (failure === undefined) seen.push({ index, ms: cpuMs() - begun, hits });
    else failing.push(test.name);
  }
  await end();
  return { file, loadMs, tests: seen, failing, whileLoading };
}

function counted(): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [id, count] of counts.entries()) if (count > 0) found[id] = count;
  counts.fill(0);
  return found;
}

/** Of this process: on a busy machine the clock says little about how long something takes. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function tried({ mutant, hitLimit: limit, files }: Extract<Job, { mutant: string }>): Promise<Tried> {
  [active, hits, hitLimit] = [Number(mutant), 0, limit];
  for (const { file, tests: wanted, limitMs } of files) {
    const killer = await killerIn(file, wanted, limitMs);
    if (killer !== undefined) return { mutant, killedBy: `${file}: ${killer}` };
  }
  return { mutant };
}

async function killerIn(file: string, wanted: readonly number[], limitMs: number): Promise<string | undefined> {
  let tests: readonly Test[];
  try {
    tests = load(file, false).tests;
  } catch {
    return 'loading it';
  }
  for (const index of wanted) {
    const test = tests[index];
    if (test === undefined) return 'a test that is no longer registered';
    if ((await failureOf(test, limitMs)) !== undefined) return test.name;
  }
  return undefined;
}

function load(file: string, counting: boolean) {
  const { tests, globals, end } = suite();
  const module = { exports: {} };
  bundleOf(file, counting)(module.exports, require, module, counts, active, hit, ...Object.values(globals));
  return { tests, end };
}

function bundleOf(file: string, counting: boolean): Bundle {
  const key = `${file} ${counting}`;
  const known = bundles.get(key);
  if (known !== undefined) return known;
  const parameters = ['exports', 'require', 'module', '$counts', '$active', '$hit', ...Object.keys(suite().globals)];
  const code = withSwitches(readFileSync(file, 'utf8'), counting);
  const made = new Script(`(function (${parameters.join(', ')}) {${code}\n})`, { filename: file });
  const bundle = made.runInThisContext() as Bundle;
  bundles.set(key, bundle);
  return bundle;
}

/** Stryker counts and asks by calls; these are the same without a call, since tests run thousands of cases. */
function withSwitches(code: string, counting: boolean): string {
  const count = (ids: string): string =>
    `(${ids
      .split(',')
      .map((id) => `$counts[${JSON.parse(id.trim())}]++`)
      .join(', ')})`;
  return code
    .replaceAll(/stryCov_9fa48\d*\(((?:"\d+"(?:,\s*)?)+)\)/g, (_, ids: string) => (counting ? count(ids) : '0'))
    .replaceAll(/stryMutAct_9fa48\d*\("(\d+)"\)/g, '($active === $1 && $hit())');
}

async function failureOf(test: Test, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'it takes too long');
  });
  const ended = test.run().then(
    () => undefined,
    (thrown: unknown) => String(thrown instanceof Error ? thrown.message : thrown),
  );
  const failure = await Promise.race([ended, late]);
  clearTimeout(timer);
  return failure;
}
