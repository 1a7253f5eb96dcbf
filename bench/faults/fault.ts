import type { Random } from './random.ts';

/**
 * What the proxy can do to a call. `before` and `after` say whether the server acted. After a hang the function's time is
 * up; a stall is for the function to notice.
 */
export type Fault =
  | 'none'
  | 'error-before'
  | 'error-after'
  | 'throttle'
  | 'reset-before'
  | 'reset-after'
  | 'slow'
  | 'twice'
  | 'hang-before'
  | 'hang-after'
  | 'stall-before'
  | 'stall-after'
  | 'kill-before'
  | 'kill-after';

/** How often each is chosen among the faults. Hangs and kills cost a process and seconds each, so they are rarer. */
const WEIGHTS: readonly (readonly [Fault, number])[] = [
  ['error-before', 20],
  ['error-after', 10],
  ['throttle', 20],
  ['reset-before', 15],
  ['reset-after', 15],
  ['slow', 10],
  ['twice', 5],
  ['hang-before', 1],
  ['hang-after', 1],
  ['kill-before', 1.5],
  ['kill-after', 1.5],
];
const TOTAL = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);

export function chooseFault(random: Random, rate: number): Fault {
  if (random.next() >= rate) return 'none';
  let rest = random.next() * TOTAL;
  for (const [fault, weight] of WEIGHTS) {
    rest -= weight;
    if (rest < 0) return fault;
  }
  return 'error-before';
}

/** Faults after which the destination may have what the sender believes it has not. */
export const ANSWER_LOST: ReadonlySet<Fault> = new Set([
  'error-after',
  'reset-after',
  'hang-after',
  'stall-after',
  'twice',
]);
export const KILLS: ReadonlySet<Fault> = new Set(['kill-before', 'kill-after']);
