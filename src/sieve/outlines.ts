import { parsePath } from '../match/fields.ts';
import type { Possible } from '../match/rule-set.ts';
import { openRule } from '../match/stored-rule.ts';
import { fieldsCounted } from '../memory/groups.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { HEAD_FIELDS, KIND_FIELDS, type Outline } from '../record/unparsed.ts';
import type { RecordCells } from './cells/cells.ts';
import { inputsOfPath } from './cells/derived-inputs.ts';
import { Excerpt } from './cells/excerpt.ts';
import type { FieldTree } from './cells/fields.ts';
import { Head } from './cells/head.ts';
import type { KeptJson } from './kept-json.ts';
import type { SieveRules } from './sieve-rules.ts';

/** All that an outline may hold. */
export function outlineFields(memory: readonly MemoryRule[]): (readonly string[])[] {
  const counted = new Set(memory.flatMap((rule) => rule.memory.rules));
  const asked = [...counted].flatMap((rule) => inputsOf(fieldsCounted(memory, rule)) ?? []);
  return [...HEAD_FIELDS, ...KIND_FIELDS, ...asked];
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
  readonly #tree: FieldTree;
  readonly #cells: RecordCells;
  readonly #head: Head;
  /** By the rules that match; undefined where only a parser can tell what is asked. */
  #excerpts = new WeakMap<readonly Possible[], Excerpt | undefined>();

  constructor(rules: SieveRules['rules'], memory: readonly MemoryRule[], tree: FieldTree, cells: RecordCells) {
    this.#rules = rules;
    this.#memory = memory;
    this.#tree = tree;
    this.#cells = cells;
    this.#head = new Head(tree);
  }

  /**
   * Undefined where the record must be parsed.
   *
   * @param recordAt where it begins in memory
   * @param rules the same list for the same rules
   * @param kept holds the record when the scan is done with
   */
  of(record: number, recordAt: number, rules: readonly Possible[], kept: KeptJson): Outline | undefined {
    const excerpt = this.#excerptFor(rules);
    if (excerpt === undefined) return undefined;
    this.#cells.look(record, recordAt);
    const head = this.#head.of(this.#cells);
    const fields = head && excerpt.of(this.#cells);
    const json = fields && kept.keep(record);
    return json && { id: head.id, time: head.time, fields, json };
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#excerpts = new WeakMap();
  }

  #excerptFor(rules: readonly Possible[]): Excerpt | undefined {
    if (this.#excerpts.has(rules)) return this.#excerpts.get(rules);
    const all = rules.map(({ place, sure }) => (sure ? this.#fieldsFor(place) : undefined));
    const fields = all.includes(undefined) ? undefined : [...new Set(all.flatMap((some) => some ?? []))];
    const excerpt = fields && new Excerpt(fields, this.#tree);
    this.#excerpts.set(rules, excerpt);
    return excerpt;
  }

  /** What is asked of the records that a rule matches, with what is read of every one. */
  #fieldsFor(place: number): readonly number[] | undefined {
    const rule = this.#rules[place];
    const inputs = rule && inputsOf(fieldsCounted(this.#memory, openRule(rule).name));
    return inputs && this.#numbersOf([...KIND_FIELDS, ...inputs]);
  }

  /** Undefined where the scanner does not look for one of them. */
  #numbersOf(paths: readonly (readonly string[])[]): readonly number[] | undefined {
    const numbers = paths.map((path) => this.#tree.numberOf(path));
    return numbers.includes(undefined) ? undefined : (numbers as number[]);
  }
}
