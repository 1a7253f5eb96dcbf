import type { Alert } from '../../src/alert/alert.ts';
import { alertIn } from '../../src/deliver/destinations/slack/alert-message.ts';
import { jsonMessage } from '../../src/deliver/destinations/sns/render.ts';
import { DENIED_AFTER_SILENCE, REPEAT, TRAIL_DELETED } from '../alert/sample-alert.ts';

const notification = (message: string) =>
  JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts', Message: message });

test.each<[string, Alert]>([
  ['an alert', TRAIL_DELETED],
  ['one with as little as there can be', DENIED_AFTER_SILENCE],
  ['a repeat', REPEAT],
])('%s arrives as it was sent, in a notification or raw', (_name, alert) => {
  const { body: json } = jsonMessage(alert);
  expect(alertIn(notification(json))).toEqual({ ok: true, value: alert });
  expect(alertIn(json)).toEqual({ ok: true, value: alert });
});

const changed = (path: readonly string[], value: unknown): string => {
  const alert = structuredClone(TRAIL_DELETED) as unknown as Record<string, unknown>;
  let place = alert;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[path.at(-1) ?? ''] = value;
  return JSON.stringify(alert);
};

test.each([
  ['no JSON', 'hello', 'not-json'],
  ['nothing', '', 'not-json'],
  ['no JSON in the notification', notification('{'), 'not-json'],
  ['another message on the topic', notification('"hello"'), 'not-an-alert'],
  ['no object', '[]', 'not-an-alert'],
  ['null', 'null', 'not-an-alert'],
  ['an object of another kind', '{"hello":1}', 'not-an-alert'],
  ['an alert of tomorrow', changed(['version'], 2), 'unknown-version'],
  ['a version that is no number', changed(['version'], '1'), 'not-an-alert'],
  ['keys that are only inherited', '{"__proto__":{"version":1,"kind":"alert"}}', 'not-an-alert'],
])('%s is refused', (_name, body, reason) => {
  expect(alertIn(body)).toMatchObject({ ok: false, failure: { next: 'reject', reason } });
});

test.each([
  [['kind'], 'rumour', 'alert.kind'],
  [['id'], 'short', 'alert.id'],
  [['id'], `${'a'.repeat(63)}#`, 'alert.id'],
  [['id'], undefined, 'alert.id'],
  [['title'], 1, 'alert.title'],
  [['rule'], null, 'alert.rule'],
  [['rule', 'level'], 'fatal', 'alert.rule.level'],
  [['rule', 'level'], '__proto__', 'alert.rule.level'],
  [['rule', 'tags'], ['a', 1], 'alert.rule.tags[1]'],
  [['rule', 'tags'], 'a', 'alert.rule.tags'],
  [['rule', 'author'], null, 'alert.rule.author'],
  [['event', 'outcome'], 'constructor', 'alert.event.outcome'],
  [['event', 'time'], 1, 'alert.event.time'],
  [['show'], [{ field: 'a' }], 'alert.show[0].value'],
  [['show'], { length: 1 }, 'alert.show'],
  [['dedup', 'quietMs'], -1, 'alert.dedup.quietMs'],
  [['dedup', 'quietMs'], '1', 'alert.dedup.quietMs'],
  [['silenced'], { count: 1.5, since: '' }, 'alert.silenced.count'],
  [['repeats'], 'x', 'alert.repeats'],
  [['link'], {}, 'alert.link'],
])('%j = %j is refused, and the place is named', (path, value, place) => {
  const read = alertIn(changed(path, value));
  expect(read).toMatchObject({ ok: false, failure: { next: 'reject', reason: 'not-an-alert' } });
  expect(read.ok ? '' : read.failure.detail).toMatch(new RegExp(` at ${place.replace(/[.[\]]/g, '\\$&')}$`));
});

test('evidence may be anything', () => {
  expect(alertIn(changed(['evidence'], 'odd'))).toMatchObject({ ok: true });
});

test.each([
  [['version'], 2, 'the alert has version 2, this reader knows 1'],
  [['version'], '1', 'expected version 1 at alert.version'],
  [['kind'], 'rumour', 'expected one of alert, repeat, ended, summary at alert.kind'],
  [['id'], 'short', 'expected 64 hex digits at alert.id'],
  [['id'], 'A'.repeat(64), 'expected 64 hex digits at alert.id'],
  [['id'], 'a'.repeat(65), 'expected 64 hex digits at alert.id'],
  [['title'], 1, 'expected a text at alert.title'],
  [['rule'], [], 'expected an object at alert.rule'],
  [['rule', 'level'], 7, 'expected one of informational, low, medium, high, critical at alert.rule.level'],
  [['rule', 'id'], 1, 'expected a text at alert.rule.id'],
  [['rule', 'name'], 1, 'expected a text at alert.rule.name'],
  [['rule', 'title'], 1, 'expected a text at alert.rule.title'],
  [['rule', 'author'], 1, 'expected a text at alert.rule.author'],
  [['rule', 'description'], 1, 'expected a text at alert.rule.description'],
  [['rule', 'falsepositives'], ['a', 'b', 1, 2], 'expected a text at alert.rule.falsepositives[2]'],
  [['rule', 'tags'], undefined, 'expected a list at alert.rule.tags'],
  [['tactic'], undefined, 'expected a text at alert.tactic'],
  [['event', 'id'], 1, 'expected a text at alert.event.id'],
  [['event', 'source'], 1, 'expected a text at alert.event.source'],
  [['event', 'name'], 1, 'expected a text at alert.event.name'],
  [['event', 'category'], 1, 'expected a text at alert.event.category'],
  [['event', 'region'], 1, 'expected a text at alert.event.region'],
  [['event', 'account'], 1, 'expected a text at alert.event.account'],
  [['event', 'outcome'], 'maybe', 'expected one of success, denied, failure at alert.event.outcome'],
  [['event', 'errorCode'], 1, 'expected a text at alert.event.errorCode'],
  [['event', 'errorMessage'], 1, 'expected a text at alert.event.errorMessage'],
  [['actor', 'name'], 1, 'expected a text at alert.actor.name'],
  [['actor', 'type'], 1, 'expected a text at alert.actor.type'],
  [['actor', 'arn'], 1, 'expected a text at alert.actor.arn'],
  [['from', 'address'], 1, 'expected a text at alert.from.address'],
  [['from', 'userAgent'], 1, 'expected a text at alert.from.userAgent'],
  [['show'], [{ field: 'a', value: 'b' }, { value: 'b' }], 'expected a text at alert.show[1].field'],
  [['next'], 1, 'expected a text at alert.next'],
  [['steps'], 1, 'expected a list at alert.steps'],
  [['steps'], [{}], 'expected a text at alert.steps[0].do'],
  [['steps'], [{ do: 'a', query: 1 }], 'expected a text at alert.steps[0].query'],
  [['runbook'], 1, 'expected a text at alert.runbook'],
  [['link'], 1, 'expected a text at alert.link'],
  [['dedup', 'key'], 1, 'expected a text at alert.dedup.key'],
  [['dedup', 'fields'], 1, 'expected a list at alert.dedup.fields'],
  [['dedup', 'quietMs'], 0.5, 'expected a count at alert.dedup.quietMs'],
  [['silenced'], 1, 'expected an object at alert.silenced'],
  [['silenced'], { count: 1 }, 'expected a text at alert.silenced.since'],
  [['repeats'], 'short', 'expected 64 hex digits at alert.repeats'],
])('%j = %j: why it is no alert', (path, value, detail) => {
  const read = alertIn(changed(path, value));
  expect(read).toMatchObject({ ok: false, failure: { next: 'reject', detail } });
});

const EPISODE = {
  count: 12.5,
  atLeast: false,
  from: 'a',
  until: 'b',
  group: [{ field: 'f', value: 'v' }],
  values: ['x'],
  usual: 1.5,
};
test.each<[string, object, string | undefined]>([
  ['whole', {}, undefined],
  ['without what may be missing', { values: undefined, usual: undefined }, undefined],
  ['at least', { atLeast: true }, undefined],
  ['below zero', { count: -1 }, undefined],
  ['uncounted', { count: '1' }, 'expected a number at alert.episode.count'],
  ['endless', { count: null }, 'expected a number at alert.episode.count'],
  ['perhaps', { atLeast: 'no' }, 'expected true or false at alert.episode.atLeast'],
  ['without a beginning', { from: 1 }, 'expected a text at alert.episode.from'],
  ['without an end', { until: 1 }, 'expected a text at alert.episode.until'],
  ['without a group', { group: undefined }, 'expected a list at alert.episode.group'],
  ['with odd values', { values: [1] }, 'expected a text at alert.episode.values[0]'],
  ['with an odd usual', { usual: 'x' }, 'expected a number at alert.episode.usual'],
])('an episode that is %s', (_name, change, detail) => {
  const read = alertIn(changed(['episode'], { ...EPISODE, ...change }));
  expect(read.ok ? undefined : read.failure.detail).toBe(detail);
});

test.each(
  [
    ['success', 'denied', 'failure'].map((outcome) => [['event', 'outcome'], outcome]),
    ['alert', 'repeat', 'ended', 'summary'].map((kind) => [['kind'], kind]),
    ['informational', 'low', 'medium', 'high', 'critical'].map((level) => [['rule', 'level'], level]),
    [
      [['dedup', 'quietMs'], 0],
      [['rule', 'tags'], []],
      [['steps'], []],
      [['repeats'], 'f'.repeat(64)],
    ],
  ].flat() as [string[], unknown][],
)('%j = %j is an alert', (path, value) => {
  expect(alertIn(changed(path, value)).ok).toBe(true);
});

test('what is no JSON says where it stopped to be', () => {
  const details = ['{', notification('{')].map((body) => {
    const read = alertIn(body);
    return read.ok ? '' : read.failure.detail;
  });
  expect(details).toEqual([
    expect.stringMatching(/^the message is no JSON: ./),
    expect.stringMatching(/^the notification's Message is no JSON: ./),
  ]);
});
