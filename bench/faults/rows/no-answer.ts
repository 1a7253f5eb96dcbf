import { referenceRules } from '../bench-rules.ts';
import type { Fault } from '../fault.ts';
import { referenceAlertId } from '../ledger.ts';
import type { BenchStack } from '../stack.ts';
import { acceptedBy, givenBack, type Row, row, sqsEvent, stopped, viaEventBridge } from './row.ts';

const STALLS: readonly (readonly [string, Fault])[] = [
  ['claim sns', 'stall-before'],
  ['claim sns', 'stall-after'],
  ['send sns', 'stall-before'],
  ['settle sns', 'stall-after'],
];
/** A third of the time that the function has. */
const SOON_MS = 20_000;

/** A connection on which no answer comes: the function has to notice, and to try again, long before its time is up. */
export async function noAnswer(stack: BenchStack): Promise<Row[]> {
  const [rule] = referenceRules(['cloudtrail/logging-stopped']);
  for (const [n, [step, fault]] of STALLS.entries()) {
    stack.toProxy({ kind: 'arm', step, fault, alert: referenceAlertId(rule?.id ?? '', String(stopped(n)['eventID'])) });
  }
  const worker = await stack.worker('eventbridge', { TRAILHOUND_LEASE_SECONDS: '60' });
  let late = 0;
  for (let n = 0; n < STALLS.length; n++) {
    const began = performance.now();
    const back = givenBack(await worker.invoke(sqsEvent([viaEventBridge(stopped(n))])));
    if (back?.length !== 0 || performance.now() - began > SOON_MS) late++;
  }
  const expected = `${STALLS.length} told once, 0 late`;
  return [
    row('25', 'no answer to claim, send and settle', expected, `${acceptedBy(stack, 'sns')} told once, ${late} late`),
  ];
}
