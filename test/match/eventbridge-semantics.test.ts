import type { JsonObject } from '../../src/json.ts';
import { compilePattern } from '../../src/match/dialects/eventbridge/compile.ts';
import { explainPattern } from '../../src/match/dialects/eventbridge/explain.ts';
import { readPattern } from '../../src/match/dialects/eventbridge/read.ts';

function read(value: unknown) {
  const result = readPattern(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  // Through JSON, as a pattern goes through rules.json.
  return JSON.parse(JSON.stringify(result.pattern)) as typeof result.pattern;
}

const matches = (pattern: unknown, event: JsonObject): boolean => compilePattern(read(pattern))(event);

type Row = readonly [name: string, pattern: unknown, event: JsonObject, expected: boolean];

const not = (operand: unknown): unknown => ({ a: [{ 'anything-but': operand }] });
const only = (operator: JsonObject): unknown => ({ a: [operator] });

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'missing, null and exists': [
    ['a missing field equals nothing', { a: ['x'] }, {}, false],
    ['null is null', { a: [null] }, { a: null }, true],
    ['null is not missing', { a: [null] }, {}, false],
    ['null is not the empty text', { a: [null] }, { a: '' }, false],
    ['null exists', only({ exists: true }), { a: null }, true],
    ['null does not lack', only({ exists: false }), { a: null }, false],
    ['false exists', only({ exists: true }), { a: false }, true],
    ['{} does not exist', only({ exists: true }), { a: {} }, false],
    ['[] does not exist', only({ exists: true }), { a: [] }, false],
    ['[[]] does not exist', only({ exists: true }), { a: [[]] }, false],
    ['an object does not exist', only({ exists: true }), { a: { b: 1 } }, false],
    ['an object lacks', only({ exists: false }), { a: { b: 1 } }, true],
    ['below a text nothing exists', { a: { b: [{ exists: false }] } }, { a: 'x' }, true],
    ['missing or a value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['missing or a value, another one', { a: [{ exists: false }, 'x'] }, { a: 'y' }, false],
    ['inherited keys are not there', { constructor: [{ exists: true }] }, {}, false],
    [
      '__proto__ is a key like any other',
      JSON.parse('{"__proto__":{"a":["x"]}}'),
      JSON.parse('{"__proto__":{"a":"x"}}') as JsonObject,
      true,
    ],
  ],
  'anything-but': [
    ['another text', not('x'), { a: 'y' }, true],
    ['that text', not('x'), { a: 'x' }, false],
    ['with regard to case', not('x'), { a: 'X' }, true],
    ['missing: false', not('x'), {}, false],
    ['[]: false', not('x'), { a: [] }, false],
    ['{}: false', not('x'), { a: {} }, false],
    ['null: true', not('x'), { a: null }, true],
    ['a boolean: true', not('x'), { a: false }, true],
    ['a number: true', not('1'), { a: 1 }, true],
    ['a list, any element differs', not('x'), { a: ['x', 'y'] }, true],
    ['a list, none differs', not('x'), { a: ['x', 'x'] }, false],
    ['of a list', not(['x', 'y']), { a: 'z' }, true],
    ['of a list, one of it', not(['x', 'y']), { a: 'y' }, false],
    ['of numbers', not([1, 2]), { a: 2.0 }, false],
    ['of numbers, their text', not([1, 2]), { a: '2' }, true],
    ['prefix', not({ prefix: 'x' }), { a: 'yx' }, true],
    ['prefix, begins with it', not({ prefix: 'x' }), { a: 'xy' }, false],
    ['prefix, null', not({ prefix: 'x' }), { a: null }, true],
    ['prefix, missing', not({ prefix: 'x' }), {}, false],
    ['prefixes', not({ prefix: ['x', 'y'] }), { a: 'yz' }, false],
    ['suffix', not({ suffix: 'x' }), { a: 'yx' }, false],
    ['suffixes', not({ suffix: ['x', 'y'] }), { a: 'z' }, true],
    ['equals-ignore-case', not({ 'equals-ignore-case': 'ROOT' }), { a: 'root' }, false],
    ['equals-ignore-case, a list', not({ 'equals-ignore-case': ['ROOT', 'b'] }), { a: 'c' }, true],
    ['wildcard', not({ wildcard: '*/lib/*' }), { a: 'x/lib/y' }, false],
    ['wildcards', not({ wildcard: ['*/lib/*', 'a*'] }), { a: 'b' }, true],
  ],
  'text and case': [
    ['equal', { a: ['Root'] }, { a: 'Root' }, true],
    ['other case', { a: ['Root'] }, { a: 'root' }, false],
    ['a star is a star', { a: ['Get*'] }, { a: 'GetObject' }, false],
    ['the empty text', { a: [''] }, { a: '' }, true],
    ['prefix', only({ prefix: 'Get' }), { a: 'GetObject' }, true],
    ['prefix, inside', only({ prefix: 'Object' }), { a: 'GetObject' }, false],
    ['prefix, other case', only({ prefix: 'get' }), { a: 'GetObject' }, false],
    ['prefix, ignoring case', only({ prefix: { 'equals-ignore-case': 'get' } }), { a: 'GetObject' }, true],
    ['prefix, a number', only({ prefix: '1' }), { a: 12 }, false],
    ['prefix "": a text', only({ prefix: '' }), { a: 'x' }, true],
    ['prefix "": not null', only({ prefix: '' }), { a: null }, false],
    ['prefix "": not missing', only({ prefix: '' }), {}, false],
    ['suffix', only({ suffix: 'Object' }), { a: 'GetObject' }, true],
    ['suffix, other case', only({ suffix: 'object' }), { a: 'GetObject' }, false],
    ['suffix, ignoring case', only({ suffix: { 'equals-ignore-case': 'OBJECT' } }), { a: 'GetObject' }, true],
    ['suffix "": not a number', only({ suffix: '' }), { a: 1 }, false],
    ['equals-ignore-case', only({ 'equals-ignore-case': 'rOOT' }), { a: 'Root' }, true],
    ['equals-ignore-case, longer', only({ 'equals-ignore-case': 'root' }), { a: 'Roots' }, false],
    ['one of a list', { a: ['x', { prefix: 'y' }] }, { a: 'yz' }, true],
    ['none of a list', { a: ['x', { prefix: 'y' }] }, { a: 'z' }, false],
  ],
  wildcard: [
    ['for nothing', only({ wildcard: 'a*b' }), { a: 'ab' }, true],
    ['at the start', only({ wildcard: '*.png' }), { a: 'x.png' }, true],
    ['several', only({ wildcard: 'a*b*c' }), { a: 'a-b-b-c' }, true],
    ['several, out of order', only({ wildcard: 'a*b*c' }), { a: 'a-c-b' }, false],
    ['ends may not overlap', only({ wildcard: 'aba*aba' }), { a: 'ababa' }, false],
    ['a part may not reach into the end', only({ wildcard: '*ab*b' }), { a: 'ab' }, false],
    ['a ? is itself', only({ wildcard: 'a?*' }), { a: 'ab' }, false],
    ['an escaped star and a star', only({ wildcard: '\\**' }), { a: '*x' }, true],
    ['an escaped backslash and a star', only({ wildcard: 'a\\\\*' }), { a: 'a\\x' }, true],
    ['case', only({ wildcard: 'get*' }), { a: 'GetObject' }, false],
    ['without a star', only({ wildcard: 'ab' }), { a: 'abc' }, false],
    [
      'stars that would take a regex for ever',
      only({ wildcard: `${'*a'.repeat(20)}*b*` }),
      { a: 'a'.repeat(1000) },
      false,
    ],
  ],
  'numbers and booleans': [
    ['300 is 300.0', { a: [300] }, JSON.parse('{"a":300.0}') as JsonObject, true],
    ['300 is not its text', { a: [300] }, { a: '300' }, false],
    ['a text is not its number', { a: ['300'] }, { a: 300 }, false],
    ['a bigint', { a: [12345678901n] }, { a: 12345678901 }, true],
    ['true is true', { a: [true] }, { a: true }, true],
    ['true is not its text', { a: [true] }, { a: 'true' }, false],
    ['false is not missing', { a: [false] }, {}, false],
    ['numeric =', only({ numeric: ['=', 300] }), { a: 300 }, true],
    ['numeric, a text', only({ numeric: ['>', 0] }), { a: '300' }, false],
    ['numeric <', only({ numeric: ['<', 10] }), { a: 10 }, false],
    ['numeric <=', only({ numeric: ['<=', 10] }), { a: 10 }, true],
    ['numeric range', only({ numeric: ['>', 0, '<=', 5] }), { a: 5 }, true],
    ['numeric range, its open end', only({ numeric: ['>', 0, '<=', 5] }), { a: 0 }, false],
    ['numeric range, each end in another element', only({ numeric: ['>', 5, '<', 7] }), { a: [1, 9] }, false],
    ['numeric, at the limit', only({ numeric: ['>', 0] }), { a: 5e9 }, true],
    ['numeric, beyond what it takes', only({ numeric: ['>', 0] }), { a: 5_000_000_001 }, false],
    ['numeric, null is not zero', only({ numeric: ['=', 0] }), { a: null }, false],
  ],
  cidr: [
    ['inside', only({ cidr: '192.0.2.0/24' }), { a: '192.0.2.7' }, true],
    ['outside', only({ cidr: '192.0.2.0/24' }), { a: '192.0.3.7' }, false],
    ['host bits are fine', only({ cidr: '192.0.2.77/24' }), { a: '192.0.2.7' }, true],
    ['IPv6', only({ cidr: '2001:db8::/32' }), { a: '2001:DB8:0::1' }, true],
    ['IPv6, outside', only({ cidr: '2001:db8::/32' }), { a: '2001:db9::1' }, false],
    ['mapped into IPv6', only({ cidr: '192.0.2.0/24' }), { a: '::ffff:192.0.2.7' }, false],
    ['a network of mapped ones', only({ cidr: '::ffff:0:0/96' }), { a: '192.0.2.7' }, false],
    ['AWS Internal', only({ cidr: '0.0.0.0/0' }), { a: 'AWS Internal' }, false],
    ['a host name', only({ cidr: '0.0.0.0/0' }), { a: 'ec2.amazonaws.com' }, false],
    ['a zone', only({ cidr: '::/0' }), { a: 'fe80::1%eth0' }, false],
    ['a number', only({ cidr: '0.0.0.0/0' }), { a: 1 }, false],
  ],
  'paths, objects and arrays': [
    ['any element', { a: ['x'] }, { a: ['y', 'x'] }, true],
    ['nested lists', { a: ['x'] }, { a: [['y'], [['x']]] }, true],
    ['an object never equals', { a: ['[object Object]'] }, { a: { b: 1 } }, false],
    ['a text inside an object', { a: ['x'] }, { a: { b: 'x' } }, false],
    ['a dotted key in the pattern', { 'a.b': ['x'] }, { a: { b: 'x' } }, true],
    ['a dotted key in the event', { a: { b: ['x'] } }, { 'a.b': 'x' }, true],
    ['dots all over', { 'a.b': { 'c.d': ['x'] } }, { a: { 'b.c': { d: 'x' } } }, true],
    ['a dotted key beside the object', { a: { b: ['x'], c: ['y'] } }, { 'a.b': 'x', a: { c: 'y' } }, true],
    ['an index is no path', { a: { 0: ['x'] } }, { a: ['x'] }, false],
    ['the same element', { e: { f: [1], l: [2] } }, { e: [{ f: 0 }, { f: 1, l: 2 }] }, true],
    ['different elements', { e: { f: [1], l: [2] } }, { e: [{ f: 1 }, { l: 2 }] }, false],
    ['different elements of a nested list', { e: { f: [1], l: [2] } }, { e: [[{ f: 1 }], [{ l: 2 }]] }, false],
    ['two arrays are on their own', { d: { f: [1] }, e: { l: [2] } }, { d: [{ f: 1 }], e: [{}, { l: 2 }] }, true],
    ['the same element, deeper', { e: { f: [1], g: { h: [2] } } }, { e: [{ f: 1, g: [{ h: 0 }, { h: 2 }] }] }, true],
    [
      'different elements, deeper',
      { e: { f: [1], g: { h: [2] } } },
      {
        e: [
          { f: 1, g: [{ h: 0 }] },
          { f: 0, g: [{ h: 2 }] },
        ],
      },
      false,
    ],
    [
      'different elements of the inner one',
      { e: { g: { h: [1], i: [2] } } },
      { e: [{ g: [{ h: 1 }, { i: 2 }] }, { g: [{ h: 1 }] }] },
      false,
    ],
    [
      'back out of the inner one to the same outer one',
      { e: { a: { h: [1] }, b: { i: [2] } } },
      {
        e: [
          { a: [{ h: 1 }], b: [{ i: 0 }] },
          { a: [{ h: 0 }], b: [{ i: 2 }] },
        ],
      },
      false,
    ],
    ['the right choice is not the first', { e: { f: [1], l: [2] } }, { e: [{ f: 1 }, { f: 1 }, { f: 1, l: 2 }] }, true],
    ['a list of texts in each element', { e: { f: [1], t: ['x'] } }, { e: [{ f: 1, t: ['y', 'x'] }] }, true],
    ['null elements', { e: { f: [1] } }, { e: [null, { f: 1 }] }, true],
    [
      'exists: false in the element chosen before',
      { e: { a: [1], b: [{ exists: false }] } },
      { e: [{ a: 1 }, { b: 1 }] },
      true,
    ],
    [
      'exists: false, but the chosen one has it',
      { e: { a: [1], b: [{ exists: false }] } },
      { e: [{ a: 1, b: 1 }, {}] },
      false,
    ],
    [
      'exists: false first in path order: of the whole array',
      { e: { a: [{ exists: false }], b: [1] } },
      { e: [{ a: 1 }, { b: 1 }] },
      false,
    ],
    ['exists: false, no array at all', { e: { a: [{ exists: false }] } }, {}, true],
  ],
  $or: [
    ['the first', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'x' }, true],
    ['neither', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'y', b: 'x' }, false],
    ['a member of two fields', { $or: [{ a: ['x'], c: ['z'] }, { b: ['y'] }] }, { a: 'x' }, false],
    ['and another field', { c: ['z'], $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, false],
    ['below a field', { d: { $or: [{ a: ['x'] }, { b: ['y'] }] } }, { d: { b: 'y' } }, true],
    ['in $or', { $or: [{ a: ['x'] }, { b: ['y'], $or: [{ c: [1] }, { d: [1] }] }] }, { b: 'y', d: 1 }, true],
    [
      'two of them',
      { $or: [{ a: [1] }, { b: [1] }], d: { $or: [{ a: [1] }, { b: [1] }] } },
      { a: 1, d: { c: 1 } },
      false,
    ],
    ['a field inside overrides the one before', { a: ['x'], $or: [{ a: ['y'] }, { b: ['q'] }] }, { a: 'y' }, true],
    ['the overridden one no longer counts', { a: ['x'], $or: [{ a: ['y'] }, { b: ['q'] }] }, { a: 'x' }, false],
    ['a field after overrides the one inside', { $or: [{ a: ['y'] }, { b: ['q'] }], a: ['x'] }, { a: 'y' }, false],
    [
      'a member in the same element',
      { $or: [{ e: { f: [1], l: [2] } }, { z: [1] }] },
      { e: [{ f: 1 }, { l: 2 }] },
      false,
    ],
    ['a single object is a field of that name', { $or: { a: ['x'] } }, { $or: { a: 'x' } }, true],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  test.each(rows)('%s', (_case, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

test('what a pattern wants and what an event holds, field by field', () => {
  const pattern = {
    detail: {
      eventName: [{ 'anything-but': { prefix: ['Get', 'List'] } }, { prefix: { 'equals-ignore-case': 'put' } }],
      n: [{ numeric: ['>', 0, '<=', 5] }, 300, null],
      $or: [{ 'e.f': ['x'] }, { gone: [{ exists: false }] }],
    },
  };
  const event = { detail: { eventName: 'GetObject', n: '5', e: [{ f: 'y' }, { f: 'x' }] } };
  expect(explainPattern(read(pattern), event)).toEqual(
    expect.arrayContaining([
      {
        path: 'detail.eventName',
        wants: '[{"anything-but":{"prefix":["Get","List"]}}, {"prefix":{"equals-ignore-case":"put"}}]',
        holds: false,
        saw: ['GetObject'],
      },
      { path: 'detail.n', wants: '[{"numeric":[">",0,"<=",5]}, 300, null]', holds: false, saw: ['5'] },
      { path: 'detail.e.f', wants: '["x"]', holds: true, saw: ['y', 'x'] },
      { path: 'detail.gone', wants: '[{"exists":false}]', holds: true, saw: [] },
    ]),
  );
});
