import { BranchTree } from './branch-tree.ts';
import { CellTexts } from './cell-texts.ts';
import type { Exports } from './exports.ts';
import type { FieldTree } from './fields.ts';
import { ScannerMemory } from './memory.ts';

/** Words before the cells of a record: its begin, its end, what is known of it, its branch, and two of the scanner's own. */
const HEAD = 6;
/** Only a parser can be sure of it. */
const PARSE = 1;
/** It may be nested deeper than record/depth.ts allows. */
const DEEP = 2;

/** So many different values are forgotten together; a table that is full numbers no new ones. */
const MANY_VALUES = 6_000;
const MANY_BYTES = 786_432;

export type ScanState = 'more' | 'ended' | 'lost';
const STATES: readonly ScanState[] = ['more', 'ended', 'lost'];

/**
 * The WebAssembly module with its memory: finds the records in a window of bytes, and the values of fields in them,
 * without parsing. Whoever uses it owns it until it is done.
 */
export class Scanner {
  /** The most bytes of a window: a record of the largest size, and what came before it. */
  readonly windowMax: number;
  /** Where the caller's bytes may lie. */
  readonly free: number;
  readonly texts: CellTexts;
  readonly branches: BranchTree;
  readonly #exports: Exports;
  readonly #memory: ScannerMemory;
  readonly #tree: FieldTree;
  readonly #found: number;
  readonly #size: number;
  readonly #askedAt: number;

  constructor(module: WebAssembly.Module, tree: FieldTree) {
    const abort = (): never => {
      throw new Error('the scanner aborted');
    };
    this.#exports = new WebAssembly.Instance(module, { env: { abort } }).exports as Exports;
    this.#tree = tree;
    this.#found = this.#exports.found.value / 4;
    this.#askedAt = this.#exports.askedAt.value / 4;
    this.#size = tree.fields.length + HEAD;
    this.free = this.#exports.free.value;
    this.windowMax = this.#exports.windowMax.value;
    this.#memory = new ScannerMemory(this.#exports.memory);
    this.texts = new CellTexts(this.#memory, this.#exports.spans.value);
    this.branches = new BranchTree(this.#exports, this.#memory, this.#size);
    this.reserve(this.free);
    this.#load();
  }

  /** The whole memory; a view that `reserve` makes anew. */
  get bytes(): Buffer {
    return this.#memory.bytes;
  }

  /** Makes sure that the memory reaches to `end`. */
  reserve(end: number): void {
    this.#memory.reserve(end);
  }

  /**
   * Says whose records are expected: one that another account received must be parsed.
   *
   * @param field that names it
   */
  expectAccount(field: number, account: string | undefined): void {
    const length =
      account === undefined ? 0 : this.#memory.bytes.write(`"${account}"`, this.#exports.accountText.value);
    this.#exports.expectAccount(field, length);
  }

  /**
   * Finds the records of a window; gives how many. The window begins between records.
   *
   * @param maxBytes one that is larger is among those to look at
   */
  scan(from: number, length: number, maxBytes: number): number {
    return this.#exports.scan(from, length, maxBytes);
  }

  /** How many of the records that were found last may concern a rule, as far as their branches tell. */
  get asked(): number {
    return this.#exports.asked.value;
  }

  /** The nth of these, by its place among all. */
  askedRecord(nth: number): number {
    return this.#memory.words[this.#askedAt + nth] as number;
  }

  /** Where the last scan stopped, counted from its window's begin. */
  get stopped(): number {
    return this.#exports.stopped.value;
  }

  get state(): ScanState {
    return STATES[this.#exports.state.value] ?? 'lost';
  }

  /** Begin of the nth record, counted from the window's begin. */
  begin(record: number): number {
    return this.#memory.words[this.#found + record * this.#size] as number;
  }

  end(record: number): number {
    return this.#memory.words[this.#found + record * this.#size + 1] as number;
  }

  mustParse(record: number): boolean {
    return ((this.#memory.words[this.#found + record * this.#size + 2] as number) & PARSE) !== 0;
  }

  mayBeDeep(record: number): boolean {
    return ((this.#memory.words[this.#found + record * this.#size + 2] as number) & DEEP) !== 0;
  }

  /**
   * Keeps the JSON of the nth record until the next scan; none is kept twice.
   *
   * @returns where it begins in `kept`; undefined where it is no JSON, or too odd to tell
   */
  keep(record: number): number | undefined {
    const at = this.#exports.keep(record);
    return at === -1 ? undefined : at;
  }

  /** What was kept since the last scan, one letter for each byte. */
  get kept(): string {
    const begin = this.#exports.kept.value;
    return this.#memory.bytes.toString('latin1', begin, begin + this.#exports.keptBytes.value);
  }

  /** Memory as words of 32 bits; a view that `reserve` makes anew. */
  get words(): Uint32Array {
    return this.#memory.words;
  }

  /** Where in `words` it stands what a record holds in field 0, 1, …: ABSENT, UNKNOWN, or what `texts` knows the JSON of. */
  cellsOf(record: number): number {
    return this.#found + record * this.#size + HEAD;
  }

  /** There are so many values that their numbers should begin anew. */
  get isFull(): boolean {
    return this.#exports.valueCount() > MANY_VALUES || this.#exports.valueBytes() > MANY_BYTES;
  }

  /** Forgets the numbers of values, and cuts the whole tree of branches. */
  forget(): void {
    this.#exports.clearValues();
    this.branches.cut();
  }

  /** The branch of a record when it was found; where there was none yet, the last one on the way, as -1 - branch. */
  branchThen(record: number): number {
    return (this.#memory.words[this.#found + record * this.#size + 3] as number) | 0;
  }

  /** Decompresses deflated bytes within the memory; undefined where zlib should say what is wrong with them. */
  inflate(from: number, length: number, to: number, room: number): number | undefined {
    const size = this.#exports.inflate(from, length, to, room);
    return size >= 0 && this.#exports.consumed.value === length ? size : undefined;
  }

  #load(): void {
    this.#exports.clearKeys();
    this.forget();
    for (const [number, field] of this.#tree.fields.entries()) {
      const key = field.path.at(-1);
      if (key === undefined) continue;
      const length = this.#memory.bytes.write(key, this.#exports.keyRoom(), 'utf8');
      const { parent, behind, numbers } = field;
      if (!this.#exports.addKey(parent, length, number, behind, numbers)) throw new Error('too many fields');
    }
    this.#exports.setNodes(this.#tree.fields.length);
  }
}
