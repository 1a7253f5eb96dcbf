import { logFile, logKey } from '../../../src/local/log-files.ts';
import { referenceRules } from '../bench-rules.ts';
import { idle, poll, put, SLACK_SOURCES } from '../feed.ts';
import { accountOf, pairsOf, referenceAlertId } from '../ledger.ts';
import type { BenchStack } from '../stack.ts';
import { acceptedBy, type Row, row, stopped } from './row.ts';

const RATE = 0.3;

/** Three calls of ten are throttled while the files come, and then none. */
export async function throttling(stack: BenchStack, files: number): Promise<Row[]> {
  stack.toProxy({ kind: 'rate', rate: RATE, seed: 1, only: ['throttle'] });
  const pollers = await Promise.all([poll(stack, 's3', 2, 5), ...SLACK_SOURCES.map((name) => poll(stack, name, 1, 5))]);
  for (let n = 0; n < files; n++) {
    await put(
      stack,
      logKey(String(stopped(n)['recipientAccountId']), 'us-east-1', `Throttled${String(n).padStart(7, '0')}`),
      logFile([stopped(n)]),
    );
  }
  while (acceptedBy(stack, 'sns') < files / 2) await new Promise((wake) => setTimeout(wake, 100));
  stack.toProxy({ kind: 'rate', rate: 0, seed: 1 });
  const over = performance.now();
  await idle(stack);
  await Promise.all(pollers.map((poller) => poller.stop()));
  const seconds = ((performance.now() - over) / 1000).toFixed(1);
  const throttled = stack.entries.filter(({ fault }) => fault === 'throttle').length;
  const [rule] = referenceRules(['cloudtrail/logging-stopped']);
  const alerts = Array.from({ length: files }, (_, n) =>
    referenceAlertId(rule?.id ?? '', String(stopped(n)['eventID'])),
  );
  const expected = pairsOf(alerts.map((alert) => ({ alert, level: 'critical' })));
  const { lost, unexplained, repeats } = accountOf(expected, stack.accepted, stack.entries, []);
  const failed = repeats.get('settle failed') ?? 0;
  const held = row(
    '24',
    '',
    '0 lost, 0 repeats without a cause',
    `${lost.length} lost, ${unexplained.length} repeats without a cause`,
  );
  return [
    {
      ...held,
      fault: `${RATE * 100} % of calls throttled (${throttled}); ${files} alerts done ${seconds} s after it was over`,
      found: `${held.found}; ${failed} where the settling was throttled three times`,
    },
  ];
}
