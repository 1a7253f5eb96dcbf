import { type Condition, isLeaf } from '../../match/condition.ts';
import type { Possible } from '../../match/rule-set.ts';
import { NO, type RecordCells, YES } from '../cells/cells.ts';
import type { Judge, Judges } from './verdict.ts';
import { type Words, wordsOf } from './words.ts';

/** What is left of a condition when something of the record is known; true and false where that decides it. */
export type Rest = Condition | boolean;

/** Parts that are decided fall out. The depth is bounded by MAX_CONDITION_DEPTH. */
export function restOf(condition: Condition, cells: RecordCells, judges: Judges): Rest {
  if (isLeaf(condition)) {
    const verdict = judges.judge(condition)(cells);
    return verdict === NO ? false : verdict === YES ? true : condition;
  }
  if ('not' in condition) {
    const rest = restOf(condition.not, cells, judges);
    return typeof rest === 'boolean' ? !rest : { not: rest };
  }
  const isAll = 'all' in condition;
  const parts: Condition[] = [];
  for (const part of isAll ? condition.all : condition.any) {
    const rest = restOf(part, cells, judges);
    if (rest === !isAll) return rest;
    if (typeof rest !== 'boolean') parts.push(rest);
  }
  const [only] = parts;
  if (only === undefined) return isAll;
  return parts.length === 1 ? only : isAll ? { all: parts } : { any: parts };
}

/** A rule by its place among the rules, and what is left of it. */
export class Left {
  readonly place: number;
  readonly rest: Condition | true;
  readonly #judges: Judges;
  /** What it is where it matches. */
  readonly sure: Possible;
  readonly #maybe: Possible;
  #judge: Judge | undefined;
  #fields: ReadonlySet<number> | undefined;
  #words: { readonly of: Words | undefined } | undefined;

  constructor(place: number, rest: Condition | true, judges: Judges) {
    this.place = place;
    this.rest = rest;
    this.#judges = judges;
    this.#maybe = { place, sure: false };
    this.sure = { place, sure: true };
  }

  /** Words without which it matches no record; undefined where there are none. */
  get words(): Words | undefined {
    this.#words ??= { of: this.rest === true ? undefined : wordsOf(this.rest) };
    return this.#words.of;
  }

  /**
   * What is left of this; undefined where it is decided that the rule does not match.
   *
   * @param fresh the fields that show more than when this was left
   */
  after(cells: RecordCells, fresh: readonly number[]): Left | undefined {
    if (this.rest === true || !fresh.some((field) => this.fields.has(field))) return this;
    const rest = restOf(this.rest, cells, this.#judges);
    if (rest === false) return undefined;
    return rest === this.rest ? this : new Left(this.place, rest, this.#judges);
  }

  /** Undefined where the rule does not match. */
  possible(cells: RecordCells): Possible | undefined {
    if (this.rest === true) return this.sure;
    this.#judge ??= this.#judges.judge(this.rest);
    const verdict = this.#judge(cells);
    return verdict === NO ? undefined : verdict === YES ? this.sure : this.#maybe;
  }

  /** The fields that what is left depends on. */
  get fields(): ReadonlySet<number> {
    this.#fields ??= new Set(this.rest === true ? [] : this.#judges.fieldsOf(this.rest));
    return this.#fields;
  }
}
