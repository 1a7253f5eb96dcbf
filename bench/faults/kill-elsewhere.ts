import type { JsonObject } from '../../src/json.ts';
import { logFile, logKey } from '../../src/local/log-files.ts';
import { QUARANTINE } from '../../src/local/resources.ts';
import type { Fault } from './fault.ts';
import { idle, poll, put, SLACK_SOURCES } from './feed.ts';
import type { Outcome } from './kill-points.ts';
import type { BenchStack } from './stack.ts';
import { readTemplates } from './templates.ts';

const ACCOUNT = 800_000_000_000;
const KILLS = ['kill-before', 'kill-after'] as const;
/** Enough different denied calls for one burst. */
const BURST = 12;

/** The points that no alert's id names: the memory of a burst, and the quarantine. One after the other. */
export async function killedElsewhere(stack: BenchStack): Promise<Outcome[]> {
  const [denied] = readTemplates(['access/unauthorized-api-calls']).attacks;
  const pollers = await Promise.all([poll(stack, 's3', 1), ...SLACK_SOURCES.map((name) => poll(stack, name, 1))]);
  const outcomes: Outcome[] = [];
  let n = 0;
  const kill = async (
    step: string,
    fault: Fault,
    file: Uint8Array,
    isIt: (body: string) => boolean,
  ): Promise<Outcome> => {
    const [seen, noted] = [stack.accepted.length, stack.entries.length];
    stack.toProxy({ kind: 'arm', step, fault });
    await put(stack, logKey(String(ACCOUNT + n), 'us-east-1', `Else${String(n++).padStart(12, '0')}`), file);
    await idle(stack);
    const fresh = stack.accepted.slice(seen).filter(({ body }) => isIt(body));
    const counts = (['sns', 'text', 'slack'] as const).map(
      (to) => fresh.filter(({ destination }) => destination === to).length,
    );
    return {
      point: `${step === 'SendMessage' ? 'quarantine' : step}, ${fault === 'kill-before' ? 'before the server saw it' : 'after it answered'}`,
      accepted: counts,
      lost: counts.filter((count) => count === 0).length,
      repeats: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
      allowed: 0,
      fired: stack.entries.slice(noted).some((entry) => entry.step === step && entry.fault === fault),
    };
  };
  for (const step of ['read memory', 'write memory']) {
    for (const fault of KILLS) {
      const file = logFile(burst(denied ?? {}, String(ACCOUNT + n)));
      outcomes.push(await kill(step, fault, file, (body) => body.includes('denied_calls_by_principal')));
    }
  }
  const whole = logFile([denied]);
  // Two kinds of damage: a second alert of one kind would be kept silent.
  const damaged = new Map<Fault, readonly [string, Uint8Array]>([
    ['kill-before', ['gzip-cut', whole.subarray(0, 100)]],
    ['kill-after', ['gzip-corrupt', whole.map((byte, i) => (i === whole.length - 6 ? byte ^ 1 : byte))]],
  ]);
  for (const [fault, [reason, file]] of damaged) {
    const outcome = await kill('SendMessage', fault, file, (body) => body.includes(reason));
    const kept = (await stack.queues.drain(QUARANTINE)).length;
    outcomes.push(kept > 0 ? outcome : { ...outcome, lost: outcome.lost + 1 });
  }
  await Promise.all(pollers.map((poller) => poller.stop()));
  return outcomes;
}

/** Denied calls of one actor in an account of its own, seconds apart. */
const burst = (denied: JsonObject, account: string): JsonObject[] =>
  Array.from({ length: BURST }, (_, i) => ({
    ...denied,
    recipientAccountId: account,
    eventName: `Denied${i}`,
    eventID: `burst-${account}-${i}`,
    eventTime: new Date(Date.now() - 600_000 + i * 5_000).toISOString().replace(/\.\d+/, ''),
  }));
