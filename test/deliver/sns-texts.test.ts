import type { Alert } from '../../src/alert/alert.ts';
import { jsonMessage, NOTICE_MAX_BYTES, textMessage } from '../../src/deliver/destinations/sns/render.ts';
import { ID, LINK, REPEAT, REPEAT_ID, TRAIL_DELETED, without } from '../alert/sample-alert.ts';

const sent = (alert: Alert): Alert => JSON.parse(jsonMessage(alert).body) as Alert;
const bytes = (alert: Alert): number => Buffer.byteLength(JSON.stringify(jsonMessage(alert).body));
const BARE = without(TRAIL_DELETED, 'evidence', 'show');

test('the text of an alert', () => {
  expect(textMessage(TRAIL_DELETED)).toEqual({
    subject: '[CRITICAL] Trail deleted: prod-trail by alice (123456789012, eu-west-1)',
    body: [
      'CRITICAL  Trail deleted: prod-trail',
      '',
      'What       DeleteTrail (cloudtrail.amazonaws.com) succeeded',
      'Who        alice (IAMUser)',
      '           arn:aws:iam::123456789012:user/alice',
      'Where      account 123456789012, region eu-west-1',
      'When       2026-11-20 14:03:22 UTC',
      'From       192.0.2.10 with aws-cli/2.17.0',
      'How often  once so far; counted in silence for the next 1 h',
      '',
      'requestParameters.name                                   prod-trail',
      'userIdentity.sessionContext.attributes.mfaAuthenticated  false',
      'sourceIPAddress                                          192.0.2.10',
      '',
      '1. See what else this key did.',
      "   SELECT eventtime FROM cloudtrail_logs WHERE useridentity.accesskeyid = 'AKIAIOSFODNN7EXAMPLE'",
      '2. Create the trail anew.',
      '',
      'Next     Ask alice whether this was planned. If not, create the trail anew and disable her access keys.',
      'Runbook  https://runbooks.example.com/trail-deleted',
      `Console  ${LINK}`,
      '',
      'Why          Without its trail an account is blind from that moment on.',
      'Harmless if  A trail is replaced by the one of the organisation',
      'Rule         trail_deleted by Trailhound',
      'Tags         attack.defense-evasion, attack.t1562.008',
      `Alert        ${ID}`,
      '',
    ].join('\n'),
    attributes: jsonMessage(TRAIL_DELETED).attributes,
  });
});

test('of a repeat', () => {
  const { subject, body } = textMessage(REPEAT);
  expect(subject).toBe('[CRITICAL] 11 times: Trail deleted: prod-trail by alice (123456789012, eu-west-1)');
  expect(body.split('\n')[0]).toBe('CRITICAL  Trail deleted: prod-trail (still going on)');
  expect(body).toContain(`Alert        ${REPEAT_ID}\nRepeats      ${ID}\n`);
});

test.each([
  ['delete', '\u007f', '\\u007f'],
  ['what is before it', '~', '~'],
  ['the last control', '\u009f', '\\u009f'],
  ['what is behind it', '\u00a0', '\u00a0'],
  ['a line separator', '\u2028', '\\u2028'],
  ['a paragraph separator', '\u2029', '\\u2029'],
  ['what is around them', '\u2027\u202a', '\u2027\u202a'],
  ['noncharacters', '\ufffe\uffff', '\\ufffe\\uffff'],
  ['a replacement character', '\ufffd', '\ufffd'],
])('%s is written so that SQS takes it', (_name, text, written) => {
  const { body } = jsonMessage({ ...TRAIL_DELETED, title: `a${text}b${text}` });
  expect(body).toContain(`"title":"a${written}b${written}"`);
});

test.each([
  [99, 99],
  [100, 100],
  [101, 100],
])('an attribute of %d characters has %d', (length, kept) => {
  const name = 'x'.repeat(length);
  const { attributes } = jsonMessage({ ...TRAIL_DELETED, rule: { ...TRAIL_DELETED.rule, name } });
  expect(attributes.get('rule')).toBe(length === kept ? name : `${'x'.repeat(99)}…`);
});

/** An alert with twenty values, each so long. */
const wordy = (length: number, count = 20): Alert => ({
  ...BARE,
  show: Array.from({ length: count }, (_, n) => ({ field: `f${n}`, value: 'v'.repeat(length) })),
});
const fits = Math.floor((NOTICE_MAX_BYTES - bytes(wordy(1))) / 20);

describe('without evidence', () => {
  test.each([
    ['one below', -1, false],
    ['at', 0, false],
    ['one above', 1, true],
  ])('%s the budget, texts are cut: %s', (_place, beyond, isCut) => {
    const base = wordy(fits);
    const room = NOTICE_MAX_BYTES + beyond - bytes(base);
    const alert = { ...base, title: base.title.padEnd(base.title.length + room, 't') };
    expect(sent(alert)).toEqual(
      isCut
        ? {
            ...alert,
            title: alert.title,
            show: alert.show.map(({ field }) => ({ field, value: `${'v'.repeat(3999)}…` })),
          }
        : alert,
    );
  });

  test('texts that are a budget long stay as they are; the others end in dots', () => {
    const show = [3999, 4000, 4001, 200_000].map((length) => ({ field: `${length}`, value: 'v'.repeat(length) }));
    expect(sent({ ...BARE, show }).show.map(({ value }) => [value.length, value.endsWith('…')])).toEqual([
      [3999, false],
      [4000, false],
      [4000, true],
      [4000, true],
    ]);
  });

  test.each([
    ['an umlaut', 'ä', 4000],
    ['a quote', '"', 1000],
    ['a control', '\u0007', 1000],
  ])('of lists of %s there are twenty, cut as little as it takes', (_name, char, kept) => {
    const show = Array.from({ length: 25 }, (_, n) => ({ field: `f${n}`, value: char.repeat(12_000) }));
    const value = `${char.repeat(kept - 1)}…`;
    expect(sent({ ...BARE, show })).toEqual({
      ...BARE,
      show: Array.from({ length: 20 }, (_, n) => ({ field: `f${n}`, value })),
    });
  });

  test.each([
    ['two lists are', false, 300],
    ['all of it is', true, 100],
  ])('where %s full of long texts, each has less', (_name, everywhere, kept) => {
    const full = (text: string): Alert => {
      const rows = Array.from({ length: 20 }, () => ({ field: text, value: text }));
      const texts = rows.map(() => text);
      const more = { steps: rows.map(() => ({ do: text, query: text })), next: text };
      return {
        ...BARE,
        show: rows,
        dedup: { ...BARE.dedup, fields: rows },
        ...(everywhere ? { ...more, rule: { ...BARE.rule, tags: texts, falsepositives: texts } } : {}),
      };
    };
    expect(sent(full('\u0007'.repeat(10_000)))).toEqual(
      JSON.parse(JSON.stringify(full(`${'\u0007'.repeat(kept - 1)}…`)), (_key, value: unknown) =>
        typeof value === 'string' && value.length > kept && !value.startsWith('https:')
          ? `${value.slice(0, kept - 1)}…`
          : value,
      ),
    );
  });

  test.each([
    ['link', 600, true],
    ['link', 601, false],
    ['runbook', 600, true],
    ['runbook', 601, false],
  ] as const)('a %s of %d characters is whole or not there: %s', (name, length, stays) => {
    const url = 'https://example.com/'.padEnd(length, 'x');
    const show = Array.from({ length: 40 }, () => ({ field: 'f', value: '\u0007'.repeat(4000) }));
    expect(sent({ ...BARE, show, [name]: url })[name]).toBe(stays ? url : undefined);
    expect(sent({ ...BARE, show: [], [name]: url })[name]).toBe(url);
  });
});
