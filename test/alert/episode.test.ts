import { dedupKey } from '../../src/alert/alert-id.ts';
import { alertFor, alertOf, summaryOf } from '../../src/alert/build.ts';
import { alertForEpisode, endedAlert, grownAlert, overflowAlert } from '../../src/alert/episode.ts';
import { factsOf } from '../../src/alert/facts.ts';
import { unreadableAlert } from '../../src/alert/pipeline-alert.ts';
import { subjectLine } from '../../src/alert/subject-line.ts';
import type { JsonObject } from '../../src/json.ts';
import type { RuleHead } from '../../src/match/rule.ts';
import type { Episode } from '../../src/memory/detector.ts';
import type { MemoryRule, MemorySpec } from '../../src/memory/memory-rule.ts';
import { toRecord } from '../../src/record/record.ts';
import { TRAIL_DELETED, without } from './sample-alert.ts';

const FROM = Date.UTC(2026, 10, 20, 14, 3, 22);
const UNTIL = FROM + 90_000;
const RAW: JsonObject = {
  eventID: 'e',
  eventName: 'ConsoleLogin',
  eventSource: 'signin.amazonaws.com',
  recipientAccountId: '123456789012',
  sourceIPAddress: '192.0.2.7',
  // What a record holds under the names of memory is an attacker's, and stays out of titles.
  memory: { count: 'forged', values: ['forged'] },
  who: 'forged',
};
const EPISODE: Episode = { key: 'k', from: FROM, until: UNTIL, count: 12, openedWith: 5, heldAt: FROM };
const SPEC: MemorySpec = {
  type: 'value_count',
  rules: ['sign_in'],
  groupBy: ['recipientAccountId', 'who'],
  aliases: { who: { sign_in: 'userIdentity.userName' }, where: { sign_in: 'sourceIPAddress' } },
  field: 'where',
  timespanMs: 60_000,
  criteria: { gte: 5 },
};
const rule = (alert: Partial<RuleHead['alert']> = {}, memory: MemorySpec = SPEC): MemoryRule => ({
  id: 'id',
  name: 'many_addresses',
  title: 'Many addresses',
  level: 'high',
  author: 'Alice',
  description: 'Why.',
  tags: ['attack.t1110', 'attack.credential_access'],
  falsepositives: ['A'],
  alert: {
    title: '{who} from {memory.count} addresses, {where}, usually {memory.usual}: {memory.values}',
    dedup: ['recipientAccountId', 'who'],
    quietMs: 60_000,
    show: ['who'],
    ...alert,
  },
  memory,
});
const found = (episode: Partial<Episode> = {}, ofRule = rule()) => ({
  rule: ofRule,
  values: ['123456789012', 'alice'],
  group: 'g',
  episode: { ...EPISODE, ...episode },
  record: toRecord(RAW),
});

test('an alert of an episode says what was counted, of whom, and from when to when', () => {
  const alert = alertForEpisode(found({ values: ['192.0.2.7', '192.0.2.8'], usual: 1.5 }));
  expect(alert).toMatchObject({
    kind: 'alert',
    title: 'alice from 12 addresses, 192.0.2.7, 192.0.2.8, usually 1.5: 192.0.2.7, 192.0.2.8',
    tactic: 'credential-access',
    show: [{ field: 'who', value: 'alice' }],
    rule: { author: 'Alice', description: 'Why.' },
    evidence: RAW,
  });
  const group = [
    { field: 'recipientAccountId', value: '123456789012' },
    { field: 'who', value: 'alice' },
  ];
  expect(alert.episode).toEqual({
    count: 12,
    atLeast: false,
    from: '2026-11-20T14:03:22Z',
    until: '2026-11-20T14:04:52Z',
    group,
    values: ['192.0.2.7', '192.0.2.8'],
    usual: 1.5,
  });
  expect(alert.dedup).toEqual({ key: dedupKey('id', ['123456789012', 'alice']), fields: group, quietMs: 60_000 });
});

test('what an episode does not have is not there', () => {
  const alert = alertForEpisode(found({ more: true }));
  expect(alert.title).toBe('alice from 12 addresses, –, usually –: –');
  expect(alert.episode).toMatchObject({ atLeast: true });
  expect(Object.keys(alert.episode ?? {})).not.toEqual(expect.arrayContaining(['values']));
  expect(Object.keys(alert.episode ?? {})).not.toEqual(expect.arrayContaining(['usual']));
});

test.each<[string, MemorySpec, string]>([
  ['a field that is no alias is the one of the record', { ...SPEC, field: 'sourceIPAddress' }, '–'],
  ['without a field', without(SPEC, 'field') as MemorySpec, '–'],
  ['an alias', SPEC, 'x'],
])('the field that is looked at: %s', (_name, memory, expected) => {
  expect(alertForEpisode(found({ values: ['x'] }, rule({ title: '{where}' }, memory))).title).toBe(expected);
});

test('the same group and episode are one alert; another group, episode or rule is another', () => {
  const { id } = alertForEpisode(found());
  expect(alertForEpisode(found({ count: 13, until: UNTIL + 1 })).id).toBe(id);
  expect(alertForEpisode(found({ key: 'other' })).id).not.toBe(id);
  expect(alertForEpisode({ ...found(), group: 'other' }).id).not.toBe(id);
});

test('a rule that is quiet by other fields than it groups by keeps its own', () => {
  const dedup = alertForEpisode(found({}, rule({ dedup: ['eventName'] }))).dedup;
  expect(dedup.fields).toEqual([{ field: 'eventName', value: 'ConsoleLogin' }]);
  expect(dedup.key).not.toBe(dedupKey('id', ['123456789012', 'alice']));
});

test('growth and end name the alert that was told, and each is told once', () => {
  const alert = alertForEpisode(found());
  const [grown, more, ended] = [grownAlert(alert, 10), grownAlert(alert, 100), endedAlert(alert)];
  expect(grown).toMatchObject({ kind: 'repeat', repeats: alert.id, title: alert.title });
  expect(ended).toMatchObject({ kind: 'ended', repeats: alert.id, title: alert.title });
  expect(new Set([alert.id, grown.id, more.id, ended.id]).size).toBe(4);
  expect(grownAlert(alert, 10).id).toBe(grown.id);
});

test('groups that are no longer counted are told once an hour, with the rule that met them', () => {
  const overflow = { rule: rule(), hour: 7, record: toRecord(RAW) };
  const alert = overflowAlert(overflow, 500);
  expect(alert).toMatchObject({
    title: 'Rule many_addresses met more than 500 new groups in an hour; further ones are not counted',
    next: expect.stringContaining('have in common') as string,
    dedup: { fields: [], quietMs: 3_600_000 },
    rule: { name: 'many_addresses' },
    event: { name: 'ConsoleLogin' },
  });
  expect(overflowAlert(overflow, 500).id).toBe(alert.id);
  expect(overflowAlert({ ...overflow, hour: 8 }, 500).id).not.toBe(alert.id);
  expect(overflowAlert({ ...overflow, hour: 8 }, 500).dedup.key).toBe(alert.dedup.key);
});

test('input that cannot be read is told like an alert: where, why, how much, and where it waits', () => {
  const unreadable = { where: 's3://logs/a.json.gz', reason: 'gzip-cut', detail: 'unexpected end', count: 1 };
  const alert = unreadableAlert(unreadable, UNTIL);
  expect(alert).toEqual({
    version: 1,
    kind: 'alert',
    id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    title: 'Trailhound could not read its input (gzip-cut): s3://logs/a.json.gz',
    rule: {
      id: 'trailhound-unreadable-input',
      name: 'trailhound_unreadable_input',
      title: expect.stringMatching(/could not read/) as string,
      level: 'high',
      author: 'Trailhound',
      tags: ['attack.defense-evasion', 'attack.t1562.008'],
      description: expect.stringContaining('quarantine queue') as string,
      falsepositives: [expect.stringContaining('else than CloudTrail') as string],
    },
    tactic: 'defense-evasion',
    event: {
      id: 's3://logs/a.json.gz',
      time: '2026-11-20T14:04:52.000Z',
      source: 'trailhound',
      name: 'UnreadableInput',
      category: 'Management',
      region: '–',
      account: '–',
      outcome: 'failure',
      errorCode: 'gzip-cut',
      errorMessage: 'unexpected end',
    },
    actor: { name: '–', type: '–' },
    from: { address: '–', userAgent: '–' },
    show: [{ field: 'where', value: 's3://logs/a.json.gz' }],
    next: expect.stringContaining('compare it with its digest') as string,
    dedup: {
      key: dedupKey('trailhound-unreadable-input', ['gzip-cut']),
      fields: [{ field: 'reason', value: 'gzip-cut' }],
      quietMs: 3_600_000,
    },
  });
  expect(unreadableAlert({ ...unreadable, count: 3 }, 0).title).toContain('could not read 3 records of its input');
  expect(unreadableAlert({ ...unreadable, count: 3 }, 0).id).toBe(alert.id);
  expect(unreadableAlert({ ...unreadable, where: 'x' }, 0).id).not.toBe(alert.id);
  expect(unreadableAlert({ ...unreadable, reason: 'x' }, 0).id).not.toBe(alert.id);
});

describe('insights come twice', () => {
  const insight = (state: string, more: JsonObject = {}) =>
    alertFor({
      rule: { ...rule(), condition: { all: [] } },
      record: toRecord({
        eventID: state,
        eventCategory: 'Insight',
        sharedEventID: 'shared',
        insightDetails: { state, eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' },
        ...more,
      }),
    });

  test('the end names the alert of the start', () => {
    const [start, end] = [insight('Start'), insight('End')];
    expect(start).toMatchObject({ kind: 'alert', event: { name: 'RunInstances', source: 'ec2.amazonaws.com' } });
    expect(end).toMatchObject({ kind: 'ended', repeats: start.id });
    expect(end.id).not.toBe(start.id);
    expect(insight('Start', { eventID: 'again' }).id).toBe(start.id);
    expect(insight('Start', { sharedEventID: 'other' }).id).not.toBe(start.id);
  });

  test('a record that only looks like an end is an alert of its own', () => {
    expect(insight('End', { eventCategory: 'Management' })).toMatchObject({ kind: 'alert' });
    expect(insight('End', { sharedEventID: 7 })).toMatchObject({ kind: 'alert' });
    expect(insight('End', { insightDetails: 'End' })).toMatchObject({ kind: 'alert' });
  });
});

test.each([
  ['attack.t1110.001', 'none'],
  ['attack.defense_evasion', 'defense-evasion'],
  ['attack.initial-access', 'initial-access'],
  ['attack.impact 1', 'none'],
  ['xattack.impact', 'none'],
  ['cis.aws.4.5', 'none'],
])('the tactic of %s is %s', (tag, expected) => {
  expect(alertOf({ ...rule(), tags: [tag] }, toRecord(RAW)).tactic).toBe(expected);
});

test('what a rule does not say is not there; what it says travels', () => {
  const bare = alertOf(without(rule(), 'author', 'description') as RuleHead, toRecord(RAW));
  for (const key of ['author', 'description']) expect(bare.rule).not.toHaveProperty(key);
  for (const key of ['next', 'steps', 'runbook', 'link']) expect(bare).not.toHaveProperty(key);
  const steps = [{ do: 'Look.', query: 'by_address' }, { do: 'Ask.' }];
  const whole = alertOf(rule({ next: 'Ask.', runbook: 'https://example.com/', steps }), toRecord(RAW));
  expect(whole).toMatchObject({ next: 'Ask.', runbook: 'https://example.com/' });
  expect(whole.steps?.map((step) => [step.do, step.query?.includes("sourceipaddress = '192.0.2.7'")])).toEqual([
    ['Look.', true],
    ['Ask.', undefined],
  ]);
});

const episode = { count: 12, atLeast: false, from: '2026-11-20T14:03:22Z', until: '2026-11-20T14:04:22Z', group: [] };
const silenced = { count: 12, since: '2026-11-20T14:03:22Z' };
const quiet = (quietMs: number, ...values: string[]) => ({
  ...TRAIL_DELETED,
  kind: 'summary' as const,
  silenced,
  dedup: { key: 'k', quietMs, fields: values.map((value) => ({ field: 'f', value })) },
});

test.each([
  ['an episode', { ...TRAIL_DELETED, episode }, '12 from 2026-11-20 14:03:22 UTC to 2026-11-20 14:04:22 UTC'],
  [
    'an estimate, and what is usual',
    { ...TRAIL_DELETED, episode: { ...episode, count: 12.34, atLeast: true, usual: 1.05, until: episode.from } },
    'at least 12.3 (usually 1.1) at 2026-11-20 14:03:22 UTC',
  ],
  [
    'an episode that is over',
    { ...TRAIL_DELETED, kind: 'ended' as const, episode: { ...episode, until: episode.from } },
    'over: 12 at 2026-11-20 14:03:22 UTC',
  ],
  ['something else that is over', { ...TRAIL_DELETED, kind: 'ended' as const }, 'over'],
  ['a repeat that counted nothing', { ...TRAIL_DELETED, kind: 'repeat' as const }, 'seen once since –'],
  [
    'nothing was silent',
    { ...TRAIL_DELETED, silenced: { count: 0, since: '' } },
    'once so far; counted in silence for the next 1 h',
  ],
  ['a summary', quiet(3_600_000), 'rule trail_deleted: 12 more in the hour since 2026-11-20 14:03:22 UTC'],
  [
    'a summary of another window, with values',
    quiet(86_400_000, 'a', '', 'x'.repeat(50)),
    `rule trail_deleted for a, –, ${'x'.repeat(39)}…: 12 more in the 1 d since 2026-11-20 14:03:22 UTC`,
  ],
  ['a summary of nothing', without(quiet(60_000), 'silenced'), 'rule trail_deleted: 0 more in the 1 min since –'],
])('how often: %s', (_name, alert, expected) => {
  expect(factsOf(alert).often).toBe(expected);
});

test('what goes on and what is over say when it was seen last', () => {
  expect(factsOf(TRAIL_DELETED).when).toBe('2026-11-20 14:03:22 UTC');
  expect(factsOf({ ...TRAIL_DELETED, kind: 'ended' }).when).toBe('latest 2026-11-20 14:03:22 UTC');
});

test.each([
  ['over', { ...TRAIL_DELETED, kind: 'ended' as const }, '[CRITICAL] Over: Trail deleted: prod-trail by alice'],
  ['a summary', quiet(60_000), '[CRITICAL] 12 more: Trail deleted: prod-trail by alice'],
  ['a summary of nothing', without(quiet(60_000), 'silenced'), '[CRITICAL] 0 more: Trail deleted'],
  ['an episode', { ...TRAIL_DELETED, kind: 'repeat' as const, episode }, '[CRITICAL] 12 times: Trail deleted'],
])('subject: %s', (_name, alert, expected) => {
  expect(subjectLine(alert)).toContain(expected);
});

test.each([
  ['–', '–', ''],
  ['123456789012', '–', ' (123456789012, ?)'],
  ['–', 'eu-west-1', ' (?, eu-west-1)'],
])('subject: account %s and region %s', (account, region, expected) => {
  const alert = { ...TRAIL_DELETED, event: { ...TRAIL_DELETED.event, account, region } };
  expect(subjectLine(alert)).toBe(`[CRITICAL] Trail deleted: prod-trail by alice${expected}`);
});

test('a summary is another alert than the one it is about, and the same for the same window', () => {
  const one = summaryOf(TRAIL_DELETED, 'holder', 5, FROM);
  expect(one).toMatchObject({
    kind: 'summary',
    repeats: 'holder',
    silenced: { count: 5, since: '2026-11-20T14:03:22Z' },
  });
  expect(summaryOf(TRAIL_DELETED, 'holder', 6, FROM).id).toBe(one.id);
  expect(summaryOf(TRAIL_DELETED, 'other', 5, FROM).id).not.toBe(one.id);
});
