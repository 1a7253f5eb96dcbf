import { parseArgs } from 'node:util';
import { compiled, KILL_RULES, referenceRules } from './bench-rules.ts';
import { killedElsewhere } from './kill-elsewhere.ts';
import { killedOnTheWay, type Outcome } from './kill-points.ts';
import { startBenchStack } from './stack.ts';
import { table } from './table.ts';

/**
 * npm run kills -- [--lease 4]
 *
 * SIGKILL at every call of claim, send and settle, before the server has seen it and after it has answered: one alert for
 * each point. Nothing may be lost, and a repeat may come only where the destination had accepted and nothing was settled.
 */
const { values } = parseArgs({ options: { lease: { type: 'string', default: '4' } } });
const lease = Number(values.lease);
const stack = await startBenchStack({
  built: process.env['BENCH_BUILT'] ?? '',
  rules: await compiled(KILL_RULES),
  timeoutMs: lease * 1000,
  leaseSeconds: lease,
  visibilitySeconds: lease + 1,
  maxReceives: 10,
});
const [rule] = referenceRules(['cloudtrail/logging-stopped']);
const outcomes: Outcome[] = [...(await killedOnTheWay(stack, rule?.id ?? '')), ...(await killedElsewhere(stack))];
stack.stop();

const faulty = outcomes.filter(({ fired, lost, repeats, allowed }) => !fired || lost > 0 || repeats > allowed);
console.log(
  table(
    ['killed at', 'accepted by SNS, text, Slack', 'lost', 'repeats', 'may repeat', ''],
    outcomes.map((outcome) => [
      outcome.point,
      outcome.accepted.join(', '),
      outcome.lost,
      outcome.repeats,
      outcome.allowed,
      faulty.includes(outcome) ? (outcome.fired ? 'WRONG' : 'NEVER REACHED') : 'ok',
    ]),
  ),
);
const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
console.log(
  `\n${outcomes.length} points: ${sum(({ lost }) => lost)} lost, ${sum(({ repeats }) => repeats)} repeats, ${sum(({ allowed }) => allowed)} predicted`,
);
process.exitCode = faulty.length === 0 ? 0 : 1;
process.exit();
