import type { Alert } from '../../src/alert/alert.ts';
import { MESSAGE_MAX } from '../../src/deliver/destinations/slack/limits.ts';
import { minimalOverflow, overflowMessage } from '../../src/deliver/destinations/slack/overflow-message.ts';
import { TRAIL_DELETED, without } from '../alert/sample-alert.ts';
import { textsOf } from './slack-texts.ts';

const FOOTER = ['More than this channel takes at once. Each of them in full: by e-mail, and as JSON.'];

interface Told {
  readonly rule?: string;
  readonly level?: Alert['rule']['level'];
  readonly kind?: Alert['kind'];
  readonly time?: string;
  readonly actor?: string;
  readonly address?: string;
  readonly account?: string;
  readonly region?: string;
  readonly id?: string;
  readonly title?: string;
}

const told = ({ rule = 'logins', level = 'high', kind = 'alert', ...more }: Told = {}): Alert => ({
  ...TRAIL_DELETED,
  kind,
  id: (more.id ?? '1a2b3c4d5e6f').padEnd(64, '0'),
  title: more.title ?? `Title of ${rule}`,
  rule: { ...TRAIL_DELETED.rule, name: rule, level },
  event: {
    ...TRAIL_DELETED.event,
    time: more.time ?? '2026-11-20T14:00:00Z',
    account: more.account ?? '111111111111',
    region: more.region ?? 'eu-west-1',
  },
  actor: { name: more.actor ?? 'alice', type: 'IAMUser' },
  from: { address: more.address ?? '192.0.2.1', userAgent: '' },
});
const times = (count: number, what: Told): Alert[] => Array.from({ length: count }, () => told(what));
const linesOf = (alerts: readonly Alert[], group = 0): readonly string[] =>
  String(textsOf(overflowMessage(alerts))[1 + group]).split('\n');

test('alerts of several rules: the most severe first, then the most frequent, then as they came', () => {
  const alerts = [
    ...times(2, { rule: 'few', level: 'low' }),
    ...times(1, { rule: 'first', level: 'medium' }),
    ...times(3, { rule: 'many', level: 'low' }),
    ...times(1, { rule: 'second', level: 'medium', kind: 'ended' }),
    ...times(1, { rule: 'worst', level: 'high' }),
  ];
  const { text, ...rest } = overflowMessage(alerts);
  expect(text).toBe('🟠 HIGH · 7 more alerts and 1 update of 5 rules');
  const common = ['Who: alice. From: 192.0.2.1', 'Where: 111111111111 eu-west-1', 'When: 2026-11-20 14:00:00 UTC'];
  const group = (head: string, title: string) => [head, title, ...common, 'Alerts 1a2b3c4d5e6f'].join('\n');
  expect(textsOf({ text, ...rest })).toEqual([
    text,
    group('🟠 HIGH · 1 more alert of rule worst', 'Title of worst'),
    group('🟡 MEDIUM · 1 more alert of rule first', 'Title of first'),
    group('🟡 MEDIUM · 1 update of rule second', 'Title of second'),
    group('🔵 LOW · 3 more alerts of rule many', 'Title of many (one of 3)'),
    group('🔵 LOW · 2 more alerts of rule few', 'Title of few (one of 2)'),
    FOOTER,
  ]);
  expect(textsOf(minimalOverflow(alerts))).toEqual([
    '7 more alerts and 1 update: 1 of worst, 1 of first, 1 of second, 3 of many, 2 of few',
  ]);
  expect(minimalOverflow(alerts).text).toBe(
    '7 more alerts and 1 update: 1 of worst, 1 of first, 1 of second, 3 of many, 2 of few',
  );
});

test.each<[string, readonly Alert['kind'][]]>([
  ['1 more alert', ['alert']],
  ['2 more alerts', ['alert', 'alert']],
  ['1 update', ['repeat']],
  ['2 updates', ['ended', 'summary']],
  ['1 more alert and 1 update', ['alert', 'summary']],
  ['2 more alerts and 3 updates', ['alert', 'repeat', 'ended', 'alert', 'repeat']],
])('%s of one rule: %j', (amount, kinds) => {
  const alerts = kinds.map((kind) => told({ kind }));
  expect(overflowMessage(alerts).text).toBe(`🟠 HIGH · ${amount} of rule logins`);
  expect(linesOf(alerts)[0]).toBe(`🟠 HIGH · ${amount} of rule logins`);
  expect(minimalOverflow(alerts).text).toBe(`${amount}: ${kinds.length} of logins`);
});

test.each([
  ['one', ['a'], 'a'],
  ['the same once more', ['a', 'a'], 'a'],
  ['three', ['c', 'b', 'a', 'b'], 'c, b, a'],
  ['four', ['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  ['six, one of them twice', ['a', 'b', 'c', 'd', 'e', 'a', 'f'], 'a, b, c and 3 more'],
  ['none', [''], '–'],
  ['one that is 60 characters long', ['x'.repeat(60)], 'x'.repeat(60)],
  ['one that is longer', ['x'.repeat(61)], `${'x'.repeat(59)}…`],
])('of names, %s', (_name, names, said) => {
  expect(linesOf(names.map((actor) => told({ actor })))[2]).toBe(`Who: ${said}. From: 192.0.2.1`);
  expect(linesOf(names.map((address) => told({ address })))[2]).toBe(`Who: alice. From: ${said}`);
});

test('accounts with their regions, and ids, are named alike', () => {
  const alerts = ['1', '2', '3', '4'].map((digit) =>
    told({ account: digit, region: `eu-west-${digit}`, id: digit.repeat(12) }),
  );
  expect(linesOf(alerts).slice(3)).toEqual([
    'Where: 1 eu-west-1, 2 eu-west-2, 3 eu-west-3 and 1 more',
    'When: 2026-11-20 14:00:00 UTC',
    'Alerts 111111111111, 222222222222, 333333333333 and 1 more',
  ]);
});

const timeless = (): Alert => {
  const alert = told();
  return { ...alert, event: without(alert.event, 'time') };
};
test.each([
  ['none', [timeless()], '–'],
  ['one', [told({ time: '2026-11-20T14:00:01Z' })], '2026-11-20 14:00:01 UTC'],
  ['one, beside none', [timeless(), told()], '2026-11-20 14:00:00 UTC'],
  [
    'three in any order',
    ['14:00:02', '14:00:03', '14:00:01'].map((at) => told({ time: `2026-11-20T${at}Z` })),
    '2026-11-20 14:00:01 UTC to 2026-11-20 14:00:03 UTC',
  ],
])('of times, %s', (_name, alerts, said) => {
  expect(linesOf(alerts)[4]).toBe(`When: ${said}`);
});

test('each line has its limit, so that none hides the next; so has the banner', () => {
  const alerts = [told({ rule: 'r'.repeat(400), title: 't'.repeat(400) })];
  expect(linesOf(alerts).map(({ length }) => length)).toEqual([250, 250, 27, 29, 29, 19]);
  expect(overflowMessage(alerts).text).toHaveLength(300);
  expect(minimalOverflow(alerts).text).toHaveLength(300);
  expect(textsOf(minimalOverflow(alerts)).join()).toHaveLength(400);
});

const ofRules = (count: number, more: Told = {}): Alert[] =>
  Array.from({ length: count }, (_, n) => told({ rule: `rule_${n + 1}`, ...more }));

test.each([
  [12, []],
  [13, [['And 1 of rule_13']]],
  [14, [['And 1 of rule_13, 1 of rule_14']]],
])('of %d rules, twelve are spelt out and the others counted', (count, rest) => {
  const [header, ...blocks] = textsOf(overflowMessage(ofRules(count)));
  expect(header).toBe(`🟠 HIGH · ${count} more alerts of ${count} rules`);
  expect(blocks.slice(0, 12).map((text) => /of rule (\w+)/.exec(String(text))?.[1])).toEqual(
    Array.from({ length: 12 }, (_, n) => `rule_${n + 1}`),
  );
  expect(blocks.slice(12)).toEqual([...rest, FOOTER]);
});

test('what is counted only has its limit too', () => {
  const [rest] = textsOf(overflowMessage(ofRules(200))).slice(-2);
  expect(String(rest)).toMatch(/^And 1 of rule_13, .*…$/);
  expect(String(rest)).toHaveLength(400);
});

/** Twelve rules whose message has so many characters. */
function filledTo(length: number): Alert[] {
  const alerts = ofRules(12, {
    title: 't'.repeat(200),
    actor: '"'.repeat(60),
    address: 'f'.repeat(60),
    account: 'a'.repeat(60),
  });
  const missing = length - JSON.stringify(overflowMessage(alerts)).length;
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(12 * 50);
  return alerts.map((alert, n) => ({
    ...alert,
    title: `${alert.title}${'t'.repeat(Math.floor(missing / 12) + (n < missing % 12 ? 1 : 0))}`,
  }));
}

test.each([
  ['one below', -1, 12],
  ['at', 0, 12],
  ['one above', 1, 11],
])('%s the budget of a message, the last rule stays or goes', (_place, beyond, kept) => {
  const alerts = filledTo(MESSAGE_MAX + beyond);
  const texts = textsOf(overflowMessage(alerts));
  expect(texts.filter((text) => String(text).includes('Who: '))).toHaveLength(kept);
  expect(texts.slice(1 + kept)).toEqual([...(kept === 12 ? [] : [['And 1 of rule_12']]), FOOTER]);
});

test('where one rule alone fills the message, it is told', () => {
  const texts = textsOf(overflowMessage(ofRules(12, { title: '"'.repeat(300), actor: '"'.repeat(60) })));
  expect(texts.length).toBeGreaterThan(3);
  expect(JSON.stringify(texts).length).toBeLessThanOrEqual(MESSAGE_MAX);
});
