import type { Possible } from '../match/rule-set.ts';
import type { RecordCells } from './cells.ts';
import { Guard } from './guard.ts';
import type { Left } from './rest.ts';
import type { Judges } from './verdict.ts';

/** Records that hold the same in some fields, and what is left of the rules for them. */
export class Branch {
  /** The fields in which they hold the same. */
  readonly shown: ReadonlySet<number>;
  /** Those by which they are told from each other next; none where no rule that is left asks for one. */
  readonly fields: readonly number[];
  readonly left: readonly Left[];
  /** Branches that grew from this one. */
  grown = 0;
  /** Where it is sure which rules match. */
  readonly #certain: readonly Possible[] | undefined;
  readonly #guard: Guard;
  readonly #unguarded: readonly Left[];

  constructor(shown: ReadonlySet<number>, fields: readonly number[], left: readonly Left[], judges: Judges) {
    this.shown = shown;
    this.fields = fields;
    this.left = left;
    this.#certain = left.every(({ rest }) => rest === true) ? left.map(({ sure }) => sure) : undefined;
    this.#guard = new Guard(left, judges);
    this.#unguarded = left.filter((one) => !this.#guard.left.includes(one));
  }

  /** The rules that a record may match, in their order. @param cells look at the record */
  possible(cells: RecordCells): readonly Possible[] {
    if (this.#certain !== undefined) return this.#certain;
    const through = this.#guard.letThrough(cells);
    const asked = through.size === 0 ? this.#unguarded : [...this.#unguarded, ...through];
    const found: Possible[] = [];
    for (const one of asked) {
      const answer = one.possible(cells);
      if (answer !== undefined) found.push(answer);
    }
    return through.size === 0 || found.length < 2 ? found : found.sort((a, b) => a.place - b.place);
  }
}
