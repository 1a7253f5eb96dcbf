import type { BenchStack } from '../stack.ts';
import { acceptedBy, givenBack, type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const WORKERS = 16;

/**
 * Sixteen processes are given the same message at the same moment. One of them sends; another one may say that it is done
 * only when it is, and gives its message back otherwise.
 */
export async function concurrentClaims(stack: BenchStack, rounds: number): Promise<Row[]> {
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => stack.worker('eventbridge')));
  // All of them warm, or the first one would be done before the last one has started.
  await Promise.all(
    workers.map((worker) => worker.invoke(sqsEvent([viaEventBridge(stopped(0, { eventName: 'GetTrail' }))]))),
  );
  let [busy, acknowledgedEarly] = [0, 0];
  for (let round = 1; round <= rounds; round++) {
    const event = sqsEvent([viaEventBridge(stopped(round))]);
    await Promise.all(
      workers.map(async (worker) => {
        const back = givenBack(await worker.invoke(event));
        if (back?.length === 1) busy++;
        // Text is sent last: whoever acknowledges before that trusts a claim that is not settled.
        else if (acceptedBy(stack, 'text') < round) acknowledgedEarly++;
      }),
    );
  }
  const expected = `${rounds} sent once, 0 acknowledged early`;
  const found = `${acceptedBy(stack, 'sns')} sent once, ${acknowledgedEarly} acknowledged early`;
  return [
    {
      ...row('5', `${WORKERS} processes claim ${rounds} alerts at once`, expected, found),
      found: `${found}; ${busy} given back`,
    },
  ];
}
