import { type Alternatives, FEWEST_TOGETHER, type ListedOperator } from '../alternatives.ts';
import type { FieldValues } from '../field-values.ts';
import { fold } from '../fold.ts';
import { wordFinder } from './word-finder.ts';

/** A text compared with all values of a long list at once: the cost does not grow with the list. */
const ONE_OF: Readonly<Record<ListedOperator, (values: readonly string[]) => (text: string) => boolean>> = {
  equals: (values) => {
    const wanted = new Set(values);
    return (text) => wanted.has(text);
  },
  startswith: (values) => ofLengths(values, (text, length) => text.slice(0, length)),
  endswith: (values) => ofLengths(values, (text, length) => text.slice(text.length - length)),
  contains: wordFinder,
};

/** The test of one text; for a handful of values the plain one, since a record's own values are compared this way too. */
export function anyOf(op: ListedOperator, values: readonly string[]): (text: string) => boolean {
  return values.length < FEWEST_TOGETHER
    ? (text) => values.some((value) => PLAIN[op](text, value))
    : ONE_OF[op](values);
}

/** Whether any text of a field passes with any of the values. */
export function oneOf({ leaf: { op, cased }, values }: Alternatives): (field: FieldValues) => boolean {
  const test = anyOf(op, cased ? values : values.map(fold));
  return cased ? (field) => field.texts.some(test) : (field) => field.folded.some(test);
}

const PLAIN: Readonly<Record<ListedOperator, (text: string, value: string) => boolean>> = {
  equals: (text, value) => text === value,
  contains: (text, value) => text.includes(value),
  startswith: (text, value) => text.startsWith(value),
  endswith: (text, value) => text.endsWith(value),
};

/** The values by their length: a text has one start, and one end, of each. */
function ofLengths(
  values: readonly string[],
  part: (text: string, length: number) => string,
): (text: string) => boolean {
  const wanted = new Set(values);
  const lengths = [...new Set(values.map(({ length }) => length))];
  return (text) => lengths.some((length) => length <= text.length && wanted.has(part(text, length)));
}
