import * as fc from 'fast-check';
import { splitAlternatives } from '../../src/match/alternatives.ts';
import { compile } from '../../src/match/compile.ts';
import type { Condition } from '../../src/match/condition.ts';
import { FieldSlots, RecordFields } from '../../src/match/fields.ts';

const OPERATORS = ['equals', 'startswith', 'endswith', 'contains'] as const;
type Listed = (typeof OPERATORS)[number];

const holds = (condition: Condition, text: string): boolean => {
  const slots = new FieldSlots();
  return compile(condition, slots)(new RecordFields({ raw: { a: text } }, slots));
};

const leaf = (op: Listed, value: string, cased: boolean): Condition => ({
  dialect: 'sigma',
  path: ['a'],
  op,
  value,
  ...(cased ? { cased: true as const } : {}),
});

test('a long list of values says what each of its values says alone', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'ß', '😀'), maxLength: 6 });
  const values = fc.array(letters, { minLength: 8, maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom(...OPERATORS), values, letters, fc.boolean(), (op, words, text, cased) => {
      const leaves = words.map((word) => leaf(op, word, cased));
      const isTogether = splitAlternatives(leaves).alone.length === 0;
      return isTogether && holds({ any: leaves }, text) === leaves.some((one) => holds(one, text));
    }),
    { numRuns: 5_000 },
  );
});

test('what differs in more than the value stays apart', () => {
  const many = (one: (value: string) => Condition): Condition[] => [...'abcdefgh'].map(one);
  const quantified: Condition = { dialect: 'sigma', path: ['a', '[none]'], op: 'equals', value: 'x', quantified: true };
  const parts = [
    ...many((value) => leaf('equals', value, false)),
    ...many((value) => leaf('equals', value, true)),
    ...many((value) => ({ ...quantified, value })),
    leaf('contains', 'x', false),
  ];
  const { together, alone } = splitAlternatives(parts);
  expect(together.map(({ leaf: { op, cased }, values }) => [op, cased, values.join('')])).toEqual([
    ['equals', undefined, 'abcdefgh'],
    ['equals', true, 'abcdefgh'],
  ]);
  expect(alone).toHaveLength(9);
});
