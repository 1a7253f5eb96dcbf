import { succeeded } from '../../../src/local/event-source.ts';
import type { Invoked } from '../../../src/local/lambda-function.ts';
import type { BenchStack } from '../stack.ts';
import { givenBack, type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const MESSAGES = [{ MessageId: 'm0' }, { MessageId: 'm1' }, { MessageId: 'm2' }];
const answered = (response: unknown): Invoked => ({ ok: true, response });
const ids = (...names: string[]) => ({ batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })) });

/** Lambda guide, "Using Lambda with Amazon SQS", success and failure conditions: how many of three messages are deleted. */
const TABLE: readonly (readonly [string, Invoked, number])[] = [
  ['an empty list of failures', answered(ids()), 3],
  ['null', answered(null), 3],
  ['{}', answered({}), 3],
  ['a null list', answered({ batchItemFailures: null }), 3],
  ['one failure', answered(ids('m1')), 2],
  ['an unknown id', answered(ids('m1', 'x')), 0],
  ['an empty id', answered(ids('')), 0],
  ['a key that is not itemIdentifier', answered({ batchItemFailures: [{ id: 'm1' }] }), 0],
  ['thrown', { ok: false, error: 'thrown' }, 0],
  ['timed out', { ok: false, error: 'timed out' }, 0],
];

/**
 * Null and {} delete a batch, so no handler may ever answer so: each is asked with what it can do, what it cannot, and what
 * makes no sense, and has to say which messages it has not done.
 */
export async function handlerAnswers(stack: BenchStack): Promise<Row[]> {
  const wrong = TABLE.filter(([, invoked, deleted]) => succeeded(MESSAGES, invoked).length !== deleted);
  const missing = JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: 'no-bucket' }, object: { key: MISSING } },
      },
    ],
  });
  const batches: readonly (readonly string[])[] = [
    [viaEventBridge(stopped(1))],
    ['not JSON', viaEventBridge(stopped(2))],
    [missing, viaEventBridge(stopped(3))],
    [missing, missing],
    ['', '{}', 'null', '[]', '{"Records":[]}'],
  ];
  let silent = 0;
  for (const name of ['s3', 'eventbridge', 'slack'] as const) {
    const worker = await stack.worker(name);
    for (const bodies of batches) {
      const back = givenBack(await worker.invoke(sqsEvent(bodies)));
      if (back === undefined || back.some((id) => !/^m\d$/.test(id))) silent++;
    }
  }
  return [
    row('6', `answers as Lambda judges them, ${TABLE.length} kinds`, '0 wrong', `${wrong.length} wrong`),
    row(
      '6',
      `${batches.length} batches to 3 handlers`,
      '0 without a list of failures',
      `${silent} without a list of failures`,
    ),
  ];
}

const MISSING =
  'AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/20/123456789012_CloudTrail_us-east-1_20261120T1410Z_Missing000000000.json.gz';
