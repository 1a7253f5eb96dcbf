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
import type { Scanner } from './cells/scanner.ts';
import type { SieveRules } from './sieve-rules.ts';

/** Rules that match a record together are a few hundred; an attacker makes more. */
const MOST_TOGETHER = 1_000;

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
  readonly #scanner: Scanner;
  readonly #tree: FieldTree;
  readonly #cells: RecordCells;
  readonly #head: Head;
  /** By the places of the rules that match; undefined where only a parser can tell what is asked. */
  readonly #excerpts = new Map<string, Excerpt | undefined>();

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
    this.#head = new Head(tree);
  }

  /** Undefined where the record must be parsed. @param recordAt where it begins in memory */
  of(record: number, recordAt: number, rules: readonly Possible[]): Outline | undefined {
    if (rules.some(({ sure }) => !sure)) return undefined;
    const excerpt = this.#excerptFor(rules);
    if (excerpt === undefined || !this.#scanner.isJson(record)) return undefined;
    this.#cells.look(record, recordAt);
    const head = this.#head.of(this.#cells);
    const fields = head && excerpt.of(this.#cells);
    return fields && { head, fields };
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#excerpts.clear();
  }

  #excerptFor(rules: readonly Possible[]): Excerpt | undefined {
    const places = rules.map(({ place }) => place).join();
    if (this.#excerpts.has(places)) return this.#excerpts.get(places);
    const all = rules.map(({ place }) => this.#fieldsFor(place));
    const fields = all.includes(undefined) ? undefined : [...new Set(all.flatMap((some) => some ?? []))];
    const excerpt = fields && new Excerpt(fields, this.#tree);
    if (this.#excerpts.size >= MOST_TOGETHER) this.#excerpts.clear();
    this.#excerpts.set(places, excerpt);
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
