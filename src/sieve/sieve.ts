import type { Possible } from '../match/rule-set.ts';
import type { Outline } from '../record/unparsed.ts';
import { RecordCells } from './cells/cells.ts';
import { FieldTree } from './cells/fields.ts';
import { Scanner } from './cells/scanner.ts';
import { PROFILE_FIELDS, Profiles } from './left/profiles.ts';
import { Judges } from './left/verdict.ts';
import { Outlines, outlineFields } from './outlines.ts';
import type { SieveRules } from './sieve-rules.ts';

/** A record that a rule may match, by its place in the scanner's memory. */
export interface Candidate {
  readonly begin: number;
  readonly end: number;
  /** How many records of the window came before it. */
  readonly index: number;
  readonly mayBeDeep: boolean;
  readonly rules: readonly Possible[] | 'all';
  /** Present where it need not be parsed (outlines.ts). */
  readonly outline: Outline | undefined;
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
    this.#outlines = new Outlines(rules, memory, this.scanner, tree, this.#cells);
  }

  /** Whose records are expected: one of another account is a candidate. */
  expectAccount(account: string | undefined): void {
    this.scanner.expectAccount(this.#recipient, account);
  }

  /**
   * Scans a window that begins between records: gives how many there are, and those to parse. One of more than `maxBytes`
   * is always among them, so that it is told.
   */
  sift(
    from: number,
    length: number,
    maxBytes: number,
  ): { readonly records: number; readonly candidates: readonly Candidate[] } {
    const { scanner } = this;
    if (this.#records > FORGET_AFTER && (scanner.isFull || this.#profiles.isFull)) this.#forget();
    const records = scanner.scan(from, length, maxBytes);
    const { asked } = scanner;
    this.#records += records;
    const candidates: Candidate[] = [];
    for (let nth = 0; nth < asked; nth++) {
      const index = scanner.askedRecord(nth);
      const begin = from + scanner.begin(index);
      const end = from + scanner.end(index);
      const sure = !scanner.mustParse(index) && !scanner.mayBeDeep(index) && end - begin <= maxBytes;
      const rules = sure ? this.#profiles.rulesFor(index, begin, this.#cells) : 'all';
      if (rules.length === 0) continue;
      const outline = rules === 'all' ? undefined : this.#outlines.of(index, begin, rules);
      candidates.push({ begin, end, index, rules, mayBeDeep: scanner.mayBeDeep(index), outline });
    }
    return { records, candidates };
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
