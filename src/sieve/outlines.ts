import type { JsonObject } from '../json.ts';
import { parsePath } from '../match/fields.ts';
import type { Possible } from '../match/rule-set.ts';
import { openRule } from '../match/stored-rule.ts';
import { fieldsCounted } from '../memory/groups.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { HEAD_FIELDS } from '../record/unparsed.ts';
import type { RecordCells } from './cells/cells.ts';
import { inputsOfPath } from './cells/derived-inputs.ts';
import type { FieldTree } from './cells/fields.ts';
import type { Scanner } from './cells/scanner.ts';
import type { SieveRules } from './sieve-rules.ts';

/** All that an outline may hold. */
export function outlineFields(memory: readonly MemoryRule[]): (readonly string[])[] {
  const counted = new Set(memory.flatMap((rule) => rule.memory.rules));
  return [...HEAD_FIELDS, ...[...counted].flatMap((rule) => inputsOf(fieldsCounted(memory, rule)) ?? [])];
}

/** The fields of a record that some fields are read from; undefined where that is not known of one of them. */
function inputsOf(fields: readonly string[]): readonly (readonly string[])[] | undefined {
  const inputs = fields.map(parsePath).map(inputsOfPath);
  return inputs.includes(undefined) ? undefined : inputs.flatMap((paths) => paths ?? []);
}

/**
 * Reads of records what rules with memory ask of them. Where it is sure which rules match, that is all that is asked of a
 * record until somebody is told of it, so it is not parsed before.
 */
export class Outlines {
  readonly #rules: SieveRules['rules'];
  readonly #memory: readonly MemoryRule[];
  readonly #scanner: Scanner;
  readonly #tree: FieldTree;
  readonly #cells: RecordCells;
  /** Of many records it is the same list. */
  readonly #together = new WeakMap<readonly Possible[], readonly number[] | undefined>();
  /** By a rule's place. */
  readonly #fields = new Map<number, readonly number[] | undefined>();

  constructor(
    rules: SieveRules['rules'],
    memory: readonly MemoryRule[],
    scanner: Scanner,
    tree: FieldTree,
    cells: RecordCells,
  ) {
    this.#rules = rules;
    this.#memory = memory;
    this.#scanner = scanner;
    this.#tree = tree;
    this.#cells = cells;
  }

  /** Undefined where the record must be parsed. @param recordAt where it begins in memory */
  of(record: number, recordAt: number, rules: readonly Possible[]): JsonObject | undefined {
    const fields = this.#fieldsFor(rules);
    if (fields === undefined || !this.#scanner.isJson(record)) return undefined;
    this.#cells.look(record, recordAt);
    return this.#cells.rawOf(fields);
  }

  #fieldsFor(rules: readonly Possible[]): readonly number[] | undefined {
    const [first] = rules;
    if (rules.length === 1 && first !== undefined) return first.sure ? this.#fieldsOf(first.place) : undefined;
    if (this.#together.has(rules)) return this.#together.get(rules);
    const all = rules.map(({ place, sure }) => (sure ? this.#fieldsOf(place) : undefined));
    const fields = all.includes(undefined) ? undefined : [...new Set(all.flatMap((some) => some ?? []))];
    this.#together.set(rules, fields);
    return fields;
  }

  /** For a rule, with what every outline holds. */
  #fieldsOf(place: number): readonly number[] | undefined {
    if (this.#fields.has(place)) return this.#fields.get(place);
    const rule = this.#rules[place];
    const inputs = rule && inputsOf(fieldsCounted(this.#memory, openRule(rule).name));
    const fields = inputs && this.#numbersOf([...HEAD_FIELDS, ...inputs]);
    this.#fields.set(place, fields);
    return fields;
  }

  /** Undefined where the scanner does not look for one of them. */
  #numbersOf(paths: readonly (readonly string[])[]): readonly number[] | undefined {
    const numbers = paths.map((path) => this.#tree.numberOf(path));
    return numbers.includes(undefined) ? undefined : (numbers as number[]);
  }
}
