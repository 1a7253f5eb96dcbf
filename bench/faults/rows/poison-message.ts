import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { logFile, logKey, s3Notice } from '../../../src/local/log-files.ts';
import { deadLetterOf, queueArn, SOURCES } from '../../../src/local/resources.ts';
import { idle, put } from '../feed.ts';
import { startPoller } from '../poller.ts';
import type { BenchStack } from '../stack.ts';
import { acceptedBy, accountOf, type Row, row, stopped } from './row.ts';

const RECEIVES = 3;
const key = (n: number): string => logKey(accountOf(n), 'us-east-1', `Poison${String(n).padStart(10, '0')}`);

/** Nine files that can be read and a notice of one that is not there, in one batch. */
export async function poisonMessage(stack: BenchStack): Promise<Row[]> {
  const queueUrl = stack.queues.url(SOURCES.s3);
  const redrive = { deadLetterTargetArn: queueArn(deadLetterOf(SOURCES.s3)), maxReceiveCount: RECEIVES };
  const attributes = { RedrivePolicy: JSON.stringify(redrive) };
  await stack.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: attributes }));
  await stack.queues.send(SOURCES.s3, JSON.stringify(s3Notice(key(0), 100)));
  for (let n = 1; n < 10; n++) await put(stack, key(n), logFile([stopped(n)]));
  let tries = 0;
  const poller = startPoller({
    client: stack.clients.sqs,
    queueUrl,
    queueArn: queueArn(SOURCES.s3),
    batchSize: 10,
    targets: [await stack.worker('s3')],
    onInvoked: (messages) => {
      if (messages.some(({ Body }) => Body?.includes('Poison0000000000'))) tries++;
    },
  });
  await idle(stack, [SOURCES.s3]);
  await poller.stop();
  const dead = await stack.queues.drain(deadLetterOf(SOURCES.s3));
  return [
    row(
      '7',
      'one poison message in a batch of ten',
      `9 told, 1 dead letter after ${RECEIVES} tries`,
      `${acceptedBy(stack, 'sns')} told, ${dead.length} dead letter after ${tries} tries`,
    ),
  ];
}
