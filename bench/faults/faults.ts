import { parseArgs } from 'node:util';
import { compiled } from './bench-rules.ts';
import { concurrentClaims } from './rows/concurrent-claims.ts';
import { deadLetterRedrive } from './rows/dead-letter-redrive.ts';
import { handlerAnswers } from './rows/handler-answers.ts';
import { noAnswer } from './rows/no-answer.ts';
import { poisonMessage } from './rows/poison-message.ts';
import type { Row } from './rows/row.ts';
import { secretsInLogs } from './rows/secrets-in-logs.ts';
import { storm } from './rows/storm.ts';
import { throttling } from './rows/throttling.ts';
import { warmReuse } from './rows/warm-reuse.ts';
import { startBenchStack } from './stack.ts';
import { table } from './table.ts';

/**
 * npm run faults -- [--only 8] [--full]
 *
 * The faults that need a story of their own, each with the built handlers in their processes and real servers. The numbers
 * are those of the table in docs/reliability.md.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean', default: false } } });

export interface Sizes {
  readonly rounds: number;
  readonly storm: number;
  readonly throttled: number;
  readonly invocations: number;
}
const sizes: Sizes = values.full
  ? { rounds: 50, storm: 10_000, throttled: 200, invocations: 10_000 }
  : { rounds: 3, storm: 300, throttled: 20, invocations: 500 };

const LEASE_SECONDS = 4;
const rules = await compiled(['cloudtrail/logging-stopped', 'root/root-activity']);
const stories: readonly (readonly [string, (stack: Awaited<ReturnType<typeof start>>) => Promise<Row[]>])[] = [
  ['5', (stack) => concurrentClaims(stack, sizes.rounds)],
  ['6', handlerAnswers],
  ['7', poisonMessage],
  ['8', deadLetterRedrive],
  ['19', secretsInLogs],
  ['23', (stack) => storm(stack, sizes.storm)],
  ['24', (stack) => throttling(stack, sizes.throttled)],
  ['25', noAnswer],
  ['26', (stack) => warmReuse(stack, sizes.invocations)],
];

const start = () =>
  startBenchStack({
    built: process.env['BENCH_BUILT'] ?? '',
    rules,
    // No story waits for a timeout; a busy machine must not make one.
    timeoutMs: 60_000,
    leaseSeconds: LEASE_SECONDS,
    visibilitySeconds: LEASE_SECONDS + 1,
    maxReceives: 10,
  });

const rows: Row[] = [];
for (const [number, story] of stories) {
  if (values.only !== undefined && values.only !== number) continue;
  const stack = await start();
  rows.push(...(await story(stack)));
  stack.stop();
}
console.log(
  table(
    ['row', 'fault', 'expected', 'found', ''],
    rows.map(({ row, fault, expected, found, holds }) => [row, fault, expected, found, holds ? 'ok' : 'WRONG']),
  ),
);
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
process.exit();
