import type { Fault } from '../../bench/faults/fault.ts';
import { accountOf, pairsOf } from '../../bench/faults/ledger.ts';
import type { Accepted, Entry } from '../../bench/faults/messages.ts';

/** The judge of the soak is judged: what it would say of runs that are made up. */
const ALERT = 'a'.repeat(64);
const accepted = (at: number, destination: Accepted['destination'] = 'sns'): Accepted => ({
  kind: 'accepted',
  at,
  destination,
  alert: destination === 'slack' ? ALERT.slice(0, 12) : ALERT,
  what: 'alert',
  body: '',
});
const call = (step: string, at: number, fault: Fault = 'none', status = 200, slot = 's3-0'): Entry => ({
  kind: 'call',
  since: at - 10,
  at,
  slot,
  service: step.startsWith('settle') ? 'dynamodb' : 'sns',
  step: `${step} sns`,
  alert: ALERT,
  fault,
  status,
});
const SNS = new Set([`sns ${ALERT}`]);

test('an alert of a level that Slack is told of has three deliveries, any other two', () => {
  expect([...pairsOf([{ alert: ALERT, level: 'low' }])]).toEqual([`sns ${ALERT}`, `text ${ALERT}`]);
  expect([...pairsOf([{ alert: ALERT, level: 'high' }])]).toContain(`slack ${ALERT.slice(0, 12)}`);
});

test('what was expected and never accepted is lost; what nobody expected is told', () => {
  const account = accountOf(SNS, [accepted(1_000, 'slack')], [], []);
  expect(account.lost).toEqual([`sns ${ALERT}`]);
  expect(account.unexpected).toEqual([`slack ${ALERT.slice(0, 12)}`]);
});

test.each<[string, Entry[], number[]]>([
  ['answer lost', [call('send', 1_000, 'reset-after'), call('send', 2_000)], []],
  ['answer lost', [call('send', 1_000, 'error-after'), call('send', 2_000), call('settle', 2_100)], []],
  ['settle failed', [call('send', 1_000), call('settle', 1_100, 'error-before', 0), call('send', 2_000)], []],
  ['process died', [call('send', 1_000), call('send', 2_000, 'none', 200, 's3-1')], [1_500]],
  // The process died while its call was on the way, and the server took it afterwards.
  ['process died', [call('send', 1_000), call('send', 2_000, 'none', 200, 's3-1')], [995]],
  ['unexplained', [call('send', 1_000), call('send', 2_000)], []],
  // Another process died, or this one before it had called.
  ['unexplained', [call('send', 1_000, 'none', 200, 's3-1'), call('send', 2_000, 'none', 200, 's3-1')], [1_500]],
  ['unexplained', [call('send', 1_000), call('send', 2_000)], [500]],
  // Settled, and sent again all the same: nothing excuses that.
  ['unexplained', [call('send', 1_000, 'reset-after'), call('settle', 1_500), call('send', 2_000)], []],
])('a repeat is put down to: %s (%#)', (cause, entries, deaths) => {
  const died = deaths.map((at) => ({ slot: 's3-0', at }));
  const account = accountOf(SNS, [accepted(1_000), accepted(2_000)], entries, died);
  expect([...account.repeats]).toEqual([[cause, 1]]);
  expect(account.unexplained).toHaveLength(cause === 'unexplained' ? 1 : 0);
});
