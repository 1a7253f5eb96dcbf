import type { JsonObject } from '../../json.ts';
import type { FieldSlots, Test } from '../../match/fields.ts';
import { isNumbered } from './cell.ts';
import { CellFields } from './cell-fields.ts';
import type { FieldTree } from './fields.ts';
import type { Scanner } from './scanner.ts';

export type Verdict = 0 | 1 | 2;
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;

/** A question about some fields, with the answers that were given. */
export interface Question {
  readonly fields: readonly number[];
  /** They are inputs of a derived field, and not what is compared. */
  readonly derived: boolean;
  readonly holds: Test;
  /** By the cells, where all of them are numbered values or none. */
  readonly answers: Map<number, Verdict>;
  /** The last answer that only holds for one record, and in which look it was given. */
  last: { readonly look: number; readonly verdict: Verdict } | undefined;
}

/** The cells of one record at a time. */
export class RecordCells {
  readonly #fields: CellFields;
  /** Of fields that are not in this set nothing is said; undefined is all of them. */
  #shown: ReadonlySet<number> | undefined;
  #looks = 0;

  /** @param slots those of the conditions that the questions ask */
  constructor(scanner: Scanner, tree: FieldTree, slots: FieldSlots) {
    this.#fields = new CellFields(scanner, tree, slots);
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#fields.forget();
  }

  /** @param recordAt where it begins in memory */
  look(record: number, recordAt: number, shown?: ReadonlySet<number>): void {
    this.#looks++;
    this.#shown = shown;
    this.#fields.look(record, recordAt);
  }

  /** What the record holds in a field (cell.ts). */
  cell(field: number): number {
    return this.#fields.cell(field);
  }

  answer(question: Question): Verdict {
    let key = 0;
    for (const field of question.fields) {
      const cell = this.cell(field);
      // What is answered of shown fields holds for all records with the same cells, whatever an unknown one stands for.
      const numbered = isNumbered(cell);
      if (this.#shown !== undefined && !(numbered && this.#shown.has(field))) return MAYBE;
      if (!numbered) key = Number.POSITIVE_INFINITY;
      key = key * MOST_NUMBERS + cell;
    }
    if (key > Number.MAX_SAFE_INTEGER) return this.#askOnce(question);
    const known = question.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#ask(question);
    question.answers.set(key, answer);
    return answer;
  }

  /** The JSON of a field in lower case, or of what it lies in; undefined where it holds escapes, or cannot be told. */
  plainJson(field: number): string | undefined {
    return this.#fields.plainJson(field);
  }

  /** The text that stands in a field; undefined where none does, or not as it is. */
  plainText(field: number): string | undefined {
    return this.#fields.plainText(field);
  }

  /** The time that stands in a field as CloudTrail writes it; undefined where none does. */
  writtenTime(field: number): number | undefined {
    return this.#fields.writtenTime(field);
  }

  /**
   * A record that holds these fields and no others; undefined where one of them cannot be told.
   *
   * @param onto what it holds already, which is added to
   */
  rawOf(fields: readonly number[], onto?: JsonObject): JsonObject | undefined {
    return this.#fields.rawOf(fields, onto);
  }

  /** Rules often ask the same of a record. */
  #askOnce(question: Question): Verdict {
    if (question.last?.look === this.#looks) return question.last.verdict;
    const verdict = this.#ask(question);
    question.last = { look: this.#looks, verdict };
    return verdict;
  }

  #ask(question: Question): Verdict {
    for (const field of question.fields) {
      if (!(question.derived ? this.#fields.isWhole(field) : this.#fields.isReadable(field))) return MAYBE;
    }
    return question.holds(this.#fields) ? YES : NO;
  }
}

/** More than the numbers that the scanner gives (assembly/layout.ts); three of them fit into one exact number. */
export const MOST_NUMBERS = 8_200;
