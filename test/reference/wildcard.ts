/** A character as itself, one character whatever it is (`?`), or any number of characters (`*`). */
export type Piece = { readonly literal: string } | 'one' | 'any';

/**
 * Sigma's escapes: a backslash before `*`, `?` or a backslash makes that character itself; any other backslash is one.
 *
 * @example
 * sigmaPieces('a\\*?'); // [{ literal: 'a' }, { literal: '*' }, 'one']
 */
export function sigmaPieces(text: string): Piece[] {
  const [first, second] = [...text];
  if (first === undefined) return [];
  if (first === '\\' && (second === '*' || second === '?' || second === '\\')) {
    return [{ literal: second }, ...sigmaPieces(text.slice(2))];
  }
  const piece: Piece = first === '*' ? 'any' : first === '?' ? 'one' : { literal: first };
  return [piece, ...sigmaPieces(text.slice(first.length))];
}

/** The text that a pattern without wildcards stands for. */
export const plainText = (text: string): string =>
  sigmaPieces(text)
    .map((piece) => (typeof piece === 'string' ? '' : piece.literal))
    .join('');

/** Whether the pieces are the whole of a text: piece by piece, all places where what was read so far can end. */
export function covers(pieces: readonly Piece[], text: readonly string[]): boolean {
  const ends = pieces.reduce<readonly number[]>((places, piece) => nextPlaces(places, piece, text), [0]);
  return ends.includes(text.length);
}

function nextPlaces(places: readonly number[], piece: Piece, text: readonly string[]): number[] {
  if (piece === 'any') {
    const first = places[0];
    return first === undefined ? [] : Array.from({ length: text.length - first + 1 }, (_, more) => first + more);
  }
  return places.filter((at) => at < text.length && (piece === 'one' || text[at] === piece.literal)).map((at) => at + 1);
}

/**
 * Without regard to case, one character at a time: its lower case, where that is one character. So the Kelvin sign is a
 * k, and the capital I with a dot (whose lower case is two characters) is only itself.
 */
export function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  return [...lower].length === 1 ? lower : character;
}

export const fold = (text: string): string => [...text].map(foldCharacter).join('');

/** Whether a text is what a pattern says. */
export function matchesPieces(pieces: readonly Piece[], text: string, cased: boolean): boolean {
  if (cased) return covers(pieces, [...text]);
  const folded = pieces.map((piece) => (typeof piece === 'string' ? piece : { literal: foldCharacter(piece.literal) }));
  return covers(folded, [...text].map(foldCharacter));
}
