import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Notice } from '../../src/local/log-files.ts';
import { deadLetterOf, QUARANTINE, queueArn, SOURCE_NAMES, SOURCES, TRAIL_BUCKET } from '../../src/local/resources.ts';
import type { Corpus } from './corpus.ts';
import { idle } from './feed.ts';
import { type Account, accountOf, pairsOf } from './ledger.ts';
import { startPoller } from './poller.ts';
import { randomFrom } from './random.ts';
import { type BenchStack, startBenchStack } from './stack.ts';

export interface SeedOptions {
  readonly built: string;
  readonly rules: string;
  readonly corpus: Corpus;
  readonly records: number;
  readonly seed: number;
  readonly rate: number;
  readonly timeoutSeconds: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly account: Account;
  readonly summary: {
    readonly lost: number;
    readonly repeats: number;
    readonly unexplained: number;
    readonly unexpected: number;
    readonly faults: number;
    readonly deaths: number;
    readonly returned: number;
    readonly redriven: number;
    readonly quarantined: number;
    readonly perSecond: number;
    readonly peakMb: number;
  };
  readonly faults: ReadonlyMap<string, number>;
  /** From the upload of the file to the acceptance by SNS and by Slack, in milliseconds. */
  readonly delays: ReadonlyMap<string, readonly number[]>;
}

/** With faults at random once is enough. What comes back each time will never be done, and counts as lost. */
const MOST_REDRIVES = 5;

/** Lease and visibility follow from the timeout, as they do in serverless.yml. */
const timesFor = (timeoutSeconds: number) => ({
  timeoutMs: timeoutSeconds * 1000,
  leaseSeconds: timeoutSeconds + 1,
  visibilitySeconds: timeoutSeconds + 2,
  maxReceives: 10,
});
const BATCH = 2;
const PROCESSES: Readonly<Record<string, number>> = { s3: 4 };
const UPLOADS = 8;

export async function soakSeed(options: SeedOptions): Promise<SeedResult> {
  const { built, rules, corpus, records, seed, rate } = options;
  const stack = await startBenchStack({ built, rules, ...timesFor(options.timeoutSeconds) });
  stack.toProxy({ kind: 'rate', rate, seed });
  const random = randomFrom(seed + 1_000_000);
  const began = Date.now();
  const pollers = await Promise.all(
    SOURCE_NAMES.map(async (name) => {
      const targets = await Promise.all(Array.from({ length: PROCESSES[name] ?? 1 }, () => stack.worker(name)));
      const poller = startPoller({
        client: stack.clients.sqs,
        queueUrl: stack.queues.url(SOURCES[name]),
        queueArn: queueArn(SOURCES[name]),
        batchSize: BATCH,
        targets,
        lostDeletes: { rate, random },
      });
      return { poller, targets };
    }),
  );
  const uploaded = await upload(stack, corpus, seed);
  let redriven = 0;
  // What ends in a dead-letter queue is redriven with the faults still on, as an operator would, who gives up some day.
  for (let round = 0; round < MOST_REDRIVES; round++) {
    await idle(stack);
    const again = await redrive(stack);
    if (again === 0) break;
    redriven += again;
  }
  const tookMs = Date.now() - began;
  const quarantined = (await stack.queues.drain(QUARANTINE)).length;
  await Promise.all(pollers.map(({ poller }) => poller.stop()));
  const workers = pollers.flatMap(({ targets }) => targets);
  const deaths = workers.flatMap(({ slot, deaths: all }) => all.map(({ at }) => ({ slot, at })));
  const account = accountOf(pairsOf(corpus.expected), stack.accepted, stack.entries, deaths);
  stack.stop();
  const faulty = stack.entries.filter(({ fault }) => fault !== 'none');
  return {
    seed,
    account,
    faults: countBy(faulty.map(({ service, fault }) => `${service} ${fault}`)),
    delays: delaysOf(stack, corpus, uploaded),
    summary: {
      lost: account.lost.length,
      repeats: [...account.repeats.values()].reduce((sum, count) => sum + count, 0),
      unexplained: account.unexplained.length,
      unexpected: account.unexpected.length,
      faults: faulty.length,
      deaths: deaths.length,
      returned: pollers.reduce((sum, { poller }) => sum + poller.returned, 0),
      redriven,
      quarantined,
      perSecond: Math.round(records / (tookMs / 1000)),
      peakMb: Math.round(Math.max(0, ...workers.map(({ peakMb }) => peakMb))),
    },
  };
}

/** Every file once, every tenth three times, in an order of its own; every match by EventBridge as well, out of order. */
async function upload(stack: BenchStack, corpus: Corpus, seed: number): Promise<ReadonlyMap<number, number>> {
  const random = randomFrom(seed + 2_000_000);
  const order = corpus.objects.map((_, i) => i).sort(() => random.next() - 0.5);
  const fast = [...corpus.matching];
  const share = Math.ceil(fast.length / Math.max(1, order.length));
  const uploaded = new Map<number, number>();
  const next = async (): Promise<void> => {
    for (let i = order.pop(); i !== undefined; i = order.pop()) {
      const { key, bytes } = corpus.objects[i] as Corpus['objects'][number];
      await stack.clients.s3.send(new PutObjectCommand({ Bucket: TRAIL_BUCKET, Key: key, Body: bytes }));
      uploaded.set(i, Date.now());
      const notice = JSON.stringify(s3Notice(key, bytes.length));
      for (let times = i % 10 === 0 ? 3 : 1; times > 0; times--) await stack.queues.send(SOURCES.s3, notice);
      for (const detail of fast.splice(0, share)) {
        const event = { source: 'aws.iam', 'detail-type': 'AWS API Call via CloudTrail', detail };
        await stack.queues.send(SOURCES.eventbridge, JSON.stringify(event));
      }
    }
  };
  await Promise.all(Array.from({ length: UPLOADS }, next));
  return uploaded;
}

async function redrive({ queues }: BenchStack): Promise<number> {
  let count = 0;
  for (const name of SOURCE_NAMES) {
    const bodies = await queues.drain(deadLetterOf(SOURCES[name]));
    for (const body of bodies) await queues.send(SOURCES[name], body);
    count += bodies.length;
  }
  return count;
}

function delaysOf(stack: BenchStack, corpus: Corpus, uploaded: ReadonlyMap<number, number>) {
  const objectOf = new Map(
    corpus.expected.flatMap(({ alert, object }) => [
      [alert, object],
      [alert.slice(0, 12), object],
    ]),
  );
  const delays = new Map<string, number[]>();
  for (const { destination, alert, at } of stack.accepted) {
    const from = uploaded.get(objectOf.get(alert) ?? -1);
    // What came by EventBridge may be there before its file.
    if (from !== undefined && at > from) delays.set(destination, [...(delays.get(destination) ?? []), at - from]);
  }
  return delays;
}

export function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
