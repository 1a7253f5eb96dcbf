/** The name that was probably meant: the nearest one, if at most a third of it was mistyped. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best !== undefined && fewest <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
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

/** Edits from one to the other: a letter added, dropped, replaced, or two neighbours swapped. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
