import { gzipSync } from 'node:zlib';
import { inChunks, outcomeOf, streaming } from '../../bench/sieve/compare.ts';
import { LOG_OBJECT } from '../../src/decode/log-object.ts';
import type { Condition } from '../../src/match/condition.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { fieldsAsked } from '../../src/sieve/fields-asked.ts';
import { Sieves } from '../../src/sieve/sieves.ts';
import { ruleOf } from './rule-of.ts';
import { WASM } from './wasm.ts';

const is = (field: string, value: string): Condition => ({
  dialect: 'sigma',
  path: field.split('.'),
  op: 'equals',
  value,
});

const RULES: readonly [string, Condition][] = [
  ['deleted', is('eventName', 'DeleteTrail')],
  ['root', { all: [is('userIdentity.type', 'Root'), { not: is('userIdentity.invokedBy', 'a.amazonaws.com') }] }],
  ['bucket', is('requestParameters.bucketName', 'secret')],
  ['either', { any: [is('errorCode', 'Odd'), is('requestParameters.items.port', '22')] }],
];
const rules = RULES.map(([name, condition]) => ruleOf(name, condition));
const set = new RuleSet({ rules });
const sieves = new Sieves(WASM, { rules, memory: [], fields: fieldsAsked(RULES.map(([, condition]) => condition)) });

const HEAD = '"eventVersion":"1.11","eventSource":"s3.amazonaws.com"';
const record = (members: string): string => `{${HEAD},${members}}`;
const ORDINARY = record(
  '"eventName":"GetObject","userIdentity":{"type":"AssumedRole"},"requestParameters":{"bucketName":"logs"}',
);

/** What both ways of reading make of a file of records, and how many of them the sieve passed over. */
async function read(records: readonly string[], chunk?: number) {
  const bytes = gzipSync(`{"Records":[${records.join(',')}]}`);
  const cutter = sieves.open(LOG_OBJECT);
  const sieved = await outcomeOf(
    inChunks(bytes, chunk ?? bytes.length),
    set,
    chunk === undefined ? cutter : streaming(cutter),
  );
  return { sieved, parsed: await outcomeOf(inChunks(bytes, bytes.length), set), passed: cutter.passed };
}

describe('a record that matches is never passed over', () => {
  const text = JSON.stringify;
  test.each<[string, string, string[]]>([
    ['plainly', record('"eventName":"DeleteTrail"'), ['deleted']],
    ['in other letters', record('"eventName":"DELETETRAIL"'), ['deleted']],
    ['with an escape in the value', record('"eventName":"Delete\\u0054rail"'), ['deleted']],
    ['with an escape in the key', record('"event\\u004eame":"DeleteTrail"'), ['deleted']],
    ['with white space everywhere', record('\n "eventName" \t:\r\n "DeleteTrail" '), ['deleted']],
    ['twice, the last one counts', record('"eventName":"GetObject","eventName":"DeleteTrail"'), ['deleted']],
    ['twice, the first one does not', record('"eventName":"DeleteTrail","eventName":"GetObject"'), []],
    ['in a list', record('"eventName":"A","errorCode":["Even","Odd"]'), ['either']],
    ['in a list in a list', record('"eventName":"A","errorCode":[["Odd"]]'), ['either']],
    ['deeper only', record(`"eventName":"GetObject","requestParameters":{"eventName":"DeleteTrail"}`), []],
    ['in a text only', record(`"eventName":"GetObject","a":${text('","eventName":"DeleteTrail')}`), []],
    ['behind a text of backslashes', record(`"a":${text('\\\\\\"\\')},"eventName":"DeleteTrail"`), ['deleted']],
    ['behind a text of brackets', record(`"a":${text('}]}{[')},"eventName":"DeleteTrail"`), ['deleted']],
    ['behind a key of quotes', record(`${text('"eventName":')}:1,"eventName":"DeleteTrail"`), ['deleted']],
    ['behind 70 levels', record(`"a":${'['.repeat(70)}${']'.repeat(70)},"eventName":"DeleteTrail"`), ['deleted']],
    ['below two keys', record('"eventName":"A","userIdentity":{"type":"Root"}'), ['root']],
    [
      'an object twice, the last one counts',
      record('"eventName":"A","userIdentity":{"type":"B"},"userIdentity":{"type":"Root"}'),
      ['root'],
    ],
    [
      'an object twice, the first one does not',
      record('"eventName":"A","userIdentity":{"type":"Root"},"userIdentity":null'),
      [],
    ],
    ['an object in a list', record('"eventName":"A","userIdentity":[{"type":"Root"}]'), ['root']],
    ['an object that is a text', record('"eventName":"A","userIdentity":"Root"'), []],
    ['an object as value of the field', record('"eventName":"A","errorCode":{"a":"Odd"}'), ['either']],
    [
      'through a list on the way',
      record('"eventName":"A","requestParameters":{"items":[{"port":1},{"port":22}]}'),
      ['either'],
    ],
    ['a number written otherwise', record('"eventName":"A","requestParameters":{"items":{"port":22}}'), ['either']],
    ['a long value', record(`"eventName":"A","requestParameters":{"bucketName":"${'x'.repeat(9000)}"}`), []],
    [
      'a value behind a megabyte',
      record(`"eventName":"A","pad":"${'x'.repeat(1_040_000)}","requestParameters":{"bucketName":"secret"}`),
      ['bucket'],
    ],
    ['with __proto__', record('"eventName":"A","__proto__":{"eventName":"DeleteTrail"},"errorCode":"Odd"'), ['either']],
    ['where another key was expected', `{"eventName":"DeleteTrail",${HEAD}}`, ['deleted']],
    ['a key that begins with the expected one', record('"eventNames":"A","eventName":"DeleteTrail"'), ['deleted']],
    ['the expected key, with a blank', record('"eventName" :"DeleteTrail"'), ['deleted']],
    ['a key too long to be expected', record(`"${'x'.repeat(40)}":1,"eventName":"DeleteTrail"`), ['deleted']],
    ['a value that begins as the last one', record('"eventName":"GetObject\\"","errorCode":"Odd"'), ['either']],
    ['letters that fold to others', record('"eventName":"DeleteTrai\u2113"'), []],
  ])('%s', async (_name, json, rules) => {
    for (const chunk of [undefined, 1, 7, 4096]) {
      const { sieved, parsed } = await read([ORDINARY, json, ORDINARY], chunk);
      expect(sieved.matches).toEqual(rules.map((rule) => `1 ${rule}`));
      expect(sieved.records).toBe(3);
      expect(sieved).toEqual(parsed);
    }
  });
});

test('ordinary records are passed over, and counted', async () => {
  const { sieved, passed } = await read(Array.from({ length: 3000 }, () => ORDINARY));
  expect(passed).toBe(3000);
  expect(sieved).toEqual({ matches: [], counted: [], refusals: [], records: 3000 });
});

test('what is not CloudTrail is refused as before', async () => {
  const strangers = [
    '{"eventVersion":"1","eventSource":"aws:s3","eventName":"A"}',
    '{}',
    '{"eventName":"A"}',
    '1',
    'null',
  ];
  const { sieved, parsed } = await read([ORDINARY, ...strangers, ORDINARY]);
  expect(sieved).toEqual(parsed);
  expect(sieved.refusals).toHaveLength(5);
});

test('more names than the tables hold: the others are parsed, and nothing is lost', async () => {
  const records = Array.from({ length: 30_000 }, (_, at) =>
    record(`"eventName":"${at % 1000 === 999 ? 'DeleteTrail' : `Call${at}`}"`),
  );
  const { sieved, parsed, passed } = await read(records);
  expect(sieved).toEqual(parsed);
  expect(sieved.matches).toHaveLength(30);
  expect(passed).toBeGreaterThan(1_000);
});

test('more combinations of values than the tree has branches for: nothing is lost, and most are passed over', async () => {
  const records = Array.from({ length: 40_000 }, (_, at) => {
    const [code, by] = [at % 211, Math.floor(at / 211) % 199];
    const name = at % 4_000 === 3_999 ? 'DeleteTrail' : 'A';
    return record(`"eventName":"${name}","errorCode":"E${code}","userIdentity":{"type":"Root","invokedBy":"b${by}"}`);
  });
  const { sieved, parsed } = await read(records);
  expect(sieved).toEqual(parsed);
  expect(sieved.matches.filter((line) => line.endsWith('deleted'))).toHaveLength(10);
  const { passed } = await read(records.map((json) => json.replace('"Root"', '"AssumedRole"')));
  expect(passed).toBeGreaterThan(39_000);
});

test('more values of a field than get numbers: the others are read where they stand', async () => {
  const records = Array.from({ length: 3_000 }, (_, at) =>
    record(`"eventName":"A","errorCode":"${at > 2_000 && at % 100 === 0 ? 'Odd' : `E${at}`}"`),
  );
  const { sieved, parsed, passed } = await read(records);
  expect(sieved).toEqual(parsed);
  expect(sieved.matches).toHaveLength(9);
  expect(passed).toBe(2_991);
});

test('hostile: records of so many accounts that the own one gets no number', () => {
  const account = '123456789012';
  const others = Array.from({ length: 1_000 }, (_, at) => record(`"eventName":"A","recipientAccountId":"${at}"`));
  const own = record(`"eventName":"A","recipientAccountId":"${account}"`);
  const cutter = sieves.open(LOG_OBJECT, account);
  const given = cutter.push(Buffer.from(`{"Records":[${[...others, own, own].join(',')}]}`));
  expect([...given, ...cutter.end().pieces]).toHaveLength(1_000);
  expect(cutter.passed).toBe(2);
  cutter.close();
});

test('two files at once do not share a memory', async () => {
  const [first, second] = [sieves.open(LOG_OBJECT), sieves.open(LOG_OBJECT)];
  const file = (name: string) => Buffer.from(`{"Records":[${record(`"eventName":"${name}"`)},${ORDINARY}]}`);
  const [a, b] = [file('DeleteTrail'), file('GetObject')];
  first.push(a.subarray(0, 50));
  second.push(b.subarray(0, 60));
  expect(first.push(a.subarray(50)).map(({ index }) => index)).toEqual([0]);
  expect(second.push(b.subarray(60))).toEqual([]);
});
