/** The lists that an operator owns, by name: used regions, own accounts, trusted roles … */
export type Lists = ReadonlyMap<string, readonly string[]>;

const PLACEHOLDER = /%([A-Za-z0-9_.-]+)%/;
/** Two lists in one value multiply; more values than this are a mistake. */
export const MAX_EXPANDED = 10_000;

export type Expanded =
  | { readonly ok: true; readonly values: readonly string[] }
  | { readonly ok: false; readonly missing: string }
  | { readonly ok: false; readonly tooMany: number };

/**
 * Replaces every `%name%` of a value by every entry of that list; a value without one stands for itself. What is missing
 * is an answer of its own, so that the error can name the list and the rule. Entries are not expanded again.
 *
 * @example
 * expand('%region%-%stage%', lists) // every region with every stage
 */
export function expand(text: string, lists: Lists): Expanded {
  const parts = text.split(PLACEHOLDER);
  let values: string[] = [''];
  for (const [i, part] of parts.entries()) {
    // `split` puts what the pattern captured, the names, at the odd places.
    const entries = i % 2 === 0 ? [part] : lists.get(part);
    if (entries === undefined) return { ok: false, missing: part };
    if (values.length * entries.length > MAX_EXPANDED) return { ok: false, tooMany: values.length * entries.length };
    values = values.flatMap((value) => entries.map((entry) => value + entry));
  }
  return { ok: true, values };
}
