import type { Alert } from '../../src/alert/alert.ts';
import { jsonMessage, NOTICE_MAX_BYTES, textMessage } from '../../src/deliver/destinations/sns/render.ts';
import { ATTACKED, everywhere, HOSTILE } from '../alert/hostile.ts';
import { LINK, REPEAT, TRAIL_DELETED } from '../alert/sample-alert.ts';

/** What reaches a queue: the body is a string within the JSON of a notification. */
const bytes = (alert: Alert): number => Buffer.byteLength(JSON.stringify(jsonMessage(alert).body));
const sent = (alert: Alert): Alert => JSON.parse(jsonMessage(alert).body) as Alert;
const withEvidence = (length: number): Alert => ({ ...TRAIL_DELETED, evidence: { padding: 'x'.repeat(length) } });

test('the body is the alert, the text is for people, the attributes are for filters', () => {
  const [json, text] = [jsonMessage(TRAIL_DELETED), textMessage(TRAIL_DELETED)];
  expect(JSON.parse(json.body)).toEqual(TRAIL_DELETED);
  expect(text.body).toMatch(/^CRITICAL {2}Trail deleted: prod-trail\n/);
  expect(json.subject).toBe('[CRITICAL] Trail deleted: prod-trail by alice (123456789012, eu-west-1)');
  expect(text.subject).toBe(json.subject);
  expect(text.attributes).toEqual(json.attributes);
  expect([...json.attributes]).toEqual([
    ['level', 'critical'],
    ['rule', 'trail_deleted'],
    ['account', '123456789012'],
    ['region', 'eu-west-1'],
    ['tactic', 'defense-evasion'],
    ['kind', 'alert'],
  ]);
});

test('SNS takes no empty attribute', () => {
  const nameless = { ...REPEAT, tactic: '', event: { ...REPEAT.event, account: '', region: '\u200b' } };
  expect(Object.fromEntries(jsonMessage(nameless).attributes)).toMatchObject({
    account: 'none',
    region: 'none',
    tactic: 'none',
    kind: 'repeat',
  });
});

/** The length of evidence that fills the budget to the byte. */
const fills = NOTICE_MAX_BYTES - bytes(withEvidence(0));

test.each([
  ['one byte below', fills - 1, true, NOTICE_MAX_BYTES - 1],
  ['at', fills, true, NOTICE_MAX_BYTES],
  ['one byte above', fills + 1, false, bytes(TRAIL_DELETED)],
])('%s the budget, evidence travels: %d', (_name, length, travels, atMost) => {
  const alert = withEvidence(length);
  expect('evidence' in sent(alert)).toBe(travels);
  expect(bytes(alert)).toBeLessThanOrEqual(atMost);
});

test('evidence goes before anything else is cut', () => {
  const { evidence, ...kept } = withEvidence(300_000);
  expect(evidence).toBeDefined();
  expect(sent(withEvidence(300_000))).toEqual(kept);
});

test('evidence that is nested too deep to be written is left out', () => {
  const deep = JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`) as { a: unknown };
  const { evidence: _evidence, ...kept } = TRAIL_DELETED;
  expect(sent({ ...TRAIL_DELETED, evidence: deep })).toEqual(kept);
});

test('values are cut when the alert is too large without evidence; id and link are not', () => {
  const show = Array.from({ length: 60 }, (_, index) => ({ field: `f${index}`, value: '"'.repeat(50_000) }));
  const alert = sent({ ...TRAIL_DELETED, show });
  expect(alert.show[0]?.value).toMatch(/^"+…$/);
  expect(alert).toMatchObject({ id: TRAIL_DELETED.id, link: LINK, title: TRAIL_DELETED.title });
});

test('what SQS refuses in a message is written as an escape', () => {
  const alert = { ...TRAIL_DELETED, title: 'a\ufffe\uffff\u007f\u0085\u2028b' };
  expect(jsonMessage(alert).body).not.toMatch(/[\u007f-\u009f\u2028\ufffe\uffff]/);
  expect(sent(alert).title).toBe(alert.title);
});

describe.each([...HOSTILE])('%s', (_name, text) => {
  const places = [...ATTACKED, ['everywhere, many times over', (alert: Alert) => crowded(alert, text)] as const];
  test.each(places)('in %s', (_field, put) => {
    const alert = put(TRAIL_DELETED, text);
    const { body: json, attributes } = jsonMessage(alert);
    expect(bytes(alert)).toBeLessThanOrEqual(NOTICE_MAX_BYTES);
    expect(json).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
    expect(JSON.parse(json)).toMatchObject({ id: TRAIL_DELETED.id, version: 1 });
    for (const value of attributes.values()) expect(value).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,100}$/u);
  });
});

const crowded = (alert: Alert, text: string): Alert => {
  const many = Array.from({ length: 200 }, () => ({ field: text, value: text }));
  return { ...everywhere(alert, text), link: LINK, show: many, dedup: { key: text, fields: many, quietMs: 0 } };
};
