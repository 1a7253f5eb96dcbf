import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/json.ts';
import type { Hint } from './hints.ts';
import { PATHS, word } from './records.ts';

const part = word.chain((text) => fc.nat([...text].length).map((at) => [...text].slice(0, at).join('')));
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: word },
  fc.constantFrom<unknown>(0, 1, 300, -1, 1.5, true, false, null),
);
const foldable = fc.oneof(
  word,
  part,
  word.map((text) => ({ 'equals-ignore-case': text })),
);
/** `*` in the place of some of a word; a literal star or backslash is escaped, and `**` is invalid. */
const wildcard = fc.tuple(word, fc.nat(4), fc.nat(3)).map(([text, at, length]) => {
  const escaped = (piece: readonly string[]): string => piece.join('').replaceAll(/[*\\]/g, String.raw`\$&`);
  const characters = [...text];
  return `${escaped(characters.slice(0, at))}*${escaped(characters.slice(at + length))}`;
});
const oneOrMore = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }));
const notEmpty = word.filter((text) => text !== '');
const but: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(0, 300, 'Root', ['a', 'b'], [1, 300]),
  oneOrMore(notEmpty),
  oneOrMore(notEmpty).map((prefix) => ({ prefix })),
  oneOrMore(notEmpty).map((suffix) => ({ suffix })),
  oneOrMore(notEmpty).map((text) => ({ 'equals-ignore-case': text })),
  oneOrMore(wildcard).map((text) => ({ wildcard: text })),
);
const NUMERIC = [
  ['=', 300],
  ['<', 10],
  ['<=', 300],
  ['>', 0],
  ['>=', 1.5],
  ['>', 0, '<=', 300],
  ['>=', -1, '<', 1],
];
const NETWORKS = ['192.0.2.0/24', '192.0.2.9/24', '0.0.0.0/0', '2001:db8::/32', '::/0'];

const test: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: foldable.map((prefix) => ({ prefix })) },
  { weight: 2, arbitrary: foldable.map((suffix) => ({ suffix })) },
  { weight: 1, arbitrary: word.map((text) => ({ 'equals-ignore-case': text })) },
  { weight: 2, arbitrary: wildcard.map((text) => ({ wildcard: text })) },
  { weight: 4, arbitrary: but.map((text) => ({ 'anything-but': text })) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMERIC).map((numeric) => ({ numeric })) },
  { weight: 4, arbitrary: fc.boolean().map((exists) => ({ exists })) },
  { weight: 1, arbitrary: fc.constantFrom(...NETWORKS).map((cidr) => ({ cidr })) },
);

type Field = readonly [path: readonly string[], tests: readonly unknown[]];
const anyField: fc.Arbitrary<Field> = fc.tuple(
  fc.constantFrom(...PATHS),
  fc.array(test, { minLength: 1, maxLength: 2 }),
);

/** A field that one of the records has, with a test that its value passes, and perhaps another one. */
const hintedField = (hints: readonly Hint[]): fc.Arbitrary<Field> =>
  fc
    .tuple(fc.constantFrom(...hints), fc.array(test, { maxLength: 1 }), fc.nat(5))
    .map(([{ path, value }, more, choice]) => {
      const keys = path.filter((step) => typeof step === 'string');
      return [keys, [passingTest(value, choice), ...more]];
    });

function passingTest(value: unknown, choice: number): unknown {
  if (choice === 0) return { exists: true };
  if (typeof value === 'number' && Math.abs(value) > 5e9) return { exists: true };
  if (choice === 1 && typeof value === 'number') return { numeric: ['>=', Math.floor(value)] };
  if (typeof value !== 'string' || choice === 2) return value;
  if (choice === 3) return { prefix: [...value].slice(0, 2).join('') };
  if (choice === 4) return { wildcard: `${[...value].slice(0, 1).join('').replaceAll(/[*\\]/g, String.raw`\$&`)}*` };
  return { 'equals-ignore-case': value };
}

/**
 * No path twice, and none inside another: an object cannot be a list as well, and what holds both texts and objects with
 * such fields is no record.
 */
const fieldsOf = (field: fc.Arbitrary<Field>, maxLength: number): fc.Arbitrary<Field[]> =>
  fc.uniqueArray<Field, string>(field, {
    minLength: 1,
    maxLength,
    comparator: (one: string, other: string) => overlap(one, other),
    selector: ([path]) => path.join('.'),
  });
const overlap = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

const nestedObject = (entries: readonly Field[]): JsonObject =>
  entries.reduce<JsonObject>((object, [path, tests]) => withPath(object, path, tests), {});

function withPath(object: JsonObject, [key = '', ...rest]: readonly string[], tests: unknown): JsonObject {
  const inner = (Object.hasOwn(object, key) ? object[key] : {}) as JsonObject;
  return { ...object, [key]: rest.length === 0 ? tests : withPath(inner, rest, tests) };
}

const flatObject = (entries: readonly Field[]): JsonObject =>
  Object.fromEntries(entries.map(([path, tests]) => [path.join('.'), tests]));

/** Event patterns about the bare record: nested or dotted, with and without `$or` (before or after the other fields). */
export function eventPatterns(hints: readonly Hint[]): fc.Arbitrary<JsonObject> {
  const field = fc.oneof({ weight: 5, arbitrary: hintedField(hints) }, { weight: 2, arbitrary: anyField });
  const simple = fieldsOf(field, 3).chain((fields) => fc.constantFrom(nestedObject(fields), flatObject(fields)));
  const alternatives = fc
    .array(fieldsOf(field, 2), { minLength: 2, maxLength: 3 })
    .chain((members) => fc.constantFrom(members.map(nestedObject), members.map(flatObject)));
  const beside = fc
    .tuple(simple, alternatives, fc.boolean())
    .map(([outside, members, before]) => (before ? { ...outside, $or: members } : { $or: members, ...outside }));
  return fc
    .oneof(
      { weight: 3, arbitrary: simple },
      { weight: 1, arbitrary: alternatives.map((members) => ({ $or: members })) },
      { weight: 1, arbitrary: beside },
    )
    .filter(hasNoPathInsideAnother);
}

/** The same across `$or`. */
function hasNoPathInsideAnother(pattern: JsonObject): boolean {
  const paths = [...new Set(pathsIn(pattern, ''))];
  return !paths.some((one) => paths.some((other) => one !== other && overlap(one, other)));
}

function pathsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path];
  return Object.entries(value as JsonObject).flatMap(([key, child]) =>
    key === '$or'
      ? (child as JsonObject[]).flatMap((member) => pathsIn(member, path))
      : pathsIn(child, path === '' ? key : `${path}.${key}`),
  );
}
