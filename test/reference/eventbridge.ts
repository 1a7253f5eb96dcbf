import { isObject, type JsonObject } from '../../src/json.ts';
import { inNetwork } from './address.ts';
import { covers, type Piece } from './wildcard.ts';

/** Which element was chosen of which array; an array by its place in the event, like `a[1].b`. */
type Choice = ReadonlyMap<string, number>;

/** A scalar of an event, the keys that lead to it joined by dots (`{"a.b": 1}` is `{"a": {"b": 1}}`), and its elements. */
interface Leaf {
  readonly path: string;
  readonly value: unknown;
  readonly inside: Choice;
}

/**
 * EventBridge by trying everything: for each way through the `$or`s, every value that passes is tried for every field.
 * "All fields in the same element": two values that are inside of one array must be inside the same element of it.
 *
 * @example
 * eventBridgeMatches({ eventName: [{ prefix: 'Get' }] }, { eventName: 'GetObject' }); // true
 */
export function eventBridgeMatches(pattern: JsonObject, event: JsonObject): boolean {
  const leaves = leavesOf(event, '', '', new Map());
  return alternatives(pattern, '').some((fields) => holdTogether([...fields].sort(byPath), leaves, new Map()));
}

/** Lists and objects are no values: an empty one holds nothing. */
function leavesOf(value: unknown, path: string, place: string, inside: Choice): Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((element: unknown, at) =>
      leavesOf(element, path, `${place}[${at}]`, new Map([...inside, [place, at]])),
    );
  }
  if (!isObject(value)) return [{ path, value, inside }];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, joined(path, key), `${place}.${key}`, inside));
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
const byPath = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/**
 * "`exists: false` within arrays of objects is per element": of the element that the fields before it, in the order of
 * their paths, have chosen; where they have chosen none, of the whole array.
 */
function holdTogether(fields: readonly Field[], leaves: readonly Leaf[], chosen: Choice): boolean {
  const [field, ...rest] = fields;
  if (field === undefined) return true;
  const [path, tests] = field;
  const values = leaves.filter((leaf) => leaf.path === path && agree(leaf.inside, chosen));
  if (values.length === 0) return tests.some(asksForNothing) && holdTogether(rest, leaves, chosen);
  return values.some(
    ({ value, inside }) =>
      tests.some((test) => !asksForNothing(test) && valuePasses(test, value)) &&
      holdTogether(rest, leaves, new Map([...chosen, ...inside])),
  );
}

const asksForNothing = (test: unknown): boolean => isObject(test) && test['exists'] === false;
const agree = (inside: Choice, chosen: Choice): boolean =>
  [...inside].every(([array, at]) => (chosen.get(array) ?? at) === at);

/** "The leaf is an array": any of its tests. */
type Field = readonly [path: string, tests: readonly unknown[]];
type Fields = ReadonlyMap<string, readonly unknown[]>;

/**
 * The lists of tests by path, once for each way through the `$or`s. "A field both inside and outside `$or` is overridden":
 * what is written later replaces what was written before.
 */
function alternatives(pattern: JsonObject, path: string): Fields[] {
  return Object.entries(pattern).reduce<Fields[]>(
    (so_far, [key, child]) => {
      const ways = waysOf(key, child, path);
      return so_far.flatMap((fields) => ways.map((more) => new Map([...fields, ...more])));
    },
    [new Map()],
  );
}

function waysOf(key: string, child: unknown, path: string): Fields[] {
  if (key === '$or') return (child as JsonObject[]).flatMap((member) => alternatives(member, path));
  if (Array.isArray(child)) return [new Map([[joined(path, key), child]])];
  return alternatives(child as JsonObject, joined(path, key));
}

function valuePasses(test: unknown, value: unknown): boolean {
  if (!isObject(test)) return test === value;
  const [[name, argument] = ['', undefined]] = Object.entries(test);
  switch (name) {
    case 'exists':
      return true;
    case 'anything-but':
      return !butOf(argument).some((unwanted) => valuePasses(unwanted, value));
    case 'numeric':
      return (
        typeof value === 'number' && Math.abs(value) <= NUMERIC_LIMIT && numericPasses(argument as unknown[], value)
      );
    case 'cidr':
      return typeof value === 'string' && inNetwork(withoutZeros(value), String(argument), false);
    default:
      return typeof value === 'string' && textPasses(name, argument, value);
  }
}

/** EventBridge reads `010.0.0.1` as 10.0.0.1. */
const withoutZeros = (text: string): string => text.replaceAll(/(?<![\da-f:])0+(?=\d+(?:\.|$))/g, '');

/** `anything-but` of a scalar, a list, or `{ prefix: text or list }`, as a list of tests. */
function butOf(argument: unknown): unknown[] {
  if (!isObject(argument)) return Array.isArray(argument) ? argument : [argument];
  const [[name, inner] = ['', undefined]] = Object.entries(argument);
  return (Array.isArray(inner) ? inner : [inner]).map((one: unknown) => ({ [name]: one }));
}

/** "Numeric matching is limited to values between -5.0e9 and +5.0e9 inclusive" (EventBridge user guide). */
const NUMERIC_LIMIT = 5e9;

function numericPasses(bounds: readonly unknown[], value: number): boolean {
  const [operator, bound, ...rest] = bounds;
  if (operator === undefined) return true;
  const limit = Number(bound);
  const holds =
    (operator === '=' && value === limit) ||
    (operator === '<' && value < limit) ||
    (operator === '<=' && value <= limit) ||
    (operator === '>' && value > limit) ||
    (operator === '>=' && value >= limit);
  return holds && numericPasses(rest, value);
}

/** With regard to case, unless `equals-ignore-case` is the operator or stands inside it. */
function textPasses(name: string, argument: unknown, value: string): boolean {
  if (isObject(argument)) {
    return textPasses(name, String(argument['equals-ignore-case']).toLowerCase(), value.toLowerCase());
  }
  const expected = String(argument);
  switch (name) {
    case 'prefix':
      return value.startsWith(expected);
    case 'suffix':
      return value.endsWith(expected);
    case 'equals-ignore-case':
      return value.toLowerCase() === expected.toLowerCase();
    case 'wildcard':
      return covers(starPieces(expected), [...value]);
    default:
      return false;
  }
}

/** `*` is any text; `\*` and `\\` are themselves. */
const starPieces = (text: string): Piece[] =>
  (text.match(/\\[*\\]|[^]/gu) ?? []).map((part) => (part === '*' ? 'any' : { literal: part.replace(/^\\(?=.)/, '') }));
