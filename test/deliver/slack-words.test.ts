import type { Alert } from '../../src/alert/alert.ts';
import { fullMessage, minimalMessage, shortMessage } from '../../src/deliver/destinations/slack/message.ts';
import { DENIED_AFTER_SILENCE, ID, LINK, REPEAT, TRAIL_DELETED, without } from '../alert/sample-alert.ts';
import { textsOf } from './slack-texts.ts';

const SUMMARY: Alert = {
  ...REPEAT,
  kind: 'summary',
  silenced: { count: 3, since: '2026-11-20T14:03:22Z' },
};
const ENDED: Alert = { ...without(REPEAT, 'silenced'), kind: 'ended' };
const BARE: Alert = { ...without(TRAIL_DELETED, 'next', 'steps', 'runbook', 'link'), show: [] };

test('an alert says what there is to know, in the order in which it is read', () => {
  const message = fullMessage(TRAIL_DELETED, { calls: 1, errors: 1, addresses: 1, regions: 1, complete: true });
  expect(message.text).toBe(
    '🔴 CRITICAL Trail deleted: prod-trail, by alice (IAMUser) in account 123456789012, region eu-west-1',
  );
  expect(textsOf(message)).toEqual([
    '🔴 CRITICAL · Trail deleted: prod-trail',
    [
      'What\nDeleteTrail (cloudtrail.amazonaws.com) succeeded',
      'Who\nalice (IAMUser)',
      'Where\naccount 123456789012, region eu-west-1',
      'When\n2026-11-20 14:03:22 UTC',
      'From\n192.0.2.10 with aws-cli/2.17.0',
      'How often\nonce so far; counted in silence for the next 1 h',
    ],
    ['requestParameters.name\nprod-trail', 'userIdentity.sessionContext.attributes.mfaAuthenticated\nfalse'],
    ['In the hour around it, this actor made 1 call, 1 error, 1 address, 1 region'],
    'Next: Ask alice whether this was planned. If not, create the trail anew and disable her access keys.',
    '1. See what else this key did.\n2. Create the trail anew.',
    `<${LINK}|Open the event in the console>   <https://runbooks.example.com/trail-deleted|Runbook>`,
    ['trail_deleted by Trailhound · alert 1a2b3c4d5e6f'],
  ]);
});

test('an alert with as little as there can be', () => {
  const message = fullMessage(DENIED_AFTER_SILENCE, { calls: 2, errors: 0, addresses: 2, regions: 0, complete: false });
  expect(message.text).toBe(
    '🔵 LOW Trail changed: prod-trail (4 kept silent), by deploy/ci (AssumedRole) in account 123456789012, region eu-west-1',
  );
  expect(textsOf(message)).toEqual([
    '🔵 LOW · Trail changed: prod-trail',
    [
      'What\nUpdateTrail (cloudtrail.amazonaws.com) was denied',
      'Who\ndeploy/ci (AssumedRole)',
      'Where\naccount 123456789012, region eu-west-1',
      'When\n2026-11-20 14:03:22 UTC',
      'From\n2001:db8::7',
      'How often\nonce now, and 4 times in silence since 2026-11-20 12:00:00 UTC',
    ],
    'Error: AccessDenied: User: deploy/ci is not authorized to perform: cloudtrail:UpdateTrail',
    ['In the hour around it, this actor made at least 2 calls, 0 errors, 2 addresses, 0 regions'],
    ['trail_deleted · alert 1a2b3c4d5e6f'],
  ]);
});

test.each([
  ['alert', TRAIL_DELETED, '🔴 CRITICAL · Trail deleted: prod-trail'],
  ['repeat', REPEAT, '🔴 CRITICAL ×11 · Trail deleted: prod-trail'],
  ['end', ENDED, '🔴 CRITICAL · over · Trail deleted: prod-trail'],
  ['summary', SUMMARY, '🔴 CRITICAL ×4 · Trail deleted: prod-trail'],
])('the header of an %s', (_name, alert, header) => {
  expect(textsOf(fullMessage(alert))[0]).toBe(header);
});

test.each([
  [REPEAT, '🔴 CRITICAL alert 1a2b3c4d5e6f still going on, seen 11 times since 2026-11-20 14:03:22 UTC: '],
  [ENDED, '🔴 CRITICAL alert 1a2b3c4d5e6f over: '],
  [
    SUMMARY,
    '🔴 CRITICAL alert 1a2b3c4d5e6f rule trail_deleted for 123456789012: 3 more in the hour since 2026-11-20 14:03:22 UTC: ',
  ],
])('in one line', (alert, line) => {
  const { text, blocks, ...rest } = shortMessage(alert);
  expect(text).toBe(`${line}Trail deleted: prod-trail`);
  expect(textsOf({ text, blocks, ...rest })).toEqual([`${line}Trail deleted: prod-trail`]);
});

test.each([
  ['critical', '🔴 CRITICAL'],
  ['high', '🟠 HIGH'],
  ['medium', '🟡 MEDIUM'],
  ['low', '🔵 LOW'],
  ['informational', '⚪ INFORMATIONAL'],
] as const)('%s is %s', (level, mark) => {
  const alert = { ...BARE, rule: { ...BARE.rule, level } };
  expect(textsOf(minimalMessage(alert))).toEqual([`${mark} Trail deleted: prod-trail\nAlert ${ID}\nno console link`]);
  expect(minimalMessage(alert).text).toBe(`${mark} Trail deleted: prod-trail, Alert ${ID}`);
});

test('the plainest message has the link as text', () => {
  expect(textsOf(minimalMessage(TRAIL_DELETED))).toEqual([
    `🔴 CRITICAL Trail deleted: prod-trail\nAlert ${ID}\n${LINK}`,
  ]);
});

test.each([
  'awsRegion',
  'derived.actor',
  'errorCode',
  'errorMessage',
  'eventName',
  'eventSource',
  'eventTime',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
])('%s is said by the facts, and not shown again', (field) => {
  const shown = { field: 'resources.ARN', value: 'y' };
  expect(textsOf(fullMessage({ ...BARE, show: [{ field, value: 'x' }, shown] })).slice(2)).toEqual([
    ['resources.ARN\ny'],
    ['trail_deleted by Trailhound · alert 1a2b3c4d5e6f'],
  ]);
  expect(textsOf(fullMessage({ ...BARE, show: [{ field, value: 'x' }] })).slice(2)).toEqual([
    ['trail_deleted by Trailhound · alert 1a2b3c4d5e6f'],
  ]);
});

test.each([
  [10, undefined],
  [11, ['1 more field: see the e-mail or the JSON of this alert']],
  [13, ['3 more fields: see the e-mail or the JSON of this alert']],
])('of %d shown fields the first ten are there, the others counted', (count, left) => {
  const show = Array.from({ length: count }, (_, n) => ({ field: `f${n}`, value: `${n}` }));
  expect(textsOf(fullMessage({ ...BARE, show })).slice(2, -1)).toEqual([
    Array.from({ length: 10 }, (_, n) => `f${n}\n${n}`),
    ...(left === undefined ? [] : [left]),
  ]);
});

test('of the steps the first six are there', () => {
  const steps = Array.from({ length: 7 }, (_, n) => ({ do: `Step ${n}.` }));
  expect(textsOf(fullMessage({ ...BARE, steps }))[2]).toBe(
    '1. Step 0.\n2. Step 1.\n3. Step 2.\n4. Step 3.\n5. Step 4.\n6. Step 5.',
  );
  expect(textsOf(fullMessage({ ...BARE, steps: [] }))).toHaveLength(3);
});

const error = (errorCode: string | undefined, errorMessage: string | undefined): Alert => ({
  ...BARE,
  event: {
    ...BARE.event,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
  },
});
test.each([
  ['AccessDenied', undefined, ['Error: AccessDenied']],
  [undefined, 'no', ['Error: no']],
  ['AccessDenied', 'no', ['Error: AccessDenied: no']],
  [undefined, undefined, []],
])('the error %s with the message %s', (code, said, blocks) => {
  expect(textsOf(fullMessage(error(code, said))).slice(2, -1)).toEqual(blocks);
});

describe('in the banner', () => {
  const DASH = { name: '–', type: '–' };
  const nowhere = { ...BARE.event, account: '–', region: '–' };
  test.each([
    ['nobody and nowhere', { ...BARE, actor: DASH, event: nowhere }, ''],
    ['somebody, nowhere', { ...BARE, event: nowhere }, ', by alice (IAMUser) in –'],
    ['nobody, somewhere', { ...BARE, actor: DASH }, ', by – in account 123456789012, region eu-west-1'],
  ])('%s', (_name, alert, by) => {
    expect(fullMessage(alert).text).toBe(`🔴 CRITICAL Trail deleted: prod-trail${by}`);
  });

  test('what is missing is no fact either', () => {
    const missing = { ...BARE, actor: DASH, event: without(nowhere, 'time'), from: { address: '–', userAgent: '–' } };
    expect(textsOf(fullMessage(missing))[1]).toEqual([
      'What\nDeleteTrail (cloudtrail.amazonaws.com) succeeded',
      'How often\nonce so far; counted in silence for the next 1 h',
    ]);
  });

  test.each([
    [undefined, ''],
    [0, ''],
    [1, ' (1 kept silent)'],
  ])('%s kept silent', (count, said) => {
    const silenced = count === undefined ? {} : { silenced: { count, since: '2026-11-20T12:00:00Z' } };
    expect(fullMessage({ ...BARE, ...silenced }).text).toMatch(`Trail deleted: prod-trail${said}, by alice`);
  });
});

test('long texts end where the next begins to matter', () => {
  const long = 'x'.repeat(2000);
  const alert: Alert = {
    ...error(undefined, long),
    title: long,
    next: long,
    steps: [{ do: long }],
    show: [{ field: long, value: long }],
    rule: { ...BARE.rule, author: long },
    actor: { name: long, type: 'IAMUser' },
  };
  const { text } = fullMessage(alert);
  const lengths = textsOf(fullMessage(alert)).map((said) =>
    typeof said === 'string' ? said.length : (said as string[]).map(({ length }) => length),
  );
  expect(text).toHaveLength(300);
  expect(lengths).toEqual([150, [53, 299, 44, 28, 35, 58], 500, [299], 500, 300, [200]]);
  expect([shortMessage(alert).text.length, String(textsOf(shortMessage(alert))[0]).length]).toEqual([300, 500]);
  const [first] = String(textsOf(minimalMessage(alert))[0]).split('\n');
  expect([minimalMessage(alert).text.length, first?.length]).toEqual([300, 1000]);
});
