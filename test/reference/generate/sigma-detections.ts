import * as fc from 'fast-check';
import type { Detection } from '../sigma.ts';
import { PATHS, word } from './records.ts';

const field = fc.constantFrom(...PATHS.map((keys) => keys.map((key) => key.replaceAll('.', String.raw`\.`)).join('.')));

/** A word as it is, escaped, or with wildcards in the place of some of it. */
const pattern: fc.Arbitrary<string> = fc.oneof(
  word,
  word.map((text) => text.replaceAll(/[*?\\]/g, String.raw`\$&`)),
  fc
    .tuple(word, fc.nat(6), fc.nat(3), fc.constantFrom('*', '?', '**', '??', String.raw`\*`, String.raw`\\*`))
    .map(([text, at, length, wildcard]) => {
      const characters = [...text];
      return [...characters.slice(0, at), wildcard, ...characters.slice(at + length)].join('');
    }),
);

const number = fc.constantFrom(0, 1, 300, -1, 1.5, 299, 12345678901);
const scalar: fc.Arbitrary<unknown> = fc.oneof({ weight: 5, arbitrary: pattern }, number, fc.boolean());
const nullable = fc.oneof({ weight: 6, arbitrary: scalar }, fc.constant(null));
const oneOrMore = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(
    { weight: 4, arbitrary: value },
    { weight: 4, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
    // Long enough to be asked together (FEWEST_TOGETHER).
    { weight: 1, arbitrary: fc.array(value, { minLength: 8, maxLength: 10 }) },
  );
const several = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { minLength: 2, maxLength: 3 });

/** Both engines read these expressions alike: RE2's and JavaScript's. */
const REGEXES = [
  '^Get',
  'Object$',
  '[a-c]+',
  'a.b',
  '^$',
  '(?:a|b){2}',
  'o{1,2}',
  String.raw`^\d+$`,
  '^b',
  'ROOT',
  '(a+)+$',
];
/** Not ::/0, see found/sigma-cidr-every-v6.json. */
const NETWORKS = ['192.0.2.0/24', '192.0.2.7/32', '0.0.0.0/0', '2001:db8::/32', '10.0.0.0/8'];
export const LISTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['words', ['GetObject', 'a*b', '300', 'k']],
  ['nets', ['192.0.2.0/24', '2001:db8::/32']],
  ['none', []],
]);

type FieldTest = readonly [modifiers: readonly string[], value: unknown];
const withModifiers = (value: fc.Arbitrary<unknown>, ...modifiers: string[]): fc.Arbitrary<FieldTest> =>
  value.map((read) => [modifiers, read]);

const shape = fc.constantFrom('contains', 'startswith', 'endswith');
const shapes = fc
  .tuple(shape, fc.subarray(['cased', 'neq']))
  .chain(([name, switches]) =>
    fc.oneof(
      withModifiers(oneOrMore(scalar), name, ...switches),
      withModifiers(several(scalar), name, 'all', ...switches.filter((one) => one !== 'neq')),
    ),
  );
const comparison = fc.constantFrom('lt', 'lte', 'gt', 'gte').chain((name) => withModifiers(oneOrMore(number), name));
const time = fc
  .constantFrom('minute', 'hour', 'day', 'week', 'month', 'year')
  .chain((part) =>
    fc
      .subarray(['gte'], { maxLength: 1 })
      .chain((compare) => withModifiers(fc.constantFrom(1, 3, 11, 14, 20, 47, 53, 2026), part, ...compare)),
  );
/** Plain texts: what is encoded has no wildcards, and of a single byte nothing stays the same at every offset. */
const plain = fc.constantFrom('foo', 'Ab', 'ü', String.raw`a\*b`);
const encoding = fc
  .constantFrom(
    ['base64'],
    ['base64offset', 'contains'],
    ['utf16le', 'base64'],
    ['utf16be', 'base64'],
    ['utf16', 'base64'],
    ['wide', 'base64offset', 'contains'],
  )
  .chain((names) => withModifiers(oneOrMore(plain), ...names));

const fieldTest: fc.Arbitrary<FieldTest> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .subarray(['cased', 'neq'])
      .chain((on) => withModifiers(oneOrMore(on.includes('cased') ? scalar : nullable), ...on)),
  },
  { weight: 6, arbitrary: shapes },
  { weight: 2, arbitrary: withModifiers(fc.boolean(), 'exists') },
  {
    weight: 2,
    arbitrary: fc
      .subarray(['i', 'm', 's'])
      .chain((on) => withModifiers(oneOrMore(fc.constantFrom(...REGEXES)), 're', ...on)),
  },
  { weight: 2, arbitrary: comparison },
  { weight: 2, arbitrary: withModifiers(oneOrMore(fc.constantFrom(...NETWORKS)), 'cidr') },
  { weight: 1, arbitrary: withModifiers(fc.constantFrom('%words%', 'x%words%', '%none%'), 'contains', 'expand') },
  { weight: 1, arbitrary: withModifiers(fc.constant('%nets%'), 'cidr', 'expand') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.subarray(['cased', 'neq']), fc.subarray(['contains', 'startswith', 'endswith'], { maxLength: 1 }))
      .chain(([on, shape]) => withModifiers(field, 'fieldref', ...shape, ...on)),
  },
  { weight: 1, arbitrary: encoding },
  { weight: 1, arbitrary: withModifiers(fc.constantFrom('-flag', 'run /flag', '–x'), 'windash', 'contains') },
);

const key = fc
  .tuple(field, fieldTest)
  .map(([name, [modifiers, value]]) => [[name, ...modifiers].join('|'), value] as const);
/** What is read as a time is CloudTrail's own; how other texts and numbers may be times is not the definition's matter. */
const timeKey = time.map(([modifiers, value]) => [['eventTime', ...modifiers].join('|'), value] as const);
const map = fc
  .array(fc.oneof({ weight: 15, arbitrary: key }, timeKey), { minLength: 1, maxLength: 2 })
  .map((entries) => Object.fromEntries(entries));
const keyword = fc.oneof(pattern, fc.constantFrom('GetObject', 'amazonaws'));
const selection: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: map },
  { weight: 2, arbitrary: fc.array(map, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(keyword, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: several(keyword).map((words) => ({ '|all': words })) },
);

/** The selections are s1, s2 and _s3, so each of these names something. */
const atom = fc.constantFrom(
  's1',
  's2',
  '_s3',
  '1 of s*',
  'all of s*',
  '1 of them',
  'all of them',
  '1 of *',
  'all of *2',
);
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: atom },
    { weight: 2, arbitrary: tie('any').map((inner) => `not ${/ (?:and|or) /.test(inner) ? `(${inner})` : inner}`) },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('any'), fc.constantFrom('and', 'or'), tie('any')).map((words) => words.join(' ')),
    },
    { weight: 1, arbitrary: tie('any').map((inner) => `( ${inner} )`) },
  ),
})).any;

/** The `detection` of a Sigma rule. Half of them are one selection, which finds most and reads best. */
export const detections: fc.Arbitrary<Detection> = fc.oneof(
  selection.map((s1) => ({ s1, condition: 's1' })),
  fc
    .tuple(selection, selection, selection, fc.oneof(condition, fc.array(condition, { minLength: 1, maxLength: 2 })))
    .map(([s1, s2, _s3, condition]) => ({ s1, s2, _s3, condition })),
);
