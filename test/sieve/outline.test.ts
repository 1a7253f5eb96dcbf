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

const by = (arn: unknown, at: number): object => ({
  eventID: `e${at}`,
  eventTime: '2026-11-20T14:03:22Z',
  userIdentity: { arn, accessKeyId: `AKIA${at}` },
  requestParameters: { name: `${at}`, other: 1 },
});

test('an outline holds what rules with memory ask for, and nothing else', () => {
  expect(outlinesOf(['a', 'b', 'a'].map(by))).toEqual(
    ['a', 'b', 'a'].map((arn, at) => ({
      head: { eventID: `e${at}`, eventTime: '2026-11-20T14:03:22Z' },
      fields: { userIdentity: { arn }, requestParameters: { name: `${at}` } },
    })),
  );
});

test.each([
  ['as delivered', {}, { eventID: 'e', eventTime: '2026-11-20T14:03:22Z' }],
  ['a correction', { addendum: { originalEventID: 'o', reason: 'DELAYED' } }, { addendum: { originalEventID: 'o' } }],
  ['an aggregated event', { eventID: undefined, eventId: 'g' }, { eventID: undefined, eventId: 'g' }],
  ['hostile: an id with an escape', { eventID: 'a"b' }, { eventID: 'a"b' }],
  ['hostile: an id in another alphabet', { eventID: 'é' }, { eventID: 'é' }],
  ['hostile: a number as id', { eventID: 1 }, { eventID: 1 }],
])('the head of a record, %s', (_name, fields, head) => {
  const base = { eventID: 'e', eventTime: '2026-11-20T14:03:22Z' };
  expect(outlinesOf([{ ...base, ...fields }])[0]?.head).toEqual({ ...base, ...head });
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
