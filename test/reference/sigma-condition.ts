import { covers, sigmaPieces } from './wildcard.ts';

/** The truth of a selection, by its name. */
export type Truths = ReadonlyMap<string, boolean>;

/**
 * The truth of a condition. Splits the words at the loosest operator first: `or`, then `and`, then `not`.
 *
 * @example
 * conditionHolds('a and not 1 of filter*', new Map([['a', true], ['filter_1', false]])); // true
 */
export function conditionHolds(condition: string, truths: Truths): boolean {
  return wordsHold(condition.match(/[()]|[^\s()]+/g) ?? [], truths);
}

function wordsHold(words: readonly string[], truths: Truths): boolean {
  const alternatives = splitOutside(words, 'or');
  if (alternatives.length > 1) return alternatives.some((part) => wordsHold(part, truths));
  const demands = splitOutside(words, 'and');
  if (demands.length > 1) return demands.every((part) => wordsHold(part, truths));
  if (words[0] === 'not') return !wordsHold(words.slice(1), truths);
  if (words[0] === '(') return wordsHold(words.slice(1, -1), truths);
  if (words[1] === 'of') return quantifierHolds(words[0] ?? '', words[2] ?? '', truths);
  return truths.get(words[0] ?? '') ?? false;
}

/** The words between the occurrences of an operator that stand in no parentheses. */
function splitOutside(words: readonly string[], operator: string): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (word === '(') depth++;
    if (word === ')') depth--;
    if (word === operator && depth === 0) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** `1 of name*`, `all of them`; `them` leaves out names that begin with `_`. */
function quantifierHolds(quantity: string, pattern: string, truths: Truths): boolean {
  const chosen = [...truths].filter(([name]) =>
    pattern === 'them' ? !name.startsWith('_') : covers(sigmaPieces(pattern), [...name]),
  );
  return quantity === 'all' ? chosen.every(([, truth]) => truth) : chosen.some(([, truth]) => truth);
}
