import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { logFile, logKey } from '../../../src/local/log-files.ts';
import { TABLE } from '../../../src/local/resources.ts';
import { idle, poll, put, SLACK_SOURCES } from '../feed.ts';
import type { BenchStack } from '../stack.ts';
import { acceptedBy, type Row, row, stopped } from './row.ts';

const GROUPS = 5;
const FILES_EACH = 2;

/** The same thing again and again, by five actors: told once for each, then at the 10th, the 100th …, and all counted. */
export async function storm(stack: BenchStack, matches: number): Promise<Row[]> {
  const each = Math.floor(matches / GROUPS / FILES_EACH) * FILES_EACH;
  const files = Array.from({ length: GROUPS * FILES_EACH }, (_, file) =>
    Array.from({ length: Math.ceil(each / FILES_EACH) }, (_, n) =>
      stopped(file * each + n, {
        recipientAccountId: String(500_000_000_000 + (file % GROUPS)),
        eventTime: '2026-11-20T14:00:00Z',
      }),
    ),
  );
  const count = files.flat().length;
  const began = performance.now();
  const pollers = await Promise.all([poll(stack, 's3', 1, 5), ...SLACK_SOURCES.map((name) => poll(stack, name, 1, 5))]);
  for (const [file, records] of files.entries()) {
    const account = String(records[0]?.['recipientAccountId']);
    await put(stack, logKey(account, 'us-east-1', `Storm${String(file).padStart(11, '0')}`), logFile(records));
  }
  await idle(stack);
  await Promise.all(pollers.map((poller) => poller.stop()));
  const told = GROUPS * (1 + Math.floor(Math.log10(each - 1)));
  const counted = await countedIn(stack);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  return [
    {
      ...row(
        '23',
        `a storm of ${count} matches by ${GROUPS} actors`,
        `${told} messages to SNS and to Slack, 0 uncounted`,
        `${acceptedBy(stack, 'sns') === acceptedBy(stack, 'slack') ? acceptedBy(stack, 'sns') : 'different'} messages to SNS and to Slack, ${count - GROUPS - counted} uncounted`,
      ),
      fault: `a storm of ${count} matches by ${GROUPS} actors, ${seconds} s`,
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
