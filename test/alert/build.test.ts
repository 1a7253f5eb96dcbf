import { alertFor, alertIdFor, dedupKeyFor, repeatOf } from '../../src/alert/build.ts';
import { consoleLink } from '../../src/alert/console-link.ts';
import { fillTitle } from '../../src/alert/field-text.ts';
import type { JsonObject } from '../../src/json.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { toRecord } from '../../src/record/record.ts';

const RULE: CompiledRule = {
  id: '3f0d6f0e-6f0a-4a5e-8c1a-0b8b6b0f6a01',
  name: 'trail_stopped',
  title: 'Trail stopped',
  level: 'critical',
  tags: ['attack.t1562.008', 'attack.defense_evasion', 'cis.aws.4.5'],
  falsepositives: [],
  condition: { all: [] },
  alert: {
    title: '{derived.actor} stopped {requestParameters.name}',
    dedup: ['recipientAccountId'],
    quietMs: 3_600_000,
    show: ['requestParameters.name'],
  },
};
const RAW: JsonObject = {
  eventID: 'f165272c-ac74-4fa4-8359-5e6db30478df',
  eventTime: '2026-11-20T14:03:22Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'eu-west-1',
  recipientAccountId: '123456789012',
  sourceIPAddress: '192.0.2.7',
  userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' },
  requestParameters: { name: 'main' },
};
const alertOf = (raw: JsonObject) => alertFor({ rule: RULE, record: toRecord(raw) });

test('an alert says what, who, where, when and from where', () => {
  expect(alertOf(RAW)).toMatchObject({
    title: 'alice stopped main',
    tactic: 'defense-evasion',
    event: {
      name: 'StopLogging',
      account: '123456789012',
      region: 'eu-west-1',
      time: '2026-11-20T14:03:22Z',
      outcome: 'success',
    },
    actor: { name: 'alice', type: 'IAMUser' },
    from: { address: '192.0.2.7', userAgent: '–' },
    show: [{ field: 'requestParameters.name', value: 'main' }],
    dedup: { fields: [{ field: 'recipientAccountId', value: '123456789012' }] },
    link: 'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/f165272c-ac74-4fa4-8359-5e6db30478df',
  });
});

const INSIGHT = { ...RAW, eventCategory: 'Insight', sharedEventID: 'shared' };

test.each<[string, JsonObject]>([
  ['an event', RAW],
  ['an empty record', {}],
  ['the start of an insight', { ...INSIGHT, insightDetails: { state: 'Start' } }],
  ['the end of an insight', { ...INSIGHT, insightDetails: { state: 'End' } }],
  ['an insight that is not shared', { ...INSIGHT, sharedEventID: undefined }],
  ['hostile: an event that says it is shared', { ...RAW, sharedEventID: 'shared' }],
])('who asks only for id and dedup key of %s is told the same', (_name, raw) => {
  const match = { rule: RULE, record: toRecord(raw) };
  const { id, dedup } = alertFor(match);
  expect([alertIdFor(match), dedupKeyFor(RULE, match.record)]).toEqual([id, dedup.key]);
});

test('an empty record makes an alert all the same', () => {
  const alert = alertOf({});
  expect(alert.title).toBe('– stopped –');
  expect(alert.event).toMatchObject({ name: '–', account: '–', region: '–' });
  expect(alert.event.time).toBeUndefined();
  expect(alert.link).toBeUndefined();
});

describe('identity', () => {
  test('one event and one rule are one alert, by whatever way they come', () => {
    expect(alertOf({ ...RAW, awsRegion: 'x' }).id).toBe(alertOf(RAW).id);
    expect(alertOf({ ...RAW, eventID: 'new', addendum: { originalEventID: RAW['eventID'] } }).id).toBe(alertOf(RAW).id);
    expect(alertOf({ ...RAW, eventID: 'other' }).id).not.toBe(alertOf(RAW).id);
    expect(alertOf(RAW).id).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, unknown, unknown]>([
    ['text and number', '1', 1],
    ['a list and its text', ['a', 'b'], 'a, b'],
    ['long values that differ at the end', 'x'.repeat(2000), `${'x'.repeat(1999)}y`],
  ])('dedup keys tell apart: %s', (_name, one, other) => {
    const keyOf = (recipientAccountId: unknown) => alertOf({ ...RAW, recipientAccountId }).dedup.key;
    expect(keyOf(one)).not.toBe(keyOf(other));
    expect(keyOf(one)).toBe(keyOf(one));
  });

  test('a repeat is another alert that names the first', () => {
    const repeat = repeatOf(alertOf(RAW), 'first', 10, Date.UTC(2026, 10, 20));
    expect(repeat).toMatchObject({
      kind: 'repeat',
      repeats: 'first',
      silenced: { count: 10, since: '2026-11-20T00:00:00Z' },
    });
    expect(repeat.id).not.toBe(repeatOf(alertOf(RAW), 'first', 100, 0).id);
  });
});

test.each<[string, JsonObject, string]>([
  ['{a}', { a: 'x' }, 'x'],
  ['{a.b}', { a: [{ b: 1 }, { b: 2 }, { b: 1 }] }, '1, 2'],
  ['{a}', { a: { b: 1 } }, '{"b":1}'],
  ['{a}', { a: null }, '–'],
  ['{a}', { a: '{b}', b: 'inner' }, '{b}'],
  ['{a', { a: 'x' }, '{a'],
  ['{}', {}, '{}'],
  ['{__proto__}', {}, '–'],
  ['{a}', { a: 'x'.repeat(400) }, `${'x'.repeat(300)}…`],
  ['{a}', { a: Array.from({ length: 12 }, (_, i) => i) }, '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more'],
])('title %s of %j', (template, raw, expected) => {
  expect(fillTitle(template, raw)).toBe(expected);
});

test.each<[string, string, string | undefined]>([
  ['eu-west-1', 'f165272c-ac74-4fa4-8359-5e6db30478df', 'eu-west-1.console.aws.amazon.com'],
  ['us-gov-west-1', 'f165272c-ac74-4fa4-8359-5e6db30478df', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ['cn-north-1', 'f165272c-ac74-4fa4-8359-5e6db30478df', 'cn-north-1.console.amazonaws.cn'],
  ['eu-west-1', 'f165272c-ac74-4fa4-8359-5e6db30478df0', undefined],
  ['eu-west-1', '0f165272c-ac74-4fa4-8359-5e6db30478df', undefined],
  ['eu-west-11', 'f165272c-ac74-4fa4-8359-5e6db30478df', undefined],
  ['xeu-west-1', 'f165272c-ac74-4fa4-8359-5e6db30478df', undefined],
  ['evil.example/', 'f165272c-ac74-4fa4-8359-5e6db30478df', undefined],
  ['eu-west-1.evil.example#-1', 'f165272c-ac74-4fa4-8359-5e6db30478df', undefined],
  ['eu-west-1', '"><script>', undefined],
  ['', '', undefined],
])('the link for region %p and event %p', (region, id, host) => {
  const link = consoleLink(region, id);
  expect(link === undefined ? undefined : new URL(link).host).toBe(host);
});
