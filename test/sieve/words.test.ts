import * as fc from 'fast-check';
import { compile } from '../../src/match/compile.ts';
import type { Condition, OperatorName } from '../../src/match/condition.ts';
import { FieldSlots, RecordFields } from '../../src/match/fields.ts';
import { wordsOf } from '../../src/sieve/left/words.ts';

const leaf = (path: string, op: OperatorName, value: string): Condition => ({
  dialect: 'sigma',
  path: path.split('.'),
  op,
  value,
});
const key = (path: string): string => JSON.stringify(path.split('.'));

test.each<[string, Condition, Record<string, readonly string[]> | undefined]>([
  ['a text', leaf('a', 'contains', 'ReadMe'), { a: ['readme'] }],
  ['a pattern', leaf('a', 're', '(readme|restore)-[0-9]'), { a: ['readme', 'restore'] }],
  ['any value', leaf('a', 'exists', 'true'), { a: [''] }],
  ['no value', leaf('a', 'exists', 'false'), undefined],
  ['the longest of all', { all: [leaf('a', 'equals', 'ab'), leaf('b', 'equals', 'abc')] }, { b: ['abc'] }],
  ['each of any', { any: [leaf('a', 'equals', 'ab'), leaf('b', 'equals', 'cd')] }, { a: ['ab'], b: ['cd'] }],
  ['any, and one that has none', { any: [leaf('a', 'equals', 'ab'), leaf('b', 'null', 'true')] }, undefined],
  ['none', { not: leaf('a', 'equals', 'ab') }, undefined],
  ['hostile: a number, which JSON writes in many ways', leaf('a', 'equals', '100'), undefined],
  ['hostile: true', leaf('a', 'contains', 'ru'), undefined],
  ['hostile: Infinity, which is 1e999', leaf('a', 'equals', 'Infinity'), undefined],
  ['hostile: what stands between two texts of an object', leaf('a', 'contains', '":"x'), undefined],
  ['hostile: a letter that may be written as an escape', leaf('a', 'equals', 'é'), undefined],
  ['hostile: as many words as nobody looks for', { any: many(40) }, undefined],
])('%s', (_name, condition, expected) => {
  const words = wordsOf(condition);
  expect(words && Object.fromEntries(words)).toEqual(
    expected && Object.fromEntries(Object.entries(expected).map(([path, some]) => [key(path), some])),
  );
});

function many(count: number): Condition[] {
  return Array.from({ length: count }, (_, i) => leaf('a', 'equals', `word-${i}`));
}

test('a request that grants holds a word, so rules about policies wait for it', () => {
  expect(wordsOf(leaf('derived.policy.public', 'equals', 'true'))?.get('["requestParameters"]')).toContain('statement');
  expect(wordsOf(leaf('derived.policy.public', 'equals', 'false'))).toBeUndefined();
});

/** JSON of a value in one of the ways in which it may be written. */
const written = (json: string, odd: boolean): string =>
  odd ? json.replaceAll(':', ' : ').replaceAll('100', '1e2').replaceAll('true', ' true ') : json;

const text = fc.constantFrom(
  'readme',
  'ReadMe-1',
  'true',
  '100',
  'Infinity',
  'ſ',
  'K',
  'k',
  'a:b',
  ':t',
  'arn:aws:s3',
  '',
);
const value = fc.oneof(
  text,
  fc.constantFrom(true, 100, 1e300, null, -1.5),
  fc.constant({ k: 'readme', 'a:b': true }),
  fc.constant(['x', { k: 100 }]),
);
const condition = fc.letrec<{ tree: Condition; one: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    tie('one'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
  one: fc
    .tuple(
      fc.constantFrom('a', 'b', 'a.k'),
      fc.constantFrom<OperatorName>('equals', 'contains', 'startswith', 'endswith', 'exists', 're', 'null'),
      text,
    )
    .map(([path, op, word]) => leaf(path, op, op === 'exists' || op === 'null' ? 'true' : word)),
})).tree;

test('law: what a condition is true of holds one of its words, unless it is written with escapes', () => {
  let held = 0;
  fc.assert(
    fc.property(
      condition,
      fc.record({ a: value, b: value }, { requiredKeys: [] }),
      fc.boolean(),
      (asked, fields, odd) => {
        const words = wordsOf(asked);
        const json = new Map(Object.entries(fields).map(([name, of]) => [name, written(JSON.stringify(of), odd)]));
        const raw = Object.fromEntries([...json].map(([name, of]) => [name, JSON.parse(of) as unknown]));
        const slots = new FieldSlots();
        if (words === undefined || !compile(asked, slots)(new RecordFields({ raw }, slots))) return;
        held++;
        const holds = [...words].some(([path, some]) => {
          const its = json.get((JSON.parse(path) as string[])[0] ?? '');
          return (
            its !== undefined &&
            (/[\\\u0080-\uffff]/.test(its) || some.some((word) => its.toLowerCase().includes(word)))
          );
        });
        expect(holds).toBe(true);
      },
    ),
    { numRuns: 20_000 },
  );
  expect(held).toBeGreaterThan(500);
});
