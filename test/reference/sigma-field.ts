import type { JsonObject } from '../../src/json.ts';
import { inNetwork } from './address.ts';
import { encodings } from './encoding.ts';
import { elementsOf, endsAt, keysOf, textsAt } from './record-values.ts';
import { timePart } from './time-part.ts';
import { fold, matchesPieces, type Piece, sigmaPieces } from './wildcard.ts';

/** What may stand behind a field, alone or in a list. */
type Scalar = string | number | boolean | null;
export type Lists = ReadonlyMap<string, readonly string[]>;

/**
 * A keyword is "applied to the full log message", "across an entire event" (Sigma, lists and keywords search): it is looked
 * for inside every text of the record, and inside its JSON.
 */
export const keywordHolds = (keyword: string, record: JsonObject): boolean =>
  fieldHolds('|contains', keyword, record, new Map());

/** `field|modifier|…: value or list of values`. A list is any of its values, with `all` all of them. */
export function fieldHolds(key: string, value: unknown, record: JsonObject, lists: Lists): boolean {
  if (key === '|all') return fieldHolds('|contains|all', value, record, lists);
  const [path = '', ...modifiers] = key.split('|');
  const has = (name: string): boolean => modifiers.includes(name);
  const values = (Array.isArray(value) ? value : [value]) as Scalar[];
  const holds = (one: Scalar): boolean =>
    has('expand')
      ? expanded(String(one), lists).some((entry) => valueHolds(path, modifiers, entry, record))
      : valueHolds(path, modifiers, one, record);
  const truth = has('all') ? values.every(holds) : values.some(holds);
  return has('neq') ? !truth : truth;
}

/** Every entry of the list that a `%name%` names, in its place, for each placeholder; `\%` is a percent sign. */
function expanded(text: string, lists: Lists): string[] {
  const [all, before = '', name = '', after = ''] = /^((?:[^%\\]|\\[^])*)%([\w.-]+)%(.*)$/su.exec(text) ?? [''];
  if (all === '') return [text.replaceAll(String.raw`\%`, '%')];
  const rests = expanded(after, lists);
  const start = before.replaceAll(String.raw`\%`, '%');
  return (lists.get(name) ?? []).flatMap((entry) => rests.map((rest) => `${start}${entry}${rest}`));
}

const COMPARISONS: ReadonlyMap<string, (field: number, value: number) => boolean> = new Map([
  ['lt', (field: number, value: number) => field < value],
  ['lte', (field: number, value: number) => field <= value],
  ['gt', (field: number, value: number) => field > value],
  ['gte', (field: number, value: number) => field >= value],
]);
const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'];

/** One field, one value: the first modifier that says what kind of comparison it is decides. */
function valueHolds(path: string, modifiers: readonly string[], value: Scalar, record: JsonObject): boolean {
  const has = (name: string): boolean => modifiers.includes(name);
  const ends = endsAt(record, path === '' ? [] : keysOf(path));
  const texts = textsAt(record, path);
  const compare = modifiers.map((name) => COMPARISONS.get(name)).find((found) => found !== undefined);
  const part = TIME_PARTS.find(has);
  if (has('exists')) return ends.length > 0 === value;
  if (value === null) return ends.length === 0 || ends.flatMap(elementsOf).includes(null);
  if (has('fieldref')) return fieldsHold(texts, textsAt(record, String(value)), modifiers);
  if (part !== undefined) {
    const equal = (field: number, expected: number): boolean => field === expected;
    const parts = texts.map((text) => timePart(text, part)).filter((number) => number !== undefined);
    return parts.some((number) => (compare ?? equal)(number, Number(value)));
  }
  if (compare !== undefined) return texts.some((text) => isNumber(text) && compare(Number(text), Number(value)));
  if (has('cidr')) return texts.some((text) => inNetwork(text, String(value), true));
  if (has('re')) return texts.some((text) => regex(String(value), modifiers).test(text));
  if (typeof value === 'number' && !has('contains') && !has('startswith') && !has('endswith')) {
    return texts.some((text) => text === String(value) || (isExact(text) && Number(text) === value));
  }
  return patterns(value, modifiers).some((pieces) =>
    // "`contains: '*'` is present and not null, true for arrays and objects too", and so is all that comes to a star.
    pieces.length > 0 && pieces.every((piece) => piece === 'any')
      ? ends.some(isThere)
      : texts.some((text) => matchesPieces(pieces, text, has('cased'))),
  );
}

/** Present and not null. A list of nothing but null is null; a list without anything in it is there. */
function isThere(end: unknown): boolean {
  const elements = elementsOf(end);
  return elements.length === 0 || elements.some((element) => element !== null);
}

/** The value as a pattern, or as several where a modifier makes variants of it. */
function patterns(value: Scalar, modifiers: readonly string[]): Piece[][] {
  const has = (name: string): boolean => modifiers.includes(name);
  return encodings(sigmaPieces(String(value)), modifiers).map((pieces) => [
    ...(has('contains') || has('endswith') ? (['any'] as const) : []),
    ...pieces,
    ...(has('contains') || has('startswith') ? (['any'] as const) : []),
  ]);
}

/** Two fields hold the same text, or the one contains, starts or ends with the other: any text of the one, of the other. */
function fieldsHold(ours: readonly string[], others: readonly string[], modifiers: readonly string[]): boolean {
  const has = (name: string): boolean => modifiers.includes(name);
  const shown = has('cased') ? (text: string): string => text : fold;
  const holds = (our: string, other: string): boolean =>
    (has('contains') && our.includes(other)) ||
    (has('startswith') && our.startsWith(other)) ||
    (has('endswith') && our.endsWith(other)) ||
    our === other;
  return ours.some((our) => others.some((other) => holds(shown(our), shown(other))));
}

const isNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));
/** "Integers above 2^53 compare by text." */
const isExact = (text: string): boolean => isNumber(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER;

/** Anywhere in the text, with regard to case unless `i` is given. */
const regex = (source: string, modifiers: readonly string[]): RegExp =>
  new RegExp(source, `u${['i', 'm', 's'].filter((flag) => modifiers.includes(flag)).join('')}`);
