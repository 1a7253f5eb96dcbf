import * as fc from 'fast-check';
import type { FilterPattern, Operand } from '../cloudwatch.ts';
import type { Hint } from './hints.ts';
import { PATHS, word } from './records.ts';

const step = fc.constantFrom<string | number>(0, 1, '*');
/** A path of the vocabulary, often with a place of a list in it. */
const path = fc
  .tuple(fc.constantFrom(...PATHS), fc.option(fc.tuple(fc.nat(3), step), { nil: undefined }))
  .map(([keys, into]) => {
    if (into === undefined) return [...keys];
    const at = Math.max(1, Math.min(into[0], keys.length));
    return [...keys.slice(0, at), into[1], ...keys.slice(at)];
  });
/** A word with a star before it, behind it, or inside of it where it means itself. */
const starred = fc
  .tuple(word, fc.nat(4), fc.constantFrom('start', 'end', 'both', 'inside', 'none'))
  .map(([text, length, where]) => {
    const core = [...text].slice(0, length + 1).join('');
    if (where === 'start') return `*${text.slice(-length - 1)}`;
    if (where === 'end') return `${core}*`;
    if (where === 'both') return `*${core}*`;
    return where === 'inside' ? `a*b${core}` : text;
  });
const NUMBERS = ['0', '300', '300.0', '-1', '+1', '1.5', '3e2', '12345678901'];
const REGEXES = ['^Get', 'Object$', '[a-c]+', '^[0-9]+$', 'Root'];
const bareText = (text: string): boolean => /^[A-Za-z_*.]+$/.test(text);

const number: fc.Arbitrary<Operand> = fc.constantFrom(...NUMBERS).map((text) => ({ kind: 'number', text }));
const operand: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 4, arbitrary: starred.map((text): Operand => ({ kind: 'quoted', text })) },
  { weight: 3, arbitrary: starred.filter(bareText).map((text): Operand => ({ kind: 'bare', text })) },
  { weight: 1, arbitrary: fc.constantFrom('3*', '*0', '*').map((text): Operand => ({ kind: 'bare', text })) },
  { weight: 2, arbitrary: number },
);
const anyComparison: fc.Arbitrary<FilterPattern> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path, op: fc.constantFrom('=', '!='), operand }) },
  { weight: 2, arbitrary: fc.record({ path, op: fc.constantFrom('<', '<=', '>', '>='), operand: number }) },
  { weight: 3, arbitrary: fc.record({ path, op: fc.constantFrom('IS NULL', 'IS TRUE', 'IS FALSE', 'NOT EXISTS') }) },
);
/** One in a pattern, since two is the limit. */
const matching: fc.Arbitrary<FilterPattern> = fc.record({
  path,
  op: fc.constantFrom('=', '!='),
  operand: fc.constantFrom(...REGEXES).map((text): Operand => ({ kind: 'regex', text })),
});

/** A comparison that is true of one of the records. */
const hintedComparison = (hints: readonly Hint[]): fc.Arbitrary<FilterPattern> =>
  fc.tuple(fc.constantFrom(...hints), fc.nat(3)).map(([hint, choice]) => {
    const path =
      choice === 0 ? hint.path.map((step, at) => (at === hint.path.findIndex(isPlace) ? '*' : step)) : hint.path;
    const { value } = hint;
    if (value === null) return { path, op: 'IS NULL' };
    if (typeof value === 'boolean') return { path, op: value ? 'IS TRUE' : 'IS FALSE' };
    if (typeof value === 'number')
      return { path, op: '>=', operand: { kind: 'number', text: String(Math.floor(value)) } };
    const text = choice === 1 ? `${[...value].slice(0, 2).join('')}*` : value;
    return { path, op: choice === 2 ? '!=' : '=', operand: { kind: 'quoted', text } };
  });
const isPlace = (step: string | number): boolean => typeof step === 'number';

const groups = (comparison: fc.Arbitrary<FilterPattern>, depth: number): fc.Arbitrary<FilterPattern> => {
  if (depth === 0) return comparison;
  const inner = groups(comparison, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: comparison },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map((and) => ({ and })) },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map((or) => ({ or })) },
  );
};

/** Filter patterns of at most four comparisons with at most three wildcard selectors, as the service allows. */
export function filterPatterns(hints: readonly Hint[]): fc.Arbitrary<FilterPattern> {
  const comparison = fc.oneof(
    { weight: 6, arbitrary: hintedComparison(hints) },
    { weight: 3, arbitrary: anyComparison },
  );
  return fc
    .oneof({ weight: 8, arbitrary: groups(comparison, 2) }, { weight: 1, arbitrary: matching })
    .filter((pattern) => wildcardsIn(pattern) <= 3);
}

function wildcardsIn(pattern: FilterPattern): number {
  if ('and' in pattern) return pattern.and.reduce((sum, part) => sum + wildcardsIn(part), 0);
  if ('or' in pattern) return pattern.or.reduce((sum, part) => sum + wildcardsIn(part), 0);
  return pattern.path.filter((step) => step === '*').length;
}
