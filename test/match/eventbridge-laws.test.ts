import * as fc from 'fast-check';
import { isObject, type JsonObject } from '../../src/json.ts';
import { patternMustEqual } from '../../src/match/dialects/eventbridge/access.ts';
import { compilePattern } from '../../src/match/dialects/eventbridge/compile.ts';
import { ExactNumber, equalsNumber } from '../../src/match/dialects/eventbridge/exact-number.ts';
import { explainPattern } from '../../src/match/dialects/eventbridge/explain.ts';
import { readPattern } from '../../src/match/dialects/eventbridge/read.ts';
import { compileWildcard, readWildcard } from '../../src/match/dialects/eventbridge/wildcard.ts';

function read(value: unknown) {
  const result = readPattern(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.pattern;
}

const VALUES = ['x', 'y'] as const;
const key = fc.constantFrom('a', 'b', 'eventName');

/** Events of few keys and values, lists of lists included, so that many match. */
const { object: event } = fc.letrec<{ node: unknown; object: JsonObject }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...VALUES, ...VALUES, null) },
    { weight: 2, arbitrary: fc.array(tie('object'), { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: tie('object') },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
  ),
  object: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 3 }),
}));

const path = fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join('.'));
const ABSENT = { exists: false } as const;
const values = fc.subarray<(typeof VALUES)[number] | typeof ABSENT>([...VALUES, ABSENT], { minLength: 1 });
const fields = fc.dictionary(path, values, { minKeys: 1, maxKeys: 4 });

/** Lists of alike objects, two deep, where choosing elements is all there is to it. */
const leaf = fc.constantFrom(...VALUES);
const inner = fc.record({ a: leaf, b: leaf }, { requiredKeys: [] });
const outer = fc.record({ a: leaf, b: leaf, c: fc.array(inner, { maxLength: 3 }) }, { requiredKeys: [] });
const listed = fc.record({ e: fc.array(outer, { minLength: 1, maxLength: 4 }) });
const listedFields = fc.dictionary(fc.constantFrom('e.a', 'e.b', 'e.c.a', 'e.c.b'), values, { minKeys: 2 });

/** A value in an event, and for each array on the way to it where its element stands. */
interface Flat {
  readonly path: string;
  readonly value: unknown;
  readonly elements: ReadonlyMap<string, string>;
}

function flatten(value: unknown, at: string, where: string, elements: Flat['elements']): Flat[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, i) => {
      const place = `${where}[${i}]`;
      return flatten(item, at, place, isObject(item) ? new Map([...elements, [at, place]]) : elements);
    });
  }
  if (!isObject(value)) return [{ path: at, value, elements }];
  return Object.entries(value).flatMap(([name, child]) =>
    flatten(child, at === '' ? name : `${at}.${name}`, `${where}.${name}`, elements),
  );
}

/** Slow and obvious: every choice of a value, or of none, for each field in path order, none against an earlier one. */
function reference(pattern: Readonly<Record<string, readonly unknown[]>>, raw: JsonObject): boolean {
  const flat = flatten(raw, '', '', new Map());
  const choose = (paths: readonly string[], elements: Flat['elements']): boolean => {
    const [first, ...rest] = paths;
    if (first === undefined) return true;
    const wanted = pattern[first] ?? [];
    const reachable = flat.filter(
      (found) =>
        found.path === first && [...found.elements].every(([array, place]) => (elements.get(array) ?? place) === place),
    );
    return (
      reachable.some(
        (found) => wanted.includes(found.value) && choose(rest, new Map([...elements, ...found.elements])),
      ) ||
      (wanted.includes(ABSENT) && reachable.length === 0 && choose(rest, elements))
    );
  };
  return choose(Object.keys(pattern).sort(), new Map());
}

test('fields hold in the same element: agrees with trying every choice', () => {
  let matched = 0;
  let apart = 0;
  fc.assert(
    fc.property(fc.oneof(fc.tuple(fields, event), fc.tuple(listedFields, listed)), ([pattern, raw]) => {
      const expected = reference(pattern, raw);
      const alone = Object.entries(pattern).every(([name, wanted]) => reference({ [name]: wanted }, raw));
      if (expected && Object.keys(pattern).length > 1) matched++;
      if (alone && !expected) apart++;
      expect(compilePattern(read(pattern))(raw)).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
  // The law says something: patterns of several fields matched, and some failed only because of the elements.
  expect(matched).toBeGreaterThan(100);
  expect(apart).toBeGreaterThan(50);
});

const member = fc.dictionary(fc.constantFrom('eventName', 'a'), fc.subarray([...VALUES], { minLength: 1 }), {
  minKeys: 1,
});
const withOr = fc.record({ $or: fc.array(member, { minLength: 2, maxLength: 3 }), a: fc.constant(['x']) });

test('$or without fields named twice is any of its members', () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 2, maxLength: 3 }), event, (members, raw) => {
      const any = members.some((one) => compilePattern(read(one))(raw));
      expect(compilePattern(read({ $or: members }))(raw)).toBe(any);
    }),
  );
});

test('the index never leaves out an event that matches', () => {
  const text = fc.record({ eventName: fc.constantFrom(...VALUES, 'z'), a: fc.constantFrom(...VALUES) });
  fc.assert(
    fc.property(fc.oneof(fields, member, withOr), fc.oneof(text, event), (value, raw) => {
      const pattern = read(value);
      const texts = patternMustEqual(pattern, 'eventName');
      const name = (raw as JsonObject)['eventName'];
      if (texts === undefined || typeof name === 'object' || !compilePattern(pattern)(raw)) return;
      expect([...texts]).toContain(name);
    }),
  );
});

test('where the pattern matches, the fields of some combination hold in its explanation', () => {
  fc.assert(
    fc.property(fc.oneof(fields, withOr), event, (value, raw) => {
      const pattern = read(value);
      // What `exists: false` sees depends on the elements that the fields before it chose; alone it may see more.
      if (JSON.stringify(value).includes('"exists":false') || !compilePattern(pattern)(raw)) return;
      const explained = explainPattern(pattern, raw);
      expect(pattern.combinations.some((places) => places.every((place) => explained[place]?.holds))).toBe(true);
    }),
  );
});

test('a wildcard agrees with a slow and obvious matcher', () => {
  const obvious = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    if (pattern[0] === '*') return obvious(pattern.slice(1), text) || (text !== '' && obvious(pattern, text.slice(1)));
    const escaped = pattern[0] === '\\' ? 1 : 0;
    return text[0] === pattern[escaped] && obvious(pattern.slice(escaped + 1), text.slice(1));
  };
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '*', '\\*', '\\\\', '?'), { maxLength: 8 })
    .map((parts) => parts.filter((part, i) => part !== '*' || parts[i - 1] !== '*').join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '?'), maxLength: 10 });
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      const parsed = readWildcard(p);
      return parsed.ok && compileWildcard(parsed.parts)(t) === obvious(p, t);
    }),
    { numRuns: 5_000 },
  );
});

test('a number equals every spelling of itself, and no other', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(5), (n, zeros) => {
      const equals = equalsNumber(String(n));
      for (const spelling of [`${n}.${'0'.repeat(zeros + 1)}`, `${n}${'0'.repeat(zeros)}e-${zeros}`, `${n}E+0`]) {
        expect(equals(new ExactNumber(spelling))).toBe(true);
      }
      expect(equals(new ExactNumber(String(n + 1n)))).toBe(false);
      expect(equals(String(n))).toBe(false);
    }),
  );
});

/** What an attacker may put into a field; each must come to a verdict before the test's own time is over. */
const HOSTILE: readonly (readonly [name: string, pattern: unknown, event: () => JsonObject, expected: boolean])[] = [
  [
    'a text that makes every star look further',
    { a: [{ wildcard: `${`*${'a'.repeat(60)}b`.repeat(60)}*` }] },
    () => ({ a: 'a'.repeat(200_000) }),
    false,
  ],
  [
    'ten thousand elements, of which no two fields agree',
    { e: { a: ['x'], b: ['x'], c: ['x'], d: ['x'] } },
    () => ({ e: Array.from({ length: 10_000 }, () => ({ a: 'x', b: 'x', c: 'x', d: 'y' })) }),
    false,
  ],
  [
    'half the elements have one field, half the other',
    { e: { a: ['x'], b: ['x'] } },
    () => ({ e: Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? { a: 'x' } : { b: 'x' })) }),
    false,
  ],
  [
    'independent arrays, and the last field fails',
    { p: { a: ['x'] }, q: { a: ['x'] }, r: { a: ['x'] }, s: { a: ['x'], b: ['x'] } },
    () => {
      const many = Array.from({ length: 3000 }, () => ({ a: 'x' }));
      return { p: many, q: many, r: many, s: [...many, { b: 'x' }] };
    },
    false,
  ],
  [
    'arrays in arrays in arrays',
    { a: ['x'] },
    () => ({ a: Array.from({ length: 5000 }).reduce<unknown>((inner) => [inner], 'x') }),
    true,
  ],
  [
    'combinations of $or over arrays, all but one field of which hold',
    {
      ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`f${i}`, { $or: [{ a: ['x'] }, { b: ['x'] }] }])),
      z: { a: ['x'], b: ['x'] },
    },
    () => {
      const many = Array.from({ length: 1000 }, () => ({ a: 'x', b: 'x' }));
      return {
        ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`f${i}`, many])),
        z: [{ a: 'x' }, { b: 'x' }],
      };
    },
    false,
  ],
  ['a key of nothing but dots', { a: { b: ['x'] } }, () => ({ ['.'.repeat(100_000)]: 'x', 'a.b': 'x' }), true],
];

test.each(HOSTILE)('hostile: %s', (_name, pattern, event, expected) => {
  expect(compilePattern(read(pattern))(event())).toBe(expected);
});
