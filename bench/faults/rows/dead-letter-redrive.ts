import type { BenchStack } from '../stack.ts';
import { acceptedBy, type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const DAY_MS = 86_400_000;

/** The same message again after days, to processes whose clocks say so. Claims are kept for thirty days. */
export async function deadLetterRedrive(stack: BenchStack): Promise<Row[]> {
  const event = sqsEvent([viaEventBridge(stopped(1))]);
  const rows: Row[] = [];
  for (const [days, expected] of [
    [0, 1],
    [7, 1],
    [20, 1],
    [29, 1],
  ] as const) {
    const worker = await stack.worker('eventbridge', { BENCH_CLOCK_AHEAD_MS: String(days * DAY_MS) });
    await worker.invoke(event);
    worker.stop();
    rows.push(
      row('8', `redriven after ${days} days`, `${expected} told in all`, `${acceptedBy(stack, 'sns')} told in all`),
    );
  }
  return rows;
}
