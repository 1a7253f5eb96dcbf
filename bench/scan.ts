import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { median } from './median.ts';
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
  /** How many it was. */
  readonly commands: number;
}

interface Compared {
  readonly one: readonly Ran[];
  readonly two: readonly Ran[];
  /** Two commands of one thread at once, each with half of the files: what these cores give to those who share nothing. */
  readonly apart: readonly Ran[];
}

try {
  const starts: Ran[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push(await ran([logs.none], 1));
  const [start, startCpu] = [median(starts.map(({ seconds }) => seconds)), median(starts.map(({ cpu }) => cpu))];
  const many = await compared(readdirSync(logs.many).map((name) => join(logs.many, name)));
  const one = await compared([logs.one]);
  const rows = [
    ...rowsOf('many files', many),
    rowOf('many files, by two commands', '1 each', many.apart),
    ...rowsOf('one file', one),
  ];
  const ratio = speed(many.two) / speed(many.one);
  const heaviest = Math.max(...[...many.one, ...many.two, ...one.one, ...one.two].map(({ mb }) => mb));
  const report = [
    table(['logs', 'workers', 'MB/s', 'MB/s of processor time', 's with the start', 'peak MB'], rows),
    [
      `Node ${process.version}, ${process.arch}, pack ${options.pack}; ${Math.round(logs.bytes / 1e6)} MB of logs,`,
      `decompressed; medians of ${ROUNDS} runs, by turns; MB/s without the start of the command, ${start.toFixed(1)} s, in`,
      'which the rules are read from their files.',
      `Meanwhile ${Math.round(loadavg()[0] ?? 0)} processes wanted the ${availableParallelism()} cores of the computer.`,
      `Two workers are ${ratio.toFixed(2)} times as fast as one thread: ${ratio < MIN_RATIO ? 'MISSED' : 'kept'}, ${MIN_RATIO} is wanted.`,
      `Two commands that have nothing in common, each with half of the files, are ${(speed(many.apart) / speed(many.one)).toFixed(2)} times as fast: more these cores do not give.`,
      `At most ${heaviest} MB are held: ${heaviest > MAX_MB ? 'MISSED' : 'kept'}, ${MAX_MB} are allowed.`,
    ].join(' '),
  ].join('\n\n');
  process.stdout.write(`${report}\n`);
  putBetween(PAGE, 'scan', report);
  process.exitCode = heaviest > MAX_MB || (options.check && ratio < MIN_RATIO) ? 1 : 0;

  function speed(runs: readonly Ran[]): number {
    return logs.bytes / 1e6 / (median(runs.map(({ seconds }) => seconds)) - start);
  }

  function rowsOf(name: string, { one, two }: Compared): (string | number)[][] {
    return [one, two].map((runs, i) => rowOf(name, i + 1, runs));
  }

  function rowOf(name: string, workers: number | string, runs: readonly Ran[]): (string | number)[] {
    return [
      name,
      workers,
      Math.round(speed(runs)),
      Math.round(logs.bytes / 1e6 / median(runs.map(({ cpu, commands }) => cpu - commands * startCpu))),
      Number(median(runs.map(({ seconds }) => seconds)).toFixed(1)),
      Math.max(...runs.map(({ mb }) => mb)),
    ];
  }
} finally {
  logs.remove();
}

/** By turns, so that what else the computer does meets all of them. */
async function compared(files: readonly string[]): Promise<Compared> {
  const [one, two, apart]: [Ran[], Ran[], Ran[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    one.push(await ran(files, 1));
    two.push(await ran(files, 2));
    if (files.length > 1) apart.push(await twoCommands(files));
  }
  return { one, two, apart };
}

async function twoCommands(files: readonly string[]): Promise<Ran> {
  const halves = [0, 1].map((half) => files.filter((_, at) => at % 2 === half));
  const runs = await Promise.all(halves.map((half) => ran(half, 1)));
  return {
    seconds: Math.max(...runs.map(({ seconds }) => seconds)),
    cpu: runs.reduce((sum, { cpu }) => sum + cpu, 0),
    mb: Math.max(...runs.map(({ mb }) => mb)),
    commands: 2,
  };
}

/** One run of the command in a process of its own. */
async function ran(paths: readonly string[], workers: number): Promise<Ran> {
  const args = ['--import', TELLING, 'dist/cli.mjs', 'scan', '--json', '--pack', options.pack];
  const begin = performance.now();
  const child = spawn(process.execPath, [...args, '--workers', String(workers), ...paths], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  const seconds = (performance.now() - begin) / 1000;
  const [, kilobytes, micros] = /USED (\d+) (\d+)/.exec(stderr) ?? [];
  if (status === null || status > 1 || kilobytes === undefined) throw new Error(`scan ended with ${status}: ${stderr}`);
  return { seconds, cpu: Number(micros) / 1e6, mb: Math.round(Number(kilobytes) / 1024), commands: 1 };
}
