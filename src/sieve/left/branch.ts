import type { Possible } from '../../match/rule-set.ts';
import type { RecordCells } from '../cells/cells.ts';
import type { Combinations } from './combinations.ts';
import { Guard } from './guard.ts';
import type { Left } from './rest.ts';
import type { Judges } from './verdict.ts';

/** So many branches grow from one without asking whether they are worth it. */
const FREELY = 32;
/** Then one grows for so many records: values that hardly ever come again would cost more than they save. */
const RECORDS_FOR_ONE = 16;
/** An attacker who chooses names makes many. */
const MOST_GROWN = 1_000;
/** A guard takes as long to make as asking the rules of so many records. */
const GUARDED_FROM = 8;

/** Records that hold the same in some fields, and what is left of the rules for them. */
export class Branch {
  /** The one from which the kinds of records grow. */
  readonly isRoot: boolean;
  /** The fields in which they hold the same. */
  readonly shown: ReadonlySet<number>;
  /** Those by which they are told from each other next; none where no rule that is left asks for one. */
  readonly fields: readonly number[];
  readonly left: readonly Left[];
  readonly #judges: Judges;
  readonly #combinations: Combinations;
  /** Where it is sure which rules match. */
  readonly #certain: readonly Possible[] | undefined;
  #guard: Guard | undefined;
  #grown = 0;
  #records = 0;

  constructor(
    isRoot: boolean,
    shown: ReadonlySet<number>,
    fields: readonly number[],
    left: readonly Left[],
    judges: Judges,
    combinations: Combinations,
  ) {
    this.isRoot = isRoot;
    this.shown = shown;
    this.fields = fields;
    this.left = left;
    this.#judges = judges;
    this.#combinations = combinations;
    this.#certain = left.every(({ rest }) => rest === true) ? combinations.of(left.map(({ sure }) => sure)) : undefined;
  }

  /** A record came to this branch, and to none that grew from it. */
  count(): void {
    this.#records++;
  }

  /** A branch grew from this one. */
  addGrown(): void {
    this.#grown++;
  }

  /** Whether one more branch would be worth its cost. The kinds of records, which grow from the root, always are. */
  get mayGrow(): boolean {
    if (this.isRoot || this.#grown < FREELY) return true;
    return this.#grown < MOST_GROWN && this.#records >= this.#grown * RECORDS_FOR_ONE;
  }

  /** The rules that a record may match, in their order; one list for each combination. @param cells look at the record */
  possible(cells: RecordCells): readonly Possible[] {
    return this.#certain ?? this.#combinations.of(this.#asked(cells));
  }

  #asked(cells: RecordCells): readonly Possible[] {
    if (this.#records < GUARDED_FROM) return answersOf(this.left, cells);
    this.#guard ??= new Guard(this.left, this.#judges);
    const { unguarded } = this.#guard;
    const through = this.#guard.letThrough(cells);
    if (through.size === 0) return answersOf(unguarded, cells);
    return answersOf([...unguarded, ...through], cells).sort((a, b) => a.place - b.place);
  }
}

function answersOf(left: readonly Left[], cells: RecordCells): Possible[] {
  const found: Possible[] = [];
  for (const one of left) {
    const answer = one.possible(cells);
    if (answer !== undefined) found.push(answer);
  }
  return found;
}
