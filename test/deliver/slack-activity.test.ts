import type { Alert } from '../../src/alert/alert.ts';
import { config, failed, ok, type Result, reject, retry } from '../../src/errors.ts';
import type { ActivitySummary } from '../../src/ports.ts';
import { TRAIL_DELETED } from '../alert/sample-alert.ts';
import { answer, body, stage, tellSlack, WEBHOOK } from './slack-stage.ts';

const SUMMARY: ActivitySummary = { calls: 42, errors: 7, addresses: 2, regions: 3, complete: true };
const tell = async (activity: Result<ActivitySummary>, alert: Alert = TRAIL_DELETED) => {
  const set = stage({ answers: [answer(200, 'ok')], activity });
  const told = await tellSlack(body(alert), WEBHOOK, set.ports);
  return { ...set, told, posted: JSON.stringify(set.calls) };
};

test('what else the actor did is one line, about the hour around the event', async () => {
  const { queries, posted } = await tell(ok(SUMMARY));
  expect(posted).toContain('In the hour around it, this actor made 42 calls, 7 errors, 2 addresses, 3 regions');
  expect(queries).toEqual([
    {
      arn: 'arn:aws:iam::123456789012:user/alice',
      from: Date.parse('2026-11-20T13:33:22Z'),
      to: Date.parse('2026-11-20T14:33:22Z'),
    },
  ]);
});

test('an empty log group says nothing: CloudTrail writes to it minutes later', async () => {
  const { posted } = await tell(ok({ calls: 0, errors: 0, addresses: 0, regions: 0, complete: true }));
  expect(posted).not.toContain('In the hour');
});

test('it is a least where there was more', async () => {
  expect((await tell(ok({ ...SUMMARY, complete: false }))).posted).toContain('made at least 42 calls');
});

test.each([
  ['no permission', config('AccessDeniedException', 'not authorized')],
  ['no answer', retry('timeout', 'no answer in 4000 ms')],
  ['an ARN that cannot be searched', reject('unsearchable-arn', 'a wildcard')],
])('%s leaves the alert as it is', async (_name, failure) => {
  const { told, posted, logged } = await tell(failed(failure));
  expect(told).toMatchObject({ ok: true, value: { state: 'sent' } });
  expect(posted).not.toContain('In the hour');
  expect(logged.join()).toContain(failure.reason);
});

const { arn: _arn, ...nameless } = TRAIL_DELETED.actor;
const { time: _time, ...timeless } = TRAIL_DELETED.event;
test.each([
  ['an actor without an ARN', { ...TRAIL_DELETED, actor: nameless }],
  ['an event without a time', { ...TRAIL_DELETED, event: timeless }],
  ['a time that is none', { ...TRAIL_DELETED, event: { ...timeless, time: 'yesterday' } }],
])('nobody is asked about %s', async (_name, alert) => {
  expect((await tell(ok(SUMMARY), alert)).queries).toEqual([]);
});
