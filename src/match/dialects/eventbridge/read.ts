import { isObject, type JsonObject } from '../../../json.ts';
import { assemble, type Combination, isAlternatives } from './alternatives.ts';
import { ExactNumber } from './exact-number.ts';
import {
  MAX_COMBINATIONS,
  MAX_COMBINED_FIELDS,
  MAX_COMPARED_TEXT,
  MAX_DEPTH,
  MAX_VALUES,
  MAX_WILDCARDS,
} from './limits.ts';
import { type EventPattern, pathText, type ValueTest } from './pattern.ts';
import { readValueTest } from './read-value-test.ts';

/** What is wrong with a pattern, where in it, and how to mend it. */
export interface PatternProblem {
  /** Keys and list places from the pattern's top, as they are written. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

export type PatternRead =
  | { readonly ok: true; readonly pattern: EventPattern }
  | { readonly ok: false; readonly problems: readonly PatternProblem[] };

/**
 * Reads an event pattern when a rule is loaded: checks it, splits dotted keys, multiplies out `$or`, and bounds what it
 * can cost (limits.ts). Every problem is told, not only the first.
 *
 * @param value the pattern as plain values; numbers may be bigints or ExactNumbers where a double is not enough
 * @example
 * readPattern({ detail: { eventName: [{ wildcard: 'Delete*' }], 'userIdentity.type': ['Root'] } })
 */
export function readPattern(value: unknown): PatternRead {
  const reader = new PatternReader();
  const combinations = isObject(value)
    ? reader.object(value, { written: [], keys: [], depth: 0, asked: new Set() }, [new Map()])
    : reader.fail(
        [],
        'expected an event pattern: fields with lists of values',
        'Like { detail: { eventName: [StopLogging] } }',
      );
  reader.checkSize(combinations);
  return reader.problems.length === 0
    ? { ok: true, pattern: assemble(combinations) }
    : { ok: false, problems: reader.problems };
}

interface Position {
  readonly written: readonly (string | number)[];
  readonly keys: readonly string[];
  readonly depth: number;
  /** The paths asked for so far outside of `$or`: within one, a path is meant to be asked again. */
  readonly asked: Set<string>;
}

class PatternReader {
  readonly problems: PatternProblem[] = [];
  #values = 0;
  #wildcards = 0;
  #compared = 0;

  /** Adds the fields of an object to each combination, in the order in which they are written. */
  object(value: JsonObject, position: Position, combinations: Combination[]): Combination[] {
    const entries = Object.entries(value);
    if (entries.length === 0) return this.fail(position.written, 'an empty object asks for nothing', 'Remove it');
    let current = combinations;
    for (const [key, child] of entries) {
      const keys = [...position.keys, ...key.split('.')];
      const written = [...position.written, key];
      const depth = Math.max(position.depth + 1, keys.length);
      if (depth > MAX_DEPTH) {
        this.fail(written, `nested deeper than ${MAX_DEPTH}`, 'Records are at most 11 levels deep; remove levels');
      } else if (key === '$or' && isAlternatives(child)) {
        current = this.#alternatives(child, { ...position, written, depth }, current);
      } else if (isObject(child) && !(child instanceof ExactNumber)) {
        current = this.object(child, { ...position, written, keys, depth }, current);
      } else {
        this.#field(child, { ...position, written, keys }, current);
      }
    }
    return current;
  }

  #alternatives(members: readonly JsonObject[], position: Position, combinations: Combination[]): Combination[] {
    const all: Combination[] = [];
    for (const [place, member] of members.entries()) {
      const copies = combinations.map((combination) => new Map(combination));
      const inside = { ...position, written: [...position.written, place], asked: new Set<string>() };
      all.push(...this.object(member, inside, copies));
      if (all.length > MAX_COMBINATIONS) {
        return this.fail(position.written, `more than ${MAX_COMBINATIONS} combinations of $or`, SPLIT);
      }
    }
    return all;
  }

  #field(value: unknown, position: Position, combinations: readonly Combination[]): void {
    const { written, keys, asked } = position;
    const path = pathText(keys);
    if (!Array.isArray(value))
      return void this.fail(written, 'expected a list of values', 'Put brackets around it: [ … ]');
    if (value.length === 0) return void this.fail(written, 'an empty list can never match', 'Write at least one value');
    if (asked.has(path)) {
      return void this.fail(written, `${path} is asked for twice`, 'Write its values in one list, or use $or');
    }
    asked.add(path);
    const field = { path: keys, tests: this.#tests(value, written) };
    for (const combination of combinations) combination.set(path, field);
  }

  #tests(values: readonly unknown[], written: Position['written']): ValueTest[] {
    return values.flatMap((value, place) => {
      const read = readValueTest(value);
      if (read.ok) {
        this.#count(read.test);
        return [read.test];
      }
      const hint = written.at(-1) === '$or' && isObject(value) ? OR_SHAPE : read.hint;
      this.fail([...written, place], read.message, hint);
      return [];
    });
  }

  #count(test: ValueTest): void {
    const tests = test.op === 'anything-but' ? test.of : [test];
    this.#values += tests.length;
    for (const { op, ...rest } of tests) {
      if (op === 'wildcard') this.#wildcards++;
      if (op !== 'equals' && 'value' in rest && typeof rest.value === 'string') this.#compared += rest.value.length;
    }
  }

  checkSize(combinations: readonly Combination[]): void {
    const fields = combinations.reduce((sum, combination) => sum + combination.size, 0);
    if (this.#values > MAX_VALUES) this.fail([], `${this.#values} values, more than ${MAX_VALUES}`, SPLIT);
    if (this.#wildcards > MAX_WILDCARDS) {
      this.fail(
        [],
        `${this.#wildcards} wildcards, more than ${MAX_WILDCARDS}`,
        'Use prefix and suffix where they are enough',
      );
    }
    if (this.#compared > MAX_COMPARED_TEXT) {
      this.fail(
        [],
        `prefixes, suffixes and the like of ${this.#compared} characters, more than ${MAX_COMPARED_TEXT}`,
        SPLIT,
      );
    }
    if (fields > MAX_COMBINED_FIELDS) {
      this.fail([], `$or makes combinations of ${fields} fields, more than ${MAX_COMBINED_FIELDS}`, SPLIT);
    }
  }

  /** Notes a problem; no combinations, so that what follows it costs nothing. */
  fail(path: PatternProblem['path'], message: string, hint: string | undefined): Combination[] {
    this.problems.push(hint === undefined ? { path, message } : { path, message, hint });
    return [];
  }
}

const SPLIT = 'Split the rule in two, or write alternatives of one field in one list';
const OR_SHAPE = 'A $or is a list of two or more objects, none empty and none with an operator as the name of a field';
