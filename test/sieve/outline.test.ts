import { LOG_OBJECT } from '../../src/decode/log-object.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { Sieves } from '../../src/sieve/sieves.ts';
import { ruleOf } from './rule-of.ts';
import { WASM } from './wasm.ts';

const rule = ruleOf('deleted', { dialect: 'sigma', path: ['eventName'], op: 'equals', value: 'DeleteTrail' });
const burst: MemoryRule = {
  ...rule,
  id: 'burst',
  name: 'burst',
  memory: {
    type: 'event_count',
    rules: ['deleted'],
    groupBy: ['userIdentity.arn', 'requestParameters.name'],
    aliases: {},
    timespanMs: 600_000,
    criteria: { gte: 3 },
  },
};

/** What is read of records that a rule with memory counts. */
function outlinesOf(records: readonly object[]) {
  const sieves = new Sieves(WASM, { rules: [rule], memory: [burst], fields: [['eventName']] });
  const text = records.map((record) =>
    JSON.stringify({
      eventVersion: '1.11',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'DeleteTrail',
      ...record,
    }),
  );
  const pieces = sieves.open(LOG_OBJECT).push(Buffer.from(`{"Records":[${text.join(',')}]}`));
  return pieces.map(({ outline }) => outline);
}

const NOON = '2026-11-20T12:00:00Z';

const by = (arn: unknown, at: number): object => ({
  eventID: `e${at}`,
  eventTime: NOON,
  userIdentity: { arn, accessKeyId: `AKIA${at}` },
  requestParameters: { name: `${at}`, other: 1 },
});

test('an outline holds what rules with memory ask for, and nothing else', () => {
  expect(outlinesOf(['a', 'b', 'a'].map(by)).map((outline) => outline?.fields)).toEqual(
    ['a', 'b', 'a'].map((arn, at) => ({ userIdentity: { arn }, requestParameters: { name: `${at}` } })),
  );
});

test('all of a record can be had when the scanner holds others', () => {
  const records = Array.from({ length: 1_000 }, (_, at) => ({ ...by('é', at), note: '"\\/\u2028' }));
  const outlines = outlinesOf(records);
  expect(outlines.map((outline): unknown => JSON.parse(outline?.json() ?? ''))).toMatchObject(records);
});

test.each([
  ['as delivered', {}, 'e', NOON],
  ['a correction', { addendum: { originalEventID: 'o', reason: 'DELAYED' } }, 'o', NOON],
  ['an aggregated event', { eventID: undefined, eventId: 'g' }, 'g', NOON],
  ['hostile: an id with an escape', { eventID: 'a"b' }, 'a"b', NOON],
  ['hostile: an id in another alphabet', { eventID: 'é' }, 'é', NOON],
  ['a time in another form', { eventTime: '2026-11-20 13:00:00+01:00' }, 'e', NOON],
  ['another field with the time', { eventTime: undefined, '@timestamp': NOON }, 'e', NOON],
  ['a time as a number', { eventTime: Date.parse(NOON) / 1000 }, 'e', NOON],
  ['hostile: a day that no month has', { eventTime: '2026-11-32T12:00:00Z' }, 'e', undefined],
])('id and time of a record, %s', (_name, fields, id, time) => {
  const [outline] = outlinesOf([{ eventID: 'e', eventTime: NOON, ...fields }]);
  expect([outline?.id, outline?.time]).toEqual([id, time && Date.parse(time)]);
});

test.each([
  ['is empty', { eventID: '' }],
  ['is a number', { eventID: 1 }],
  ['is nowhere', {}],
])('hostile: a record is parsed whose id %s', (_name, fields) => {
  expect(outlinesOf([{ eventTime: NOON, ...fields }])).toEqual([undefined]);
});

test('who acted is one object for all records where it is the same', () => {
  const [first, second, third] = outlinesOf(['a', 'b', 'a'].map(by));
  expect(third?.fields['userIdentity']).toBe(first?.fields['userIdentity']);
  expect(second?.fields['userIdentity']).not.toBe(first?.fields['userIdentity']);
});

test.each([
  ['so many that they get no numbers', Array.from({ length: 2_000 }, (_, at) => `user-${at % 1_000}`)],
  ['more than are kept', Array.from({ length: 6_000 }, (_, at) => at % 5_000)],
  ['hostile: longer than any that is numbered', ['x'.repeat(2_000), 'y'.repeat(2_000), 'x'.repeat(2_000)]],
  ['hostile: a text, a number, null, a letter of another alphabet, an escape', ['1', 1, null, 'é', '"', '1']],
])('who acted, %s: each outline holds its own', (_name, arns) => {
  const outlines = outlinesOf(arns.map(by));
  expect(outlines.map((outline) => outline?.fields['userIdentity'])).toEqual(arns.map((arn) => ({ arn })));
});
