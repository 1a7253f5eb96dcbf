import { type JsonObject, parseJson } from '../json.ts';
import type { FieldTree } from './fields.ts';
import { ABSENT, OBJECT, type Scanner, UNKNOWN } from './scanner.ts';

export type Verdict = 0 | 1 | 2;
export const NO = 0;
export const MAYBE = 1;
export const YES = 2;

/** A question about some fields, with the answers that were given. */
export interface Question {
  readonly fields: readonly number[];
  readonly holds: (raw: JsonObject) => boolean;
  /** By the cells, where all of them are numbered values or none. */
  readonly answers: Map<number, Verdict>;
}

/** The cells of one record at a time. */
export class RecordCells {
  readonly #scanner: Scanner;
  readonly #tree: FieldTree;
  /** Of fields that are not in this set nothing is said; undefined is all of them. */
  #shown: ReadonlySet<number> | undefined;
  #record = 0;
  #recordAt = 0;

  constructor(scanner: Scanner, tree: FieldTree) {
    this.#scanner = scanner;
    this.#tree = tree;
  }

  /** @param recordAt where it begins in memory */
  look(record: number, recordAt: number, shown?: ReadonlySet<number>): void {
    this.#record = record;
    this.#recordAt = recordAt;
    this.#shown = shown;
  }

  answer(question: Question): Verdict {
    let key = 0;
    for (const field of question.fields) {
      if (this.#shown !== undefined && !this.#shown.has(field)) return MAYBE;
      const cell = this.#scanner.cell(this.#record, field);
      if (cell === OBJECT || cell === UNKNOWN) return MAYBE;
      if (cell !== ABSENT && !this.#tree.repeats(field)) key = Number.POSITIVE_INFINITY;
      key = key * MOST_NUMBERS + cell;
    }
    if (key > Number.MAX_SAFE_INTEGER) return this.#ask(question);
    const known = question.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#ask(question);
    question.answers.set(key, answer);
    return answer;
  }

  /** Asks a record that holds the question's fields and no others. */
  #ask(question: Question): Verdict {
    const raw = {};
    for (const field of question.fields) if (!this.#put(field, raw)) return MAYBE;
    return question.holds(raw) ? YES : NO;
  }

  /** False where the value is no JSON; the parser will say what it is. */
  #put(field: number, raw: JsonObject): boolean {
    const text = this.text(field);
    if (text === undefined) return true;
    const parsed = parseJson(text);
    if (!parsed.ok) return false;
    const { path } = this.#tree.field(field);
    let holder: object = raw;
    for (const key of path.slice(0, -1)) {
      if (!Object.hasOwn(holder, key)) define(holder, key, {});
      holder = (holder as Record<string, object>)[key] as object;
    }
    define(holder, path.at(-1) as string, parsed.value);
    return true;
  }

  /** A record of these fields only; undefined where one of them cannot be told. */
  rawOf(fields: readonly number[], record: number, recordAt: number): JsonObject | undefined {
    this.look(record, recordAt);
    const raw = {};
    for (const field of fields) {
      const cell = this.#scanner.cell(record, field);
      if (cell === OBJECT || cell === UNKNOWN || !this.#put(field, raw)) return undefined;
    }
    return raw;
  }

  /** The JSON of the value in a field; undefined where there is none, or none that can be told. */
  text(field: number): string | undefined {
    const cell = this.#scanner.cell(this.#record, field);
    return cell <= UNKNOWN ? undefined : this.#scanner.textOf(cell, this.#tree.repeats(field), this.#recordAt);
  }
}

/** More than the numbers that the scanner gives (assembly/layout.ts); four of them fit into one exact number. */
const MOST_NUMBERS = 8_200;

/** An assignment to a key named __proto__ would be none. */
const define = (holder: object, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};
