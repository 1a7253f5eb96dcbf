import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { logFile, logKey } from '../../../src/local/log-files.ts';
import { SOURCES, TABLE } from '../../../src/local/resources.ts';
import { idle, poll, put } from '../feed.ts';
import type { BenchStack } from '../stack.ts';
import { acceptedBy, QUEUES, type Row, row, stopped } from './row.ts';

const FILES = 10;
const GROUPS = 5;

/** The same thing again and again, by five actors: told once for each, then at the 10th, the 100th …, and all counted. */
export async function storm(stack: BenchStack, matches: number): Promise<Row[]> {
  const each = Math.floor(matches / GROUPS);
  const records = Array.from({ length: each * GROUPS }, (_, n) =>
    stopped(n, { recipientAccountId: String(500_000_000_000 + (n % GROUPS)), eventTime: '2026-11-20T14:00:00Z' }),
  );
  const began = performance.now();
  const pollers = [await poll(stack, 's3', 1, 5), await poll(stack, 'slack', 1, 5)];
  const perFile = Math.ceil(records.length / FILES);
  for (let file = 0; file < FILES; file++) {
    const key = logKey('123456789012', 'us-east-1', `Storm${String(file).padStart(11, '0')}`);
    await put(stack, key, logFile(records.slice(file * perFile, (file + 1) * perFile)));
  }
  await idle(stack, [...QUEUES, SOURCES.slack]);
  await Promise.all(pollers.map((poller) => poller.stop()));
  const told = GROUPS * (1 + Math.floor(Math.log10(each - 1)));
  const counted = await countedIn(stack);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  return [
    {
      ...row(
        '23',
        `a storm of ${records.length} matches by ${GROUPS} actors`,
        `${told} messages to SNS and to Slack, 0 uncounted`,
        `${acceptedBy(stack, 'sns') === acceptedBy(stack, 'slack') ? acceptedBy(stack, 'sns') : 'different'} messages to SNS and to Slack, ${records.length - GROUPS - counted} uncounted`,
      ),
      fault: `a storm of ${records.length} matches by ${GROUPS} actors, ${seconds} s`,
    },
  ];
}

/** What the quiet windows have counted. */
async function countedIn({ clients }: BenchStack): Promise<number> {
  const { Items = [] } = await clients.dynamo.send(new ScanCommand({ TableName: TABLE, ConsistentRead: true }));
  return Items.filter(({ pk }) => pk?.S?.startsWith('quiet#')).reduce(
    (sum, item) => sum + Number(item['silenced']?.N ?? 0),
    0,
  );
}
