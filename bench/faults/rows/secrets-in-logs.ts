import { SOURCES } from '../../../src/local/resources.ts';
import { SLACK_SOURCES } from '../feed.ts';
import type { BenchStack } from '../stack.ts';
import { type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const SECRET = 'T000/B000/bench';

/** Everything that goes wrong at Slack and at the parameter store, and what the function then writes into its log. */
export async function secretsInLogs(stack: BenchStack): Promise<Row[]> {
  const lines: string[] = [];
  const onLog = (line: string): void => void lines.push(line);
  const ingest = await stack.worker('eventbridge');
  const slack = await stack.worker('slack', { POWERTOOLS_LOG_LEVEL: 'DEBUG' }, { onLog });
  let n = 0;
  for (const fault of ['error-before', 'error-after', 'throttle', 'reset-before', 'reset-after'] as const) {
    for (const step of ['send slack', 'secret']) {
      await ingest.invoke(sqsEvent([viaEventBridge(stopped(n++))]));
      stack.toProxy({ kind: 'arm', step, fault });
      const bodies = (await Promise.all(SLACK_SOURCES.map((name) => stack.queues.drain(SOURCES[name])))).flat();
      await slack.invoke(sqsEvent(bodies));
    }
  }
  const leaks = lines.filter((line) => line.includes(SECRET) || line.includes('hooks.slack.com/')).length;
  return [
    row(
      '19',
      `${n} faults at Slack and the secret`,
      '0 leaks in some log',
      `${leaks} leaks in ${lines.length > 0 ? 'some' : 'no'} log`,
    ),
  ];
}
