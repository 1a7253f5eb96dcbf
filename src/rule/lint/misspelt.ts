import { type Catalogue, wordsOf } from '../catalogue/catalogue.ts';
import { nearest } from '../nearest.ts';

/** Mistakes are small; comparing with all of twenty thousand names takes a second. */
const MOST_EDITS = 3;

/** The name that was probably meant. */
export const nearestName = (name: string, names: readonly string[]): string | undefined =>
  nearest(
    name,
    names.filter((other) => Math.abs(other.length - name.length) <= MOST_EDITS),
  );

/**
 * Whether a name is surely a misspelling of another, and no operation that is newer than the catalogue: they differ in
 * one word, and that word stands in no name of any service. New operations are made of known words (GetX beside PutX,
 * UntagX beside TagX); a plural, a version and a prefix are no misspelling either. With each name of the catalogue taken
 * out in its turn, one in four thousand would be called misspelt.
 */
export function isMisspelling(name: string, near: string, catalogue: Catalogue): boolean {
  const meant = wordsOf(near);
  const words = wordsOf(name);
  if (words.length !== meant.length) return false;
  const differing = words.flatMap((word, i) => {
    const other = meant[i] ?? '';
    return word.toLowerCase() === other.toLowerCase() ? [] : [{ word, other }];
  });
  const [only, ...more] = differing;
  return only !== undefined && more.length === 0 && !catalogue.knowsWord(only.word) && looksLike(only.word, only.other);
}

/** The same first letter, and neither is the other with something before or behind it. */
function looksLike(word: string, meant: string): boolean {
  const [a, b] = [word.toLowerCase(), meant.toLowerCase()];
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  return a[0] === b[0] && !long.startsWith(short) && !long.endsWith(short) && nearest(a, [b]) !== undefined;
}
