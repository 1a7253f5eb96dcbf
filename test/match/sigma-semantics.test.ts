import { stringify } from 'yaml';
import type { JsonObject } from '../../src/json.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { toRecord } from '../../src/record/record.ts';
import { compiledRules, loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Whether a detection with this one selection matches a record. */
function matches(selection: unknown, record: JsonObject, condition = 'selection'): boolean {
  const rule = {
    title: 'Under test',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: { selection, condition },
  };
  const loaded = loadRules(
    [{ file: 'rule.yml', text: stringify(rule) }],
    new Map([
      ['nets', ['192.0.2.0/24', '2001:db8::/32']],
      ['none', []],
    ]),
  );
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  return new RuleSet(compiledRules(loaded)).match(toRecord(record)).length > 0;
}

type Row = readonly [name: string, selection: unknown, record: JsonObject, expected: boolean];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'missing fields and null': [
    ['a missing field equals nothing', { a: 'x' }, {}, false],
    ['null is null', { a: null }, { a: null }, true],
    ['null is missing', { a: null }, {}, true],
    ['null is not the empty string', { a: null }, { a: '' }, false],
    ['null is not an empty list', { a: null }, { a: [] }, false],
    ['null is missing below a missing object', { 'a.b': null }, {}, true],
    ['null or a value', { a: [null, 'x'] }, {}, true],
    ['null or a value, another one', { a: [null, 'x'] }, { a: 'y' }, false],
    ['the empty string', { a: '' }, { a: '' }, true],
    ['the empty string is not null', { a: '' }, { a: null }, false],
    ['exists', { 'a|exists': true }, { a: 'x' }, true],
    ['exists, null too', { 'a|exists': true }, { a: null }, true],
    ['exists, an empty object too', { 'a|exists': true }, { a: {} }, true],
    ['exists not', { 'a|exists': false }, {}, true],
    ['exists not, but it does', { 'a|exists': false }, { a: null }, false],
    ['exists behind a list', { 'a.b|exists': true }, { a: [{ c: 1 }, { b: 1 }] }, true],
  ],
  'case, text, numbers and booleans': [
    ['without regard to case', { a: 'Root' }, { a: 'rOOT' }, true],
    ['the Kelvin sign folds to k', { a: 'k' }, { a: '\u212A' }, true],
    ['cased', { 'a|cased': 'Root' }, { a: 'Root' }, true],
    ['cased, other case', { 'a|cased': 'Root' }, { a: 'root' }, false],
    ['cased with startswith', { 'a|startswith|cased': 'Ro' }, { a: 'root' }, false],
    ['a boolean equals its text', { a: true }, { a: 'True' }, true],
    ['a text equals its boolean', { a: 'true' }, { a: true }, true],
    ['a boolean is not a number', { a: true }, { a: 1 }, false],
    ['a number equals its text', { a: 300 }, { a: '300' }, true],
    ['a number equals itself written otherwise', { a: 300 }, { a: '300.0' }, true],
    ['a text equals its number', { a: '300' }, { a: 300 }, true],
    ['a number is not a part of a text', { a: 300 }, { a: '3000' }, false],
    ['the empty text is not zero', { a: 0 }, { a: '' }, false],
    ['numbers beyond 2^53 compare as text', { a: 12345678901234567890n }, { a: '12345678901234567891' }, false],
  ],
  'wildcards and escapes': [
    ['a star', { a: 'Get*' }, { a: 'GetObject' }, true],
    ['a star for nothing', { a: 'Get*' }, { a: 'Get' }, true],
    ['stars inside', { a: 'a*b*c' }, { a: 'a-b-b-c' }, true],
    ['stars inside, out of order', { a: 'a*b*c' }, { a: 'a-c-b' }, false],
    ['a question mark is one character', { a: 'v?' }, { a: 'v2' }, true],
    ['a question mark is not none', { a: 'v?' }, { a: 'v' }, false],
    ['an escaped star', { a: 'a\\*b' }, { a: 'a*b' }, true],
    ['an escaped star is no wildcard', { a: 'a\\*b' }, { a: 'axb' }, false],
    ['an escaped backslash and then a wildcard', { a: 'a\\\\*' }, { a: 'a\\xyz' }, true],
    ['three backslashes: both escaped', { a: 'a\\\\\\*' }, { a: 'a\\*' }, true],
    ['a backslash before a letter is one', { a: 'C:\\Users' }, { a: 'C:\\Users' }, true],
    ['a value that ends with a backslash', { 'a|contains': 'dir\\' }, { a: 'my dir\\file' }, true],
    ['a line break is a character', { a: 'a*b' }, { a: 'a\nb' }, true],
    ['a lone star: anything', { a: '*' }, { a: 'x' }, true],
    ['a lone star: the empty string too', { a: '*' }, { a: '' }, true],
    ['a lone star: not null', { a: '*' }, { a: null }, false],
    ['a lone star: not missing', { a: '*' }, {}, false],
    ['contains star: an empty list is there', { 'a|contains': '*' }, { a: [] }, true],
    ['contains star: an object is there', { 'a|contains': '*' }, { a: {} }, true],
    ['stars that would take a regex for ever', { a: `${'*a'.repeat(20)}*b` }, { a: 'a'.repeat(1000) }, false],
  ],
  'contains, startswith, endswith': [
    ['contains', { 'a|contains': 'object' }, { a: 'GetObjectAcl' }, true],
    ['contains not', { 'a|contains': 'bucket' }, { a: 'GetObjectAcl' }, false],
    ['startswith', { 'a|startswith': 'get' }, { a: 'GetObject' }, true],
    ['startswith, in the middle', { 'a|startswith': 'Object' }, { a: 'GetObject' }, false],
    ['endswith', { 'a|endswith': 'object' }, { a: 'GetObject' }, true],
    ['endswith with a wildcard', { 'a|endswith': '/Admin*Access' }, { a: 'arn:x/AdministratorAccess' }, true],
    ['all of a list', { 'a|contains|all': ['Get', 'Acl'] }, { a: 'GetObjectAcl' }, true],
    ['all of a list, one missing', { 'a|contains|all': ['Get', 'Put'] }, { a: 'GetObjectAcl' }, false],
    ['any of a list', { 'a|contains': ['Get', 'Put'] }, { a: 'GetObjectAcl' }, true],
    ['neq', { 'a|neq': 'x' }, { a: 'y' }, true],
    ['neq, equal', { 'a|neq': 'x' }, { a: 'X' }, false],
    ['neq, missing', { 'a|neq': 'x' }, {}, true],
  ],
  'lists and objects in a record': [
    ['any element', { a: 'x' }, { a: ['y', 'x'] }, true],
    ['no element', { a: 'x' }, { a: ['y'] }, false],
    ['nested lists', { a: 'x' }, { a: [['y'], [['x']]] }, true],
    ['a path through a list', { 'a.b': 'x' }, { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a path through two lists', { 'a.b.c': 'x' }, { a: [{ b: [{ c: 'y' }] }, { b: [{ c: 'x' }] }] }, true],
    ['each field on its own', { 'a.b': 1, 'a.c': 2 }, { a: [{ b: 1 }, { c: 2 }] }, true],
    ['a path through a text', { 'a.b': 'x' }, { a: 'x' }, false],
    ['any text inside an object', { a: 'x' }, { a: { b: { c: 'x' } } }, true],
    ['the JSON of an object', { 'a|contains': '"b":{"c"' }, { a: { b: { c: 'x' } } }, true],
    ['a key of an object', { 'a|contains': 'all-users' }, { a: { grantee: [{ 'all-users': true }] } }, true],
    ['null inside a list', { a: null }, { a: ['x', null] }, true],
    ['a key with a dot', { 'a.b\\.c': 'x' }, { a: { 'b.c': 'x' } }, true],
    ['a key with a dot is not a path', { 'a.b\\.c': 'x' }, { a: { b: { c: 'x' } } }, false],
    ['inherited keys are not there', { 'constructor|exists': true }, {}, false],
    [
      '__proto__ is a key like any other',
      { '__proto__.a': 'x' },
      JSON.parse('{"__proto__":{"a":"x"}}') as JsonObject,
      true,
    ],
  ],
  'numbers, networks, regular expressions, other fields': [
    ['gte', { 'a|gte': 10 }, { a: 10 }, true],
    ['gt', { 'a|gt': 10 }, { a: 10 }, false],
    ['lt, as text', { 'a|lt': 10 }, { a: '9.5' }, true],
    ['lte, not a number', { 'a|lte': 10 }, { a: 'nine' }, false],
    ['lt, the empty text', { 'a|lt': 10 }, { a: '' }, false],
    ['cidr', { 'a|cidr': '192.0.2.0/24' }, { a: '192.0.2.7' }, true],
    ['cidr, outside', { 'a|cidr': '192.0.2.0/24' }, { a: '192.0.3.7' }, false],
    ['cidr, mapped into IPv6', { 'a|cidr': '192.0.2.0/24' }, { a: '::ffff:192.0.2.7' }, true],
    ['cidr, IPv6', { 'a|cidr': '2001:db8::/32' }, { a: '2001:db8::1' }, true],
    ['cidr, AWS Internal', { 'a|cidr': '0.0.0.0/0' }, { a: 'AWS Internal' }, false],
    ['cidr, a host name', { 'a|cidr': '0.0.0.0/0' }, { a: 'ec2.amazonaws.com' }, false],
    ['cidr, leading zeros', { 'a|cidr': '0.0.0.0/0' }, { a: '010.0.0.1' }, false],
    ['cidr, a zone', { 'a|cidr': '::/0' }, { a: 'fe80::1%eth0' }, false],
    ['cidr of a list', { 'a|cidr|expand': '%nets%' }, { a: '2001:db8::1' }, true],
    ['an empty list', { 'a|expand': '%none%' }, { a: 'x' }, false],
    ['two lists in one value', { 'a|expand': '%nets% and %nets%' }, { a: '192.0.2.0/24 and 2001:db8::/32' }, true],
    ['two lists, either', { 'a|expand': ['%none%', '%nets%'] }, { a: '2001:db8::/32' }, true],
    ['re, anywhere', { 'a|re': 'user/.+e$' }, { a: 'arn:user/alice' }, true],
    ['re, with regard to case', { 'a|re': 'ALICE' }, { a: 'alice' }, false],
    ['re, a flag', { 'a|re|i': 'ALICE' }, { a: 'alice' }, true],
    ['re that would take for ever', { 'a|re': '^(a+)+$' }, { a: `${'a'.repeat(5000)}!` }, false],
    ['fieldref, equal', { 'a|fieldref': 'b' }, { a: 'Alice', b: 'alice' }, true],
    ['fieldref, other', { 'a|fieldref': 'b' }, { a: 'alice', b: 'bob' }, false],
    ['fieldref, both missing', { 'a|fieldref': 'b' }, {}, false],
    ['fieldref, cased', { 'a|fieldref|cased': 'b' }, { a: 'Alice', b: 'alice' }, false],
  ],
  'encodings of a value': [
    ['windash: as it stands', { 'a|windash|contains': ' -enc ' }, { a: 'x -enc y' }, true],
    ['windash: a slash', { 'a|windash|contains': ' -enc ' }, { a: 'x /enc y' }, true],
    ['windash: an en dash', { 'a|contains|windash': ' -enc ' }, { a: 'x –enc y' }, true],
    ['windash: a horizontal bar', { 'a|windash|contains': ' -enc ' }, { a: 'x ―enc y' }, true],
    ['windash: a dash inside a word stays', { 'a|windash': 'a-b' }, { a: 'a/b' }, false],
    ['base64', { 'a|base64': 'foobar' }, { a: 'Zm9vYmFy' }, true],
    ['base64, padded', { 'a|base64|contains': 'foob' }, { a: 'x Zm9vYg== y' }, true],
    ['base64 of a star', { 'a|base64': 'a\\*b' }, { a: 'YSpi' }, true],
    ['base64offset at 0', { 'a|base64offset|contains': 'foobar' }, { a: base64('foobar!') }, true],
    ['base64offset at 1', { 'a|base64offset|contains': 'foobar' }, { a: base64('xfoobar!') }, true],
    ['base64offset at 2', { 'a|base64offset|contains': 'foobar' }, { a: base64('xyfoobar!') }, true],
    ['base64offset, something else', { 'a|base64offset|contains': 'foobar' }, { a: base64('xyfooxar!') }, false],
    ['utf16le and base64', { 'a|utf16le|base64': 'ab' }, { a: 'YQBiAA==' }, true],
    [
      'wide is utf16le',
      { 'a|wide|base64offset|contains': 'whoami' },
      { a: base64(`x${'whoami'.split('').join('\0')}\0`) },
      true,
    ],
    ['utf16be and base64', { 'a|utf16be|base64': 'ab' }, { a: 'AGEAYg==' }, true],
    ['utf16 has a byte order mark', { 'a|utf16|base64': 'ab' }, { a: '//5hAGIA' }, true],
  ],
  'parts of a time, in UTC': [
    ['hour', { 'eventTime|hour': 14 }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['hour, of another zone', { 'eventTime|hour': 14 }, { eventTime: '2026-11-20T16:03:22+02:00' }, true],
    ['hour, compared', { 'eventTime|hour|gte': 22 }, { eventTime: '2026-11-20T14:03:22Z' }, false],
    ['minute', { 'eventTime|minute': 3 }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['day', { 'eventTime|day': 20 }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['week', { 'eventTime|week': 47 }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['week 1 begins in the old year', { 'eventTime|week': 1 }, { eventTime: '2025-12-29T00:00:00Z' }, true],
    ['week 53', { 'eventTime|week': 53 }, { eventTime: '2027-01-03T23:59:59Z' }, true],
    ['month', { 'eventTime|month|lt': 12 }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['year', { 'eventTime|year': [2025, 2026] }, { eventTime: '2026-11-20T14:03:22Z' }, true],
    ['what is no time has no hour', { 'eventTime|hour|gte': 0 }, { eventTime: 'yesterday' }, false],
  ],
  keywords: [
    ['in any text', ['mimikatz'], { a: { b: ['x', 'run MimiKatz now'] } }, true],
    ['one of them', ['mimikatz', 'kali'], { userAgent: 'aws-cli kali' }, true],
    ['none of them', ['mimikatz', 'kali'], { userAgent: 'aws-cli' }, false],
    ['a wildcard', ['secret*prod'], { a: 'secret/of/prod' }, true],
    ['all of them, in different texts', { '|all': ['alice', 'bob'] }, { a: 'alice', b: 'bob' }, true],
    ['all of them, one missing', { '|all': ['alice', 'bob'] }, { a: 'alice' }, false],
    ['a number', [4711], { a: 4711 }, true],
    ['beside maps', [{ a: 1 }, 'keyword'], { b: 'a keyword' }, true],
    ['by a regular expression', { '|re': 'k[ae]y' }, { a: 'the key' }, true],
  ],
  'fieldref, in parts': [
    ['startswith', { 'a|fieldref|startswith': 'b' }, { a: 'alice-key', b: 'Alice' }, true],
    ['endswith', { 'a|fieldref|endswith': 'b' }, { a: 'arn:user/alice', b: 'alice' }, true],
    ['contains, the other way round', { 'a|fieldref|contains': 'b' }, { a: 'alice', b: 'alice-key' }, false],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  test.each(rows)('%s', (_case, selection, record, expected) => {
    expect(matches(selection, record)).toBe(expected);
    // A negation is the opposite, also where the field is missing or a list.
    expect(matches(selection, record, 'not selection')).toBe(!expected);
  });
});

/** Sigma 3's array quantifiers, on one field. */
const quantified = (field: string, value: unknown, record: JsonObject): boolean => {
  const rule = {
    title: 'T',
    'sigma-version': 3,
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: { sel: { [field]: value }, condition: 'sel' },
  };
  const loaded = loadRules([{ file: 'rule.yml', text: stringify(rule) }], new Map());
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  return new RuleSet(compiledRules(loaded)).match(toRecord(record)).length > 0;
};

const trusting = (...accounts: string[]): JsonObject => ({
  recipientAccountId: '123456789012',
  requestParameters: { policyDocument: { Statement: { Effect: 'Allow', Principal: { AWS: accounts } } } },
});

test.each<[string, unknown, JsonObject, boolean]>([
  ['a[any]', 1, { a: [2, 1] }, true],
  ['a[all]', 1, { a: [1, 1] }, true],
  ['a[all]', 1, { a: [1, 2] }, false],
  ['a[all]', 1, { a: [] }, false],
  ['a[all]', 1, {}, false],
  ['a[all]', 1, { a: 1 }, true],
  ['a[none]', 1, { a: [2, 3] }, true],
  ['a[none]', 1, { a: [2, 1] }, false],
  ['a[none]', 1, {}, true],
  ['a[1]', 'y', { a: ['x', 'y'] }, true],
  ['a[2]', 'y', { a: ['x', 'y'] }, false],
  ['a[all].b', 1, { a: [{ b: 1 }, { b: 1, c: 2 }] }, true],
  ['a[all].b|fieldref', 'c', { a: [{ b: 1 }, { b: 1 }], c: 1 }, true],
  ['a[all].b|fieldref', 'c', { a: [{ b: 1 }, { b: 2 }], c: 1 }, false],
  ['a[any].b|fieldref', 'c', { a: [{ b: 1 }, { b: 2 }], c: 2 }, true],
  ['a[all]', [1, 2], { a: [1, 2, 1] }, true],
  ['a[all]', [1, 2], { a: [1, 3] }, false],
  ['a[none]', [1, 2], { a: [3] }, true],
  ['a[none]', [1, 2], { a: [3, 2] }, false],
  ['a[any].b', ['x*', 'y'], { a: [{ b: 'z' }, { b: 'y' }] }, true],
  ['a[all].b|neq', ['x', 'y'], { a: [{ b: 'x' }, { b: 'z' }] }, true],
  ['a[all].b|neq', ['x', 'y'], { a: [{ b: 'x' }, { b: 'y' }] }, false],
  ['a[all]|cidr', ['192.0.2.0/24', '203.0.113.0/24'], { a: ['192.0.2.1', '203.0.113.9'] }, true],
  ['a[all].b', 1, { a: [{ b: 1 }, { c: 2 }] }, false],
  ['a[any].b[all].c|startswith', 'x', { a: [{ b: [{ c: 'y' }] }, { b: [{ c: 'xa' }, { c: 'xb' }] }] }, true],
  ['a[any].b[all].c|startswith', 'x', { a: [{ b: [{ c: 'xa' }, { c: 'y' }] }] }, false],
  ['derived.policy.externalAccounts[all]', '111122223333', trusting('111122223333'), true],
  ['derived.policy.externalAccounts[all]', '111122223333', trusting('111122223333', '444455556666'), false],
  ['derived.policy.externalAccounts[any]', '111122223333', trusting('111122223333', '444455556666'), true],
  ['derived.policy.externalAccounts[none]', '111122223333', trusting('444455556666'), true],
  ['derived.policy.externalAccounts[none]', '111122223333', {}, true],
  ['derived.policy.externalAccounts[0]', '111122223333', trusting('111122223333', '444455556666'), true],
])('Sigma 3: %s is %p in %j', (field, value, record, expected) => {
  expect(quantified(field, value, record)).toBe(expected);
});

test.each<[string, string[], boolean]>([
  ['each element in either of two lists', ['one', 'two'], true],
  ['an element in neither of two lists', ['one', 'three'], false],
  ['all in the list that is not empty', ['one'], true],
])('Sigma 3, expanded: %s', (_name, a, expected) => {
  const lists = new Map([
    ['first', ['one', '1']],
    ['second', ['two']],
    ['none', []],
  ]);
  const text = `title: T
sigma-version: 3
logsource: { product: aws, service: cloudtrail }
detection: { it: { "a[all]|expand": ["%none%", "%first%", "%second%"] }, condition: it }`;
  const loaded = loadRules([{ file: 'r.yml', text }], lists);
  expect(loaded.errors).toEqual([]);
  expect(new RuleSet(compiledRules(loaded)).match(toRecord({ a }))).toHaveLength(expected ? 1 : 0);
});

test('a list of maps is any of them, a map all of its fields', () => {
  const selection = [{ a: 1, b: 2 }, { c: 3 }];
  expect(matches(selection, { a: 1, b: 2 })).toBe(true);
  expect(matches(selection, { c: 3 })).toBe(true);
  expect(matches(selection, { a: 1 })).toBe(false);
});
