import { ExactNumber } from '../../src/match/dialects/eventbridge/exact-number.ts';
import {
  MAX_COMBINATIONS,
  MAX_COMPARED_TEXT,
  MAX_DEPTH,
  MAX_TEXT,
  MAX_VALUES,
  MAX_WILDCARDS,
} from '../../src/match/dialects/eventbridge/limits.ts';
import { type PatternProblem, readPattern } from '../../src/match/dialects/eventbridge/read.ts';

function problems(pattern: unknown): readonly PatternProblem[] {
  const read = readPattern(pattern);
  return read.ok ? [] : read.problems;
}

const only = (value: unknown): unknown => ({ a: [value] });
const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), ['x']);

type Row = readonly [name: string, pattern: unknown, path: PatternProblem['path'], message: string];

const INVALID: readonly Row[] = [
  ['no object', 'x', [], 'expected an event pattern'],
  ['a list', [{ a: ['x'] }], [], 'expected an event pattern'],
  ['null', null, [], 'expected an event pattern'],
  ['{}', {}, [], 'an empty object'],
  ['{} below a field', { d: { a: {} } }, ['d', 'a'], 'an empty object'],
  ['[]', { a: [] }, ['a'], 'an empty list'],
  ['a bare text', { a: 'x' }, ['a'], 'expected a list of values'],
  ['a bare null', { a: null }, ['a'], 'expected a list of values'],
  ['a list in a list', only(['x']), ['a', 0], 'a list in a list'],
  ['an empty operator', only({}), ['a', 0], 'an empty object'],
  ['two operators', only({ prefix: 'x', suffix: 'y' }), ['a', 0], 'two operators in one object: prefix, suffix'],
  ['an unknown operator', only({ contains: 'x' }), ['a', 0], 'unknown operator "contains"'],
  ['an inherited operator', only({ constructor: 'x' }), ['a', 0], 'unknown operator "constructor"'],
  ['NaN', only(Number.NaN), ['a', 0], 'expected a text, a number'],
  ['Infinity', only(Number.POSITIVE_INFINITY), ['a', 0], 'expected a text, a number'],
  ['an exact number that is none', only(new ExactNumber('0x1F')), ['a', 0], 'expected a text, a number'],
  ['undefined', only(undefined), ['a', 0], 'expected a text, a number'],
  ['the second value', { a: ['x', { prefix: 1 }] }, ['a', 1], '"prefix" takes a text'],
  ['prefix of a list', only({ prefix: ['x'] }), ['a', 0], '"prefix" takes a text'],
  ['prefix of another operator', only({ prefix: { wildcard: 'x' } }), ['a', 0], '"prefix" takes a text, or'],
  ['suffix of null', only({ suffix: null }), ['a', 0], '"suffix" takes a text'],
  ['equals-ignore-case of a number', only({ 'equals-ignore-case': 1 }), ['a', 0], '"equals-ignore-case" takes a text'],
  ['two stars', only({ wildcard: 'a**b' }), ['a', 0], 'two stars in a row at character 2'],
  ['a wrong escape', only({ wildcard: 'a\\xb' }), ['a', 0], 'a backslash'],
  ['a last backslash', only({ wildcard: 'a\\' }), ['a', 0], 'a backslash'],
  ['exists of a text', only({ exists: 'true' }), ['a', 0], '"exists" takes true or false'],
  ['anything-but true', only({ 'anything-but': true }), ['a', 0], '"anything-but" takes texts and numbers only'],
  ['anything-but null', only({ 'anything-but': null }), ['a', 0], '"anything-but" takes texts and numbers only'],
  [
    'anything-but mixed',
    only({ 'anything-but': ['x', 1] }),
    ['a', 0],
    '"anything-but" takes texts or numbers, not both',
  ],
  ['anything-but []', only({ 'anything-but': [] }), ['a', 0], '"anything-but" of an empty list'],
  ['anything-but {}', only({ 'anything-but': {} }), ['a', 0], '"anything-but" takes values, or'],
  [
    'anything-but cidr',
    only({ 'anything-but': { cidr: '192.0.2.0/24' } }),
    ['a', 0],
    '"anything-but" takes values, or',
  ],
  [
    'anything-but numeric',
    only({ 'anything-but': { numeric: ['>', 1] } }),
    ['a', 0],
    '"anything-but" takes values, or',
  ],
  [
    'anything-but two',
    only({ 'anything-but': { prefix: 'x', suffix: 'y' } }),
    ['a', 0],
    '"anything-but" takes values, or',
  ],
  ['anything-but prefix ""', only({ 'anything-but': { prefix: '' } }), ['a', 0], '"anything-but" with an empty prefix'],
  ['anything-but prefix []', only({ 'anything-but': { prefix: [] } }), ['a', 0], '"anything-but" of an empty list'],
  ['anything-but wildcard **', only({ 'anything-but': { wildcard: ['a', '**'] } }), ['a', 0], 'two stars in a row'],
  ['anything-but prefix 1', only({ 'anything-but': { prefix: [1] } }), ['a', 0], '"prefix" takes a text'],
  ['numeric alone', only({ numeric: 5 }), ['a', 0], '"numeric" takes one or two comparisons'],
  ['numeric of a text', only({ numeric: ['=', '5'] }), ['a', 0], '"numeric" needs a number after "="'],
  ['numeric !=', only({ numeric: ['!=', 5] }), ['a', 0], '"!=" is no comparison'],
  ['numeric upper bound first', only({ numeric: ['<', 5, '>', 1] }), ['a', 0], 'not a lower and an upper bound'],
  ['numeric two lower bounds', only({ numeric: ['>', 1, '>=', 5] }), ['a', 0], 'not a lower and an upper bound'],
  ['numeric lo = hi', only({ numeric: ['>=', 5, '<=', 5] }), ['a', 0], 'the lower bound 5 is not below'],
  ['numeric lo > hi', only({ numeric: ['>', 6, '<', 5] }), ['a', 0], 'the lower bound 6 is not below'],
  ['numeric beyond its limit', only({ numeric: ['>', 5_000_000_001] }), ['a', 0], '"numeric" needs a number'],
  ['cidr of one address', only({ cidr: '192.0.2.1/32' }), ['a', 0], 'at most 31 bits'],
  ['cidr of one IPv6 address', only({ cidr: '2001:db8::1/128' }), ['a', 0], 'at most 127 bits'],
  ['cidr without bits', only({ cidr: '192.0.2.1' }), ['a', 0], '"192.0.2.1" is not a network'],
  ['cidr of a zone', only({ cidr: 'fe80::1%eth0/64' }), ['a', 0], 'is not a network'],
  ['cidr of a list', only({ cidr: ['192.0.2.0/24'] }), ['a', 0], '"cidr" takes a text'],
  ['$or of one', { $or: [{ a: ['x'] }] }, ['$or', 0], 'unknown operator "a"'],
  ['$or with {}', { $or: [{}, { a: ['x'] }] }, ['$or', 0], 'an empty object'],
  ['$or with an operator for a field', { $or: [{ prefix: ['x'] }, { a: ['x'] }] }, ['$or', 0], '"prefix" takes a text'],
  ['inside $or', { d: { $or: [{ a: ['x'] }, { b: [] }] } }, ['d', '$or', 1, 'b'], 'an empty list'],
  ['the same field twice', { 'a.b': ['x'], a: { b: ['y'] } }, ['a', 'b'], 'a.b is asked for twice'],
  ['too deep', nested(MAX_DEPTH + 1), Array<string>(MAX_DEPTH + 1).fill('a'), `nested deeper than ${MAX_DEPTH}`],
  ['too many dots', { ['a.'.repeat(MAX_DEPTH)]: ['x'] }, ['a.'.repeat(MAX_DEPTH)], 'nested deeper'],
  ['too long a text', only('x'.repeat(MAX_TEXT + 1)), ['a', 0], `longer than ${MAX_TEXT}`],
  ['too many values', { a: Array.from({ length: MAX_VALUES + 1 }, (_, i) => `v${i}`) }, [], `more than ${MAX_VALUES}`],
  [
    'too much to compare',
    { a: Array.from({ length: 5 }, (_, i) => ({ prefix: `${i}${'x'.repeat(MAX_TEXT - 1)}` })) },
    [],
    `more than ${MAX_COMPARED_TEXT}`,
  ],
  [
    'too many wildcards',
    { a: [{ 'anything-but': { wildcard: Array.from({ length: MAX_WILDCARDS + 1 }, (_, i) => `v${i}*`) } }] },
    [],
    `more than ${MAX_WILDCARDS}`,
  ],
];

test.each(INVALID)('invalid: %s', (_name, pattern, path, message) => {
  const found = problems(pattern);
  expect(found).toContainEqual({
    path,
    message: expect.stringContaining(message) as string,
    // Every refusal says how to mend it.
    hint: expect.stringMatching(/\w/) as string,
  });
});

/** `$or` in a row multiply. */
const ors = (count: number): unknown =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, { $or: [{ a: ['x'] }, { b: ['x'] }] }]));

test('combinations of $or are bounded before they are made', () => {
  expect(problems(ors(8))).toEqual([]);
  expect(problems(ors(40))).toContainEqual({
    path: ['f9', '$or'],
    message: `more than ${MAX_COMBINATIONS} combinations of $or`,
    hint: 'Split the rule in two, or write alternatives of one field in one list',
  });
});

test('$or in $or in $or … is refused by its depth', () => {
  const deep = Array.from({ length: 5000 }).reduce<unknown>((inner) => ({ $or: [{ b: ['x'] }, inner] }), { a: ['x'] });
  expect(problems(deep)).toContainEqual(
    expect.objectContaining({ message: `nested deeper than ${MAX_DEPTH}` }) as PatternProblem,
  );
});

test('the fields of all combinations together are bounded', () => {
  const wide = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`w${i}`, ['x']]));
  expect(problems({ ...wide, ...(ors(8) as object) })).toEqual([
    expect.objectContaining({ path: [], message: expect.stringContaining('combinations of 7168 fields') as string }),
  ]);
});

test('every problem is told', () => {
  expect(problems({ a: 'x', b: [{ prefix: 1 }, { cidr: 'x' }], c: {} }).map(({ path }) => path)).toEqual([
    ['a'],
    ['b', 0],
    ['b', 1],
    ['c'],
  ]);
});

test('at the bounds a pattern is still valid', () => {
  expect(problems(nested(MAX_DEPTH))).toEqual([]);
  expect(problems(only('x'.repeat(MAX_TEXT)))).toEqual([]);
  expect(problems({ a: Array.from({ length: MAX_VALUES }, (_, i) => `v${i}`) })).toEqual([]);
  expect(problems(only({ cidr: '192.0.2.0/31' }))).toEqual([]);
  expect(problems(only({ numeric: ['<=', 5e9] }))).toEqual([]);
});

test('a pattern is plain JSON: dots split, $or multiplied out, numbers as they were written', () => {
  const read = readPattern({ 'a.b': [new ExactNumber('9007199254740993')], $or: [{ c: ['x'] }, { d: [null] }] });
  expect(JSON.parse(JSON.stringify(read))).toEqual({
    ok: true,
    pattern: {
      fields: [
        { path: ['a', 'b'], tests: [{ op: 'number', value: '9007199254740993' }] },
        { path: ['c'], tests: [{ op: 'equals', value: 'x' }] },
        { path: ['d'], tests: [{ op: 'equals', value: null }] },
      ],
      combinations: [
        [0, 1],
        [0, 2],
      ],
    },
  });
});
