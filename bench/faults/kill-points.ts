import type { JsonObject } from '../../src/json.ts';
import { logFile, logKey } from '../../src/local/log-files.ts';
import type { Fault } from './fault.ts';
import { idle, poll, put, SLACK_SOURCES } from './feed.ts';
import { referenceAlertId } from './ledger.ts';
import type { BenchStack } from './stack.ts';
import { readTemplates } from './templates.ts';

export interface Outcome {
  readonly point: string;
  /** How often each destination took it. */
  readonly accepted: readonly number[];
  readonly lost: number;
  readonly repeats: number;
  /** Repeats that no protocol can prevent. */
  readonly allowed: number;
  /** False where the point was never reached: then nothing was shown. */
  readonly fired: boolean;
}

/** The calls of one alert, in their order, from the log file to Slack. */
const STEPS = [
  'read object',
  'claim sns',
  'ask quiet window',
  'send sns',
  'settle sns',
  'claim text',
  'send text',
  'settle text',
  'claim slack',
  'secret',
  'send slack',
  'settle slack',
];
/** The one window that cannot be closed: the destination has it, and we have not noted that. */
const OPEN_WINDOW = new Set([
  'send sns kill-after',
  'settle sns kill-before',
  'send text kill-after',
  'settle text kill-before',
  'send slack kill-after',
  'settle slack kill-before',
]);
const ACCOUNT = 700_000_000_000;

/** All points at once: each has an alert of its own, batches are of one message, and a kill hits one batch. */
export async function killedOnTheWay(stack: BenchStack, rule: string): Promise<Outcome[]> {
  const template = readTemplates(['cloudtrail/logging-stopped']).attacks[0] as JsonObject;
  const points = STEPS.flatMap((step) => (['kill-before', 'kill-after'] as const).map((fault) => ({ step, fault })));
  const alerts = points.map(({ step, fault }, i) => {
    const eventID = `kills-${i}`;
    const unique = `Kill${String(i).padStart(12, '0')}`;
    const alert = referenceAlertId(rule, eventID);
    // The secret is read once in a process, whatever alert comes first.
    if (step === 'secret') stack.toProxy({ kind: 'arm', step, fault });
    else stack.toProxy({ kind: 'arm', step, fault, alert: step === 'read object' ? unique : about(step, alert) });
    const account = String(ACCOUNT + i);
    return {
      alert,
      key: logKey(account, 'us-east-1', unique),
      record: { ...template, eventID, recipientAccountId: account },
    };
  });
  const pollers = await Promise.all([poll(stack, 's3', 3), ...SLACK_SOURCES.map((name) => poll(stack, name, 2))]);
  for (const { key, record } of alerts) await put(stack, key, logFile([record]));
  await idle(stack);
  await Promise.all(pollers.map((poller) => poller.stop()));
  return points.map(({ step, fault }, i) => outcomeOf(stack, step, fault, alerts[i]?.alert ?? ''));
}

const about = (step: string, alert: string): string => (step === 'send slack' ? alert.slice(0, 12) : alert);

function outcomeOf({ accepted, entries }: BenchStack, step: string, fault: Fault, alert: string): Outcome {
  const counts = (['sns', 'text', 'slack'] as const).map(
    (to) =>
      accepted.filter(({ destination, alert: id }) => destination === to && alert.startsWith(id) && id !== '').length,
  );
  return {
    point: `${step}, ${fault === 'kill-before' ? 'before the server saw it' : 'after it answered'}`,
    accepted: counts,
    lost: counts.filter((count) => count === 0).length,
    repeats: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    allowed: OPEN_WINDOW.has(`${step} ${fault}`) ? 1 : 0,
    fired: entries.some(
      (entry) =>
        entry.step === step &&
        entry.fault === fault &&
        (step === 'secret' || step === 'read object' || alert.startsWith(entry.alert)),
    ),
  };
}
