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
