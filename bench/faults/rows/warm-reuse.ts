import { isObject } from '../../../src/json.ts';
import type { BenchStack } from '../stack.ts';
import type { Worker } from '../worker.ts';
import { acceptedBy, givenBack, type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const SAMPLES = 10;
/** Of one invocation; what grows by less is noise of the garbage collector. */
const SLOPE_LIMIT = 2_000;

/** One process for thousands of invocations, of which some fail: nothing of one is seen in the next, and the heap is flat. */
export async function warmReuse(stack: BenchStack, invocations: number): Promise<Row[]> {
  const worker = await stack.worker('eventbridge');
  const heaps: number[] = [];
  let [wrong, matches] = [0, 0];
  for (let n = 0; n < invocations; n++) {
    if (n % Math.floor(invocations / SAMPLES) === 0) heaps.push(await heapOf(worker));
    const match = n % 10 === 0;
    if (match) matches++;
    const bad = n % 7 === 0;
    const bodies = [viaEventBridge(stopped(n, match ? {} : { eventName: 'GetTrail' })), ...(bad ? [MISSING] : [])];
    const back = givenBack(await worker.invoke(sqsEvent(bodies)));
    if (back?.join() !== (bad ? 'm1' : '')) wrong++;
  }
  heaps.push(await heapOf(worker));
  const slope = slopeOf(heaps.slice(SAMPLES / 2), invocations / SAMPLES);
  return [
    row(
      '26',
      `${invocations} invocations of one process`,
      `${matches} told, 0 wrong answers`,
      `${acceptedBy(stack, 'sns')} told, ${wrong} wrong answers`,
    ),
    {
      row: '26',
      fault: 'the heap over the second half of them',
      expected: `less than ${SLOPE_LIMIT} bytes an invocation`,
      found: `${Math.round(slope)} bytes an invocation`,
      holds: slope < SLOPE_LIMIT,
    },
  ];
}

/** A notice of an object that is not there. */
const MISSING = JSON.stringify({
  Records: [
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: 'trail-logs' },
        object: {
          key: 'AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/20/123456789012_CloudTrail_us-east-1_20261120T1410Z_Missing000000000.json.gz',
        },
      },
    },
  ],
});

async function heapOf(worker: Worker): Promise<number> {
  const invoked = await worker.invoke('heap');
  return invoked.ok && isObject(invoked.response) ? Number(invoked.response['heapUsed']) : 0;
}

/** Least squares, in bytes for each invocation. */
function slopeOf(heaps: readonly number[], step: number): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(heaps.map((_, i) => i)), mean(heaps)];
  const over = heaps.reduce((sum, heap, i) => sum + (i - x) * (heap - y), 0);
  return over / heaps.reduce((sum, _, i) => sum + (i - x) ** 2, 0) / step;
}
