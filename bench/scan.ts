import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { putBetween, table } from './report.ts';
import { writeLogs } from './scan/logs.ts';

const PAGE = 'docs/performance.md';
const MAX_MB = 300;
const MIN_RATIO = 1.8;
const UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 };

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '200m' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    pack: { type: 'string', default: 'essentials' },
    check: { type: 'boolean', default: false },
  },
});
const [, amount = '200', unit = 'm'] = /^([\d.]+)([kmg]?)$/i.exec(options.size) ?? [];
const ROUNDS = Number(options.rounds);
const logs = writeLogs(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1), Number(options.seed));

/** Has the command say at its end what it has held and used. */
const TELLING = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(2, '\\nUSED ' + maxRSS + ' ' + (userCPUTime + systemCPUTime) + '\\n');
  });
`)}`;

interface Ran {
  readonly seconds: number;
  readonly cpu: number;
  readonly mb: number;
}

try {
  const starts = Array.from({ length: ROUNDS }, () => ran(logs.none, 1));
  const [start, startCpu] = [median(starts.map(({ seconds }) => seconds)), median(starts.map(({ cpu }) => cpu))];
  const many = compared(logs.many);
  const one = compared(logs.one);
  const rows = [...rowsOf('many files', many), ...rowsOf('one file', one)];
  const ratio = speed(many.two) / speed(many.one);
  const heaviest = Math.max(...[...many.one, ...many.two, ...one.one, ...one.two].map(({ mb }) => mb));
  const text = [
    table(['logs', 'workers', 'MB/s', 'MB/s of processor time', 's with the start', 'peak MB'], rows),
    [
      `Node ${process.version}, ${process.arch}, pack ${options.pack}; ${Math.round(logs.bytes / 1e6)} MB of logs,`,
      `decompressed; medians of ${ROUNDS} runs, by turns; MB/s without the start of the command, ${start.toFixed(1)} s, in`,
      'which the rules are read from their files.',
      `Meanwhile ${Math.round(loadavg()[0] ?? 0)} processes wanted the ${availableParallelism()} cores of the computer.`,
      `Two workers are ${ratio.toFixed(2)} times as fast as one thread: ${ratio < MIN_RATIO ? 'MISSED' : 'kept'}, ${MIN_RATIO} is wanted.`,
      `At most ${heaviest} MB are held: ${heaviest > MAX_MB ? 'MISSED' : 'kept'}, ${MAX_MB} are allowed.`,
    ].join(' '),
  ].join('\n\n');
  process.stdout.write(`${text}\n`);
  putBetween(PAGE, 'scan', text);
  process.exitCode = heaviest > MAX_MB || (options.check && ratio < MIN_RATIO) ? 1 : 0;

  function speed(runs: readonly Ran[]): number {
    return logs.bytes / 1e6 / (median(runs.map(({ seconds }) => seconds)) - start);
  }

  function rowsOf(name: string, { one, two }: ReturnType<typeof compared>): (string | number)[][] {
    return [one, two].map((runs, i) => [
      name,
      i + 1,
      Math.round(speed(runs)),
      Math.round(logs.bytes / 1e6 / (median(runs.map(({ cpu }) => cpu)) - startCpu)),
      Number(median(runs.map(({ seconds }) => seconds)).toFixed(1)),
      Math.max(...runs.map(({ mb }) => mb)),
    ]);
  }
} finally {
  logs.remove();
}

/** By turns, so that what else the computer does meets both. */
function compared(path: string): { readonly one: readonly Ran[]; readonly two: readonly Ran[] } {
  const [one, two]: [Ran[], Ran[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    one.push(ran(path, 1));
    two.push(ran(path, 2));
  }
  return { one, two };
}

/** One run of the command in a process of its own. */
function ran(path: string, workers: number): Ran {
  const args = ['--import', TELLING, 'dist/cli.mjs', 'scan', '--json', '--pack', options.pack];
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args, '--workers', String(workers), path], {
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const seconds = (performance.now() - begin) / 1000;
  const [, kilobytes, micros] = /USED (\d+) (\d+)/.exec(stderr) ?? [];
  if (status === null || status > 1 || kilobytes === undefined) throw new Error(`scan ended with ${status}: ${stderr}`);
  return { seconds, cpu: Number(micros) / 1e6, mb: Math.round(Number(kilobytes) / 1024) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
