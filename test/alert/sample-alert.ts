import type { Alert } from '../../src/alert/alert.ts';

export function without<T extends object, K extends keyof T>(object: T, ...keys: readonly K[]): Omit<T, K> {
  const gone = new Set<string>(keys.map(String));
  return Object.fromEntries(Object.entries(object).filter(([key]) => !gone.has(key))) as Omit<T, K>;
}

export const ID = '1a2b3c4d5e6f'.padEnd(64, '0');
export const REPEAT_ID = 'ffeeddccbbaa'.padEnd(64, '0');

export const LINK =
  'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/5f0e7a6c-3f1b-4c55-9d0e-2d8f4f1f0a11';

/** Somebody deletes the trail: an alert with everything in it that an alert can have. */
export const TRAIL_DELETED: Alert = {
  version: 1,
  kind: 'alert',
  id: ID,
  title: 'Trail deleted: prod-trail',
  rule: {
    id: '6b0f2a52-5f0b-4d9a-9a55-0d1c2b3a4e5f',
    name: 'trail_deleted',
    title: 'A trail was deleted',
    level: 'critical',
    author: 'Trailhound',
    tags: ['attack.defense-evasion', 'attack.t1562.008'],
    description: 'Without its trail an account is blind from that moment on.',
    falsepositives: ['A trail is replaced by the one of the organisation'],
  },
  tactic: 'defense-evasion',
  event: {
    id: '5f0e7a6c-3f1b-4c55-9d0e-2d8f4f1f0a11',
    time: '2026-11-20T14:03:22Z',
    source: 'cloudtrail.amazonaws.com',
    name: 'DeleteTrail',
    category: 'Management',
    region: 'eu-west-1',
    account: '123456789012',
    outcome: 'success',
  },
  actor: { name: 'alice', type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice' },
  from: { address: '192.0.2.10', userAgent: 'aws-cli/2.17.0' },
  show: [
    { field: 'requestParameters.name', value: 'prod-trail' },
    { field: 'userIdentity.sessionContext.attributes.mfaAuthenticated', value: 'false' },
    { field: 'sourceIPAddress', value: '192.0.2.10' },
  ],
  next: 'Ask alice whether this was planned. If not, create the trail anew and disable her access keys.',
  steps: [
    {
      do: 'See what else this key did.',
      query: "SELECT eventtime FROM cloudtrail_logs WHERE useridentity.accesskeyid = 'AKIAIOSFODNN7EXAMPLE'",
    },
    { do: 'Create the trail anew.' },
  ],
  runbook: 'https://runbooks.example.com/trail-deleted',
  link: LINK,
  dedup: {
    key: 'trail_deleted|123456789012',
    fields: [{ field: 'recipientAccountId', value: '123456789012' }],
    quietMs: 3_600_000,
  },
  evidence: { eventName: 'DeleteTrail', requestParameters: { name: 'prod-trail' } },
};

/** The same was tried again, without success, by a role, after a silence; with no link, runbook, steps or advice. */
export const DENIED_AFTER_SILENCE: Alert = {
  version: 1,
  kind: 'alert',
  id: ID,
  title: 'Trail changed: prod-trail',
  rule: { ...without(TRAIL_DELETED.rule, 'author', 'description'), level: 'low', tags: [], falsepositives: [] },
  tactic: 'none',
  event: {
    ...TRAIL_DELETED.event,
    name: 'UpdateTrail',
    outcome: 'denied',
    errorCode: 'AccessDenied',
    errorMessage: 'User: deploy/ci is not authorized to perform: cloudtrail:UpdateTrail',
  },
  actor: { name: 'deploy/ci', type: 'AssumedRole' },
  from: { address: '2001:db8::7', userAgent: '' },
  show: [],
  dedup: { key: 'trail_changed', fields: [], quietMs: 0 },
  silenced: { count: 4, since: '2026-11-20T12:00:00Z' },
};

export const REPEAT: Alert = {
  ...TRAIL_DELETED,
  kind: 'repeat',
  id: REPEAT_ID,
  repeats: ID,
  silenced: { count: 10, since: '2026-11-20T14:03:22Z' },
};
