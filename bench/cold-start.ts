import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './median.ts';
import { putBetween, table } from './report.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, ric: { type: 'string' } },
});

const HANDLERS = ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack'];
const MAX_KB = 700;
const MAX_DIFFERENCE_MS = 60;
const PAGE = 'docs/performance.md';
const ROUNDS = Number(options.rounds);
const EMPTY = process.env['TRAILHOUND_EMPTY_HANDLERS'] ?? '';
const BOOTSTRAP = options.ric === undefined ? resolve('bench/lambda/bootstrap.mjs') : resolve(options.ric, 'index.mjs');
/** One core, as a function of less than 1,769 MB has at most. */
const [COMMAND, ARGUMENTS] = existsSync('/usr/bin/taskset')
  ? ['/usr/bin/taskset', ['-c', '0', process.execPath]]
  : [process.execPath, []];

interface Start {
  readonly clockMs: number;
  /** Of all threads; undefined where the system does not say. */
  readonly cpuMs: number | undefined;
}

const rows: { readonly cells: (string | number)[]; readonly kb: number; readonly difference: number }[] = [];
for (const name of HANDLERS) rows.push(await compared(name));

const missed = rows.filter(({ kb, difference }) => kb > MAX_KB || difference > MAX_DIFFERENCE_MS);
const byCpu = rows.every(({ cells }) => !cells.includes('–'));
const text = [
  table(
    ['function', 'bundle KB', 'start ms', 'empty, same clients ms', 'difference ms', 'by the clock ms', 'empty ms'],
    rows.map(({ cells }) => cells),
  ),
  [
    `Node ${process.version}, ${process.arch}; medians of ${ROUNDS} starts, by turns, on one core;`,
    `${options.ric === undefined ? 'own bootstrap (bench/lambda/bootstrap.mjs)' : 'aws-lambda-ric'};`,
    byCpu ? 'processor time from the start of the process to its first question for an event.' : 'no processor time.',
    `Meanwhile ${Math.round(loadavg()[0] ?? 0)} processes wanted the ${availableParallelism()} cores of the computer.`,
    `At most ${MAX_KB} KB and ${MAX_DIFFERENCE_MS} ms: ${missed.length === 0 ? 'kept' : 'MISSED'}.`,
  ].join(' '),
].join('\n\n');
process.stdout.write(`${text}\n`);
putBetween(PAGE, 'cold-start', text);
process.exitCode = missed.length === 0 ? 0 : 1;

async function compared(name: string): Promise<(typeof rows)[number]> {
  const own: Start[] = [];
  const empty: Start[] = [];
  // By turns, so that what else the computer does meets both; the first of each fills the disk cache.
  for (let round = 0; round <= ROUNDS; round++) {
    own.push(await started(resolve('dist'), name));
    empty.push(await started(EMPTY, name));
  }
  const of = (starts: readonly Start[], pick: (start: Start) => number | undefined): number | undefined =>
    medianOf(starts.slice(1).map(pick));
  const [ownCpu, emptyCpu] = [own, empty].map((starts) => of(starts, ({ cpuMs }) => cpuMs));
  const [ownClock = 0, emptyClock = 0] = [own, empty].map((starts) => of(starts, ({ clockMs }) => clockMs));
  const difference = ownCpu === undefined || emptyCpu === undefined ? ownClock - emptyClock : ownCpu - emptyCpu;
  const kb = Math.ceil(statSync(join('dist', `${name}.cjs`)).size / 1000);
  const cpu = [ownCpu, emptyCpu].map((ms) => (ms === undefined ? '–' : Math.round(ms)));
  return {
    cells: [name, kb, ...cpu, Math.round(difference), Math.round(ownClock), Math.round(emptyClock)],
    kb,
    difference,
  };
}

/** Starts a function and waits until it asks for its first event: what Lambda reports as Init Duration. */
async function started(folder: string, name: string): Promise<Start> {
  const server = createServer();
  const port = await listening(server);
  const begin = performance.now();
  const env = environment(folder, name, port);
  const child = spawn(COMMAND, [...ARGUMENTS, BOOTSTRAP, `${name}.handler`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  try {
    return await new Promise((done, fail) => {
      child.once('exit', (code) => fail(new Error(`${folder}/${name} ended with ${code}`)));
      server.on('request', (request: IncomingMessage) => {
        if (request.url?.endsWith('/invocation/next')) {
          done({ clockMs: performance.now() - begin, cpuMs: cpuOf(child.pid ?? 0) });
          return;
        }
        request.on('data', (chunk: Buffer) => fail(new Error(`${folder}/${name}: ${chunk.toString()}`)));
      });
    });
  } finally {
    child.kill('SIGKILL');
    await gone;
    server.closeAllConnections();
    server.close();
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));
}

/** What serverless.yml sets, and Lambda itself. Nothing is called before the first event. */
function environment(folder: string, name: string, port: number): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: `${name}.handler`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    NODE_NO_WARNINGS: '1',
    POWERTOOLS_SERVICE_NAME: 'trailhound',
    POWERTOOLS_METRICS_NAMESPACE: 'Trailhound',
    TRAILHOUND_TABLE: 'trailhound',
    TRAILHOUND_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:alerts',
    TRAILHOUND_TEXT_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:text',
    TRAILHOUND_QUARANTINE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/quarantine',
    TRAILHOUND_QUEUE_URLS: 'https://sqs.us-east-1.amazonaws.com/123456789012/slack',
    TRAILHOUND_LOG_GROUP: 'cloudtrail',
    TRAILHOUND_SLACK_WEBHOOK_PARAMETER: '/trailhound/slack',
  };
}

/** Nanoseconds on a processor stand first in schedstat, for every thread. */
function cpuOf(pid: number): number | undefined {
  try {
    const tasks = `/proc/${pid}/task`;
    const spent = readdirSync(tasks).map((task) =>
      Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
    );
    return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  } catch {
    return undefined;
  }
}

/** Undefined where one of them is not known. */
function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : median(known);
}
