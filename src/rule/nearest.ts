/** The name that was probably meant: the nearest one, if at most a third of it was mistyped. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const lower = name.toLowerCase();
  const letters = lettersOf(lower);
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const most = Math.min(fewest - 1, Math.max(1, Math.floor(candidate.length / 3)));
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - lower.length) > most || leastEdits(lower, letters, other) > most) continue;
    const edits = distance(lower, other, most);
    if (edits <= most) [best, fewest] = [candidate, edits];
  }
  return best;
}

const LETTERS = 128;
/** Letters of other scripts share a place with one of these; that makes two names no less alike. */
const placeOf = (text: string, at: number): number => text.charCodeAt(at) % LETTERS;

/** How often a name has each letter. */
function lettersOf(name: string): Uint32Array {
  const letters = new Uint32Array(LETTERS);
  for (let i = 0; i < name.length; i++) {
    const place = placeOf(name, i);
    letters[place] = (letters[place] ?? 0) + 1;
  }
  return letters;
}

/**
 * Edits that there are at least, by the letters that one name has and the other has not, in whatever order: of twenty
 * thousand names nearly all are out by this, without being compared letter by letter.
 */
function leastEdits(name: string, letters: Uint32Array, other: string): number {
  const left = letters.slice();
  let shared = 0;
  for (let i = 0; i < other.length; i++) {
    const place = placeOf(other, i);
    const count = left[place] ?? 0;
    if (count === 0) continue;
    left[place] = count - 1;
    shared++;
  }
  return Math.max(name.length, other.length) - shared;
}

/** `Did you mean "contains"?`, or the list of what there is. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `Expected one of: ${known.join(', ')}` : `Did you mean "${near}"?`;
}

/** How all rules are listed, for when what is meant is not among the nearest. */
export const HOW_TO_LIST = '`trailhound rules` lists all rules';
const MOST_SUGGESTED = 3;

/** `Did you mean "logging_stopped"?`, or a few names with a word of it, of hundreds; and how to see them all. */
export function suggestRule(name: string, known: Iterable<string>): string {
  const names = [...new Set(known)];
  const near = nearest(name, names);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const words = wordsOf(name);
  const akin = names
    .map((candidate) => ({ candidate, shared: wordsOf(candidate).filter((word) => words.includes(word)).length }))
    .filter(({ shared }) => shared > 0)
    .map((one) => ({ ...one, edits: distance(name.toLowerCase(), one.candidate.toLowerCase()) }))
    .sort((a, b) => b.shared - a.shared || a.edits - b.edits)
    .slice(0, MOST_SUGGESTED)
    .map(({ candidate }) => candidate);
  return akin.length === 0 ? HOW_TO_LIST : `Perhaps ${akin.join(', ')}; ${HOW_TO_LIST}`;
}

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);

/** Edits from one to the other: a letter added, dropped, replaced, or two neighbours swapped. More than `most` is Infinity. */
function distance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (!same && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      }
      next.push(edits);
      if (edits < least) least = edits;
    }
    // The rows below are not less: each letter, and a swap over the row above it, costs at least as much.
    if (least > most) return Number.POSITIVE_INFINITY;
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
