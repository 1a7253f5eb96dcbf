import type { Possible } from '../../match/rule-set.ts';

/** Rules that match a record together are a few hundred combinations; an attacker makes more. */
const MOST_KEPT = 1_000;

/** Rules that a record may match, as one list for each combination: what is made of it can be kept by it. */
export class Combinations {
  readonly #lists = new Map<string, readonly Possible[]>();

  of(found: readonly Possible[]): readonly Possible[] {
    const key = found.map(({ place, sure }) => (sure ? place : -1 - place)).join();
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    if (this.#lists.size >= MOST_KEPT) this.#lists.clear();
    this.#lists.set(key, found);
    return found;
  }
}
