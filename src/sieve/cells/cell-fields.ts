import { type JsonObject, parseJson } from '../../json.ts';
import { type FieldValues, NOTHING, valuesAt } from '../../match/field-values.ts';
import { type FieldSlots, type Fields, fieldAt } from '../../match/fields.ts';
import { ABSENT, isNumbered, UNKNOWN } from './cell.ts';
import type { CellTexts } from './cell-texts.ts';
import { inputsOfPath } from './derived-inputs.ts';
import type { FieldTree } from './fields.ts';
import type { Scanner } from './scanner.ts';

type Parsed = ReturnType<typeof parseJson>;

/**
 * The fields of one record at a time, as conditions ask for them. What is read once is kept for all that ask for it of the
 * same record. Ask only for fields of which the cells tell something (cells.ts).
 */
export class CellFields implements Fields {
  readonly #scanner: Scanner;
  readonly #texts: CellTexts;
  readonly #tree: FieldTree;
  readonly #slots: FieldSlots;
  #words: Uint32Array = new Uint32Array();
  #cellsAt = 0;
  #recordAt = 0;
  /** How many records were looked at: what was kept in an earlier look is of another one. */
  #looks = 0;
  /** By number. They are texts and other scalars. */
  #numbered: Parsed[] = [];
  readonly #parsed: Parsed[] = [];
  readonly #parsedIn: number[] = [];
  readonly #known: FieldValues[] = [];
  readonly #knownIn: number[] = [];
  readonly #inputs: (readonly number[])[] = [];

  constructor(scanner: Scanner, tree: FieldTree, slots: FieldSlots) {
    this.#scanner = scanner;
    this.#texts = scanner.texts;
    this.#tree = tree;
    this.#slots = slots;
  }

  /** @param recordAt where it begins in memory */
  look(record: number, recordAt: number): void {
    this.#words = this.#scanner.words;
    this.#cellsAt = this.#scanner.cellsOf(record);
    this.#recordAt = recordAt;
    this.#looks++;
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#numbered = [];
  }

  /** What the record holds in a field (cell.ts). */
  cell(field: number): number {
    return this.#words[this.#cellsAt + field] as number;
  }

  get raw(): never {
    throw new Error('a condition on the whole record is asked of cells');
  }

  at(slot: number): FieldValues {
    if (this.#knownIn[slot] === this.#looks) return this.#known[slot] as FieldValues;
    const values = this.#valuesOf(slot);
    this.#known[slot] = values;
    this.#knownIn[slot] = this.#looks;
    return values;
  }

  /** False where there may be a value, and it is not known, or no JSON: the parser will say what it is. */
  isWhole(field: number): boolean {
    const cell = this.cell(field);
    return cell === ABSENT || (cell !== UNKNOWN && this.#parse(field).ok);
  }

  /** Whether it can be told, be it from what it lies in: below a list, or a text that is too long to be numbered. */
  isReadable(field: number): boolean {
    return this.cell(field) === ABSENT || this.#holderOf(field) !== 0;
  }

  /** A record that holds these fields and no others; undefined where one of them cannot be told. */
  rawOf(fields: readonly number[], onto: JsonObject = {}): JsonObject | undefined {
    for (const field of fields) {
      const cell = this.cell(field);
      if (cell === ABSENT) continue;
      const parsed = cell === UNKNOWN ? undefined : this.#parse(field);
      if (parsed?.ok !== true) return undefined;
      put(onto, this.#tree.field(field).path, parsed.value);
    }
    return onto;
  }

  /** The text that stands in a field; undefined where none does, or not as it is. */
  plainText(field: number): string | undefined {
    return this.#texts.plainTextOf(this.cell(field), this.#recordAt);
  }

  /** The time that stands in a field as CloudTrail writes it; undefined where none does. */
  writtenTime(field: number): number | undefined {
    return this.#texts.writtenTimeOf(this.cell(field), this.#recordAt);
  }

  /** The JSON of a field in lower case, or of what it lies in; undefined where it holds escapes, or cannot be told. */
  plainJson(field: number): string | undefined {
    const holder = this.#nearest(field);
    if (holder === 0) return undefined;
    const json = this.#texts.bytesOf(this.cell(holder), this.#recordAt);
    return NOT_PLAIN.test(json) ? undefined : json.toLowerCase();
  }

  #valuesOf(slot: number): FieldValues {
    const path = this.#slots.path(slot);
    const inputs = (this.#inputs[slot] ??= this.#inputsOf(path));
    if (path[0] === 'derived') return fieldAt(this.rawOf(inputs) ?? {}, path);
    const field = inputs[0] as number;
    if (this.cell(field) === ABSENT) return NOTHING;
    const holder = this.#holderOf(field);
    const within = path.slice(this.#tree.field(holder).path.length - 1);
    return valuesAt({ [within[0] as string]: valueOf(this.#parse(holder)) }, within);
  }

  #inputsOf(path: readonly string[]): number[] {
    return (inputsOfPath(path) ?? []).map((input) => this.#tree.numberOf(input) as number);
  }

  /** The field itself, or the nearest one that it lies in, whose value is known; 0 where there is none. */
  #holderOf(field: number): number {
    const holder = this.#nearest(field);
    return holder !== 0 && this.#parse(holder).ok ? holder : 0;
  }

  /** The same, whether the value is JSON or not. */
  #nearest(field: number): number {
    let holder = field;
    while (holder !== 0 && this.cell(holder) <= UNKNOWN) holder = this.#tree.field(holder).parent;
    return holder;
  }

  #parse(field: number): Parsed {
    const cell = this.cell(field);
    if (isNumbered(cell)) return (this.#numbered[cell] ??= parseJson(this.#texts.jsonOf(cell, this.#recordAt)));
    if (this.#parsedIn[field] === this.#looks) return this.#parsed[field] as Parsed;
    const plain = this.#texts.plainTextOf(cell, this.#recordAt);
    const parsed: Parsed =
      plain === undefined ? parseJson(this.#texts.jsonOf(cell, this.#recordAt)) : { ok: true, value: plain };
    this.#parsed[field] = parsed;
    this.#parsedIn[field] = this.#looks;
    return parsed;
  }
}

/** A backslash, or part of a letter of another alphabet. */
const NOT_PLAIN = /[\\\x80-\xff]/;

const valueOf = (parsed: Parsed): unknown => (parsed.ok ? parsed.value : undefined);

function put(raw: object, path: readonly string[], value: unknown): void {
  let holder = raw as Record<string, unknown>;
  const last = path.length - 1;
  for (let i = 0; i < last; i++) {
    const key = path[i] as string;
    if (!Object.hasOwn(holder, key)) define(holder, key, {});
    holder = holder[key] as Record<string, unknown>;
  }
  define(holder, path[last] as string, value);
}

/** An assignment to a key named __proto__ would be none. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') holder[key] = value;
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
