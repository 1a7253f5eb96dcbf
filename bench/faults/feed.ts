import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Notice } from '../../src/local/log-files.ts';
import { queueArn, SOURCE_NAMES, SOURCES, type SourceName, TRAIL_BUCKET } from '../../src/local/resources.ts';
import { type Poller, startPoller } from './poller.ts';
import type { BenchStack } from './stack.ts';

/** Puts a log file and sends what S3 would send. */
export async function put({ clients, queues }: BenchStack, key: string, bytes: Uint8Array): Promise<void> {
  await clients.s3.send(new PutObjectCommand({ Bucket: TRAIL_BUCKET, Key: key, Body: bytes }));
  await queues.send(SOURCES.s3, JSON.stringify(s3Notice(key, bytes.length)));
}

/** Function processes on their queue, one message in a batch. */
export async function poll(stack: BenchStack, name: SourceName, processes: number, batchSize = 1): Promise<Poller> {
  return startPoller({
    client: stack.clients.sqs,
    queueUrl: stack.queues.url(SOURCES[name]),
    queueArn: queueArn(SOURCES[name]),
    batchSize,
    targets: await Promise.all(Array.from({ length: processes }, () => stack.worker(name))),
  });
}

/** The queues that feed the function slack. */
export const SLACK_SOURCES = SOURCE_NAMES.filter((name) => name.startsWith('slack'));

export const QUEUES = SOURCE_NAMES.map((name) => SOURCES[name]);

/** Until nothing is in a queue, three looks in a row: what is with a function is in its queue too, not visible. */
export async function idle({ queues }: BenchStack, names: readonly string[] = QUEUES): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await new Promise((wake) => setTimeout(wake, 100));
    const waiting = await Promise.all(names.map((name) => queues.waiting(name)));
    quiet = waiting.every((count) => count === 0) ? quiet + 1 : 0;
  }
}
