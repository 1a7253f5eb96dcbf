import type { Alert } from '../../src/alert/alert.ts';
import { alertId } from '../../src/alert/alert-id.ts';
import { hiddenFor } from '../../src/aws/postpone.ts';
import { type SlackPorts, tellSlack } from '../../src/deliver/destinations/slack/deliver.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { inProcessPace } from '../../src/in-process/pace.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import { TRAIL_DELETED } from '../alert/sample-alert.ts';
import { body, HOOK, WEBHOOK } from './slack-stage.ts';
import { virtualTime } from './virtual-time.ts';

const RULES = ['root_activity', 'denied_calls', 'unused_region'];
const alertOf = (n: number, level: Alert['rule']['level']): Alert => ({
  ...TRAIL_DELETED,
  id: alertId(level, String(n)),
  title: `${level} ${n}`,
  rule: { ...TRAIL_DELETED.rule, name: RULES[n % RULES.length] ?? '', level },
});

interface Message {
  readonly alert: Alert;
  visibleAt: number;
  receives: number;
  done: boolean;
}

/** What deploy/queues.yml and deploy/event-sources.yml say of the queues of Slack. */
const VISIBILITY_MS = 182_000;
const MAX_RECEIVES = 10;
const INVOCATION_MS = 30_000;

/** Slack and SQS, with a ledger; `limited` says when Slack answers 429. */
function world(limited: (second: number) => number | undefined = () => undefined) {
  const time = virtualTime();
  const metrics = tally();
  const posts: { readonly at: number; readonly text: string; readonly taken: boolean }[] = [];
  let owners = 0;
  const ports: SlackPorts = {
    claims: memoryClaims(),
    pace: inProcessPace(),
    paceMs: 1000,
    clock: time.clock,
    sleep: time.sleep,
    metrics,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    newOwner: () => `o${owners++}`,
    leaseMs: 60_000,
    secrets: { get: async () => ({ ok: true, value: HOOK }) },
    fetch: async (_url, init) => {
      const seconds = limited(time.seconds());
      posts.push({
        at: time.seconds(),
        text: typeof init?.body === 'string' ? init.body : '',
        taken: seconds === undefined,
      });
      await time.sleep(150);
      return seconds === undefined
        ? new Response('ok')
        : new Response('rate_limited', { status: 429, headers: { 'retry-after': String(seconds) } });
    },
  };
  /** Lambda's event source mapping: takes batches until everything on the queue is done. */
  const worker = async (queue: readonly Message[], batchSize: number): Promise<void> => {
    while (queue.some(({ done }) => !done)) {
      const now = time.clock.now();
      const batch = queue.filter(({ done, visibleAt }) => !done && visibleAt <= now).slice(0, batchSize);
      if (batch.length === 0) {
        await time.sleep(500);
        continue;
      }
      for (const message of batch) {
        message.receives++;
        message.visibleAt = now + VISIBILITY_MS;
      }
      const told = await tellSlack(
        batch.map(({ alert }) => body(alert)),
        WEBHOOK,
        ports,
        () => now + INVOCATION_MS - time.clock.now(),
      );
      for (const [i, message] of batch.entries()) {
        const outcome = told[i];
        message.done = outcome?.ok === true;
        if (outcome === undefined || outcome.ok || outcome.failure.next !== 'retry') continue;
        const { afterMs } = outcome.failure;
        if (afterMs !== undefined) message.visibleAt = time.clock.now() + hiddenFor(afterMs, message.receives);
      }
    }
  };
  return { time, metrics, posts, worker };
}

const queueOf = (count: number, level: Alert['rule']['level'], visibleAt: number): Message[] =>
  Array.from({ length: count }, (_, n) => ({ alert: alertOf(n, level), visibleAt, receives: 0, done: false }));

/** How many alerts a posted text tells. */
const toldIn = (text: string): number => Number(/ · (\d+) more alerts? of/.exec(text)?.[1] ?? 1);

test('three thousand alerts at once, by four workers: one message a second, none uncounted, critical ones at once', async () => {
  const { time, metrics, posts, worker } = world();
  const start = time.clock.now();
  const ordinary = queueOf(3000, 'high', start);
  const urgent = queueOf(5, 'critical', start + 40_000);
  await time.run(Promise.all([worker(ordinary, 100), worker(ordinary, 100), worker(urgent, 5), worker(urgent, 5)]));
  const gaps = posts.slice(1).map(({ at }, i) => at - (posts[i]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1);
  expect(posts.reduce((sum, { text }) => sum + toldIn(text), 0)).toBe(3005);
  expect(metrics.counts.get('SettleLost')).toBeUndefined();
  expect(Math.max(...ordinary.map(({ receives }) => receives))).toBeLessThan(MAX_RECEIVES);
  // A hundred alerts take four or five turns.
  expect(time.seconds()).toBeLessThan(180);
  const critical = posts.filter(({ text }) => text.includes('CRITICAL critical'));
  // The queue is looked at twice a second, and at most one turn was taken by another already.
  expect(critical.map(({ at }) => at <= 40 + 2.5 + 4)).toEqual([true, true, true, true, true]);
});

test('Slack asks for half a minute in the middle of a storm: nothing is sent in that time, nothing is lost', async () => {
  let asked = 0;
  const { time, posts, worker } = world((second) => {
    if (second < 10 || asked > 0) return undefined;
    asked = second;
    return 30;
  });
  const ordinary = queueOf(1000, 'medium', time.clock.now());
  const urgent = queueOf(3, 'critical', time.clock.now() + 12_000);
  await time.run(Promise.all([worker(ordinary, 100), worker(ordinary, 100), worker(urgent, 5)]));
  expect(asked).toBeGreaterThan(0);
  expect(posts.filter(({ at }) => at > asked && at < asked + 30)).toEqual([]);
  expect(posts.filter(({ taken }) => taken).reduce((sum, { text }) => sum + toldIn(text), 0)).toBe(1003);
  expect(Math.max(...ordinary.map(({ receives }) => receives))).toBeLessThan(MAX_RECEIVES);
});
