import type { Piece } from '../decode/piece.ts';
import { RecordCells } from './cells/cells.ts';
import { FieldTree } from './cells/fields.ts';
import { Scanner } from './cells/scanner.ts';
import { KeptJson } from './kept-json.ts';
import { PROFILE_FIELDS, Profiles } from './left/profiles.ts';
import { Judges } from './left/verdict.ts';
import { Outlines, outlineFields } from './outlines.ts';
import type { SieveRules } from './sieve-rules.ts';
import { SievedPiece } from './sieved-piece.ts';

/** Bytes that begin between records, in the scanner's memory. */
export interface Window {
  readonly from: number;
  readonly length: number;
  /** Of the stream, before it. */
  readonly records: number;
  readonly offset: number;
}

/** What a window holds. */
export interface Sifted {
  readonly records: number;
  /** Those that a rule may match. */
  readonly pieces: Piece[];
}

const RECIPIENT = ['recipientAccountId'];

/** What is learned anew costs as much as so many records; until then it goes on with full tables, more slowly. */
const FORGET_AFTER = 100_000;

/**
 * Tells from bytes which records a set of rules could match, and passes over the others without parsing them. It may keep
 * too many, never too few.
 */
export class Sieve {
  readonly scanner: Scanner;
  readonly #recipient: number;
  readonly #profiles: Profiles;
  readonly #judges: Judges;
  readonly #cells: RecordCells;
  readonly #outlines: Outlines;
  /** Since the numbers of values began anew. */
  #records = 0;

  constructor(module: WebAssembly.Module, { rules, fields, memory }: SieveRules) {
    const tree = new FieldTree([...PROFILE_FIELDS, RECIPIENT, ...outlineFields(memory), ...fields]);
    this.scanner = new Scanner(module, tree);
    this.#recipient = tree.numberOf(RECIPIENT) ?? 0;
    this.#judges = new Judges(tree);
    this.#cells = new RecordCells(this.scanner, tree, this.#judges.slots);
    this.#profiles = new Profiles(rules, this.scanner, tree, this.#judges);
    this.#outlines = new Outlines(rules, memory, tree, this.#cells);
  }

  /** Whose records are expected: one of another account is a candidate. */
  expectAccount(account: string | undefined): void {
    this.scanner.expectAccount(this.#recipient, account);
  }

  /**
   * Scans a window: gives how many records there are, and those to read.
   *
   * @param maxBytes a larger record is always among them, so that it is told
   */
  sift(window: Window, maxBytes: number): Sifted {
    const { scanner } = this;
    if (this.#records > FORGET_AFTER && (scanner.isFull || this.#profiles.isFull)) this.#forget();
    const records = scanner.scan(window.from, window.length, maxBytes);
    const { asked } = scanner;
    this.#records += records;
    const pieces: Piece[] = [];
    const kept = new KeptJson(scanner);
    for (let nth = 0; nth < asked; nth++) {
      const piece = this.#pieceOf(scanner.askedRecord(nth), window, maxBytes, kept);
      if (piece !== undefined) pieces.push(piece);
    }
    kept.take();
    return { records, pieces };
  }

  /** Undefined where no rule can match it. */
  #pieceOf(record: number, window: Window, maxBytes: number, kept: KeptJson): Piece | undefined {
    const { scanner } = this;
    const begin = window.from + scanner.begin(record);
    const end = window.from + scanner.end(record);
    const oversize = end - begin > maxBytes;
    const mayBeDeep = scanner.mayBeDeep(record);
    const isSure = !scanner.mustParse(record) && !mayBeDeep && !oversize;
    const rules = isSure ? this.#profiles.rulesFor(record, begin, this.#cells) : undefined;
    if (rules?.length === 0) return undefined;
    return new SievedPiece(scanner.bytes, begin, oversize ? begin : end, {
      index: window.records + record,
      offset: window.offset + scanner.begin(record),
      mayBeDeep,
      oversize,
      rules,
      outline: rules && this.#outlines.of(record, begin, rules, kept),
    });
  }

  /** The numbers of values begin anew. */
  #forget(): void {
    this.#records = 0;
    this.scanner.forget();
    this.#profiles.forget();
    this.#judges.forget();
    this.#cells.forget();
    this.#outlines.forget();
  }
}
