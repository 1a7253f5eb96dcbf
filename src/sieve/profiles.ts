import { RuleIndex } from '../match/rule-index.ts';
import type { Possible } from '../match/rule-set.ts';
import { openRule } from '../match/stored-rule.ts';
import { once } from '../once.ts';
import { notCloudTrail } from '../record/recognise.ts';
import { MOST_NUMBERS, type RecordCells } from './cells.ts';
import type { FieldTree } from './fields.ts';
import { Left } from './rest.ts';
import { ABSENT, type Scanner, UNKNOWN } from './scanner.ts';
import type { SieveRules } from './sieve.ts';
import type { Judges } from './verdict.ts';

/** Without these nobody can say which rules are about a record, or whether it is one (record/recognise.ts). */
const KIND = [['eventName'], ['eventSource'], ['eventCategory']];

/**
 * Fields whose values repeat, those first that have few and leave the fewest rules. What their values leave of the rules is
 * worked out once for every combination, and only of fields that a rule that is left asks for: so a record that concerns
 * nobody costs a look-up or two, however many rules there are.
 */
const FEW = [
  'userIdentity.type',
  'errorCode',
  'readOnly',
  'awsRegion',
  'eventType',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sessionIssuer.arn',
].map((field) => field.split('.'));

/** Fields by which it is seen that an object is a CloudTrail record (record/recognise.ts). */
const MARKS = [['eventVersion'], ['digestS3Object'], ['recipientAccountId']];

export const PROFILE_FIELDS: readonly (readonly string[])[] = [...KIND, ...FEW, ...MARKS];

/** Records whose cells agree in some fields, and the rules that are left for them. */
interface Branch {
  /** Undefined where only a parser can tell what the record is. */
  readonly left: readonly Left[] | undefined;
  /** What stands in the fields by which they were told from others, in the order of these. */
  readonly cells: readonly number[];
  /** The fields in which they agree. */
  readonly shown: ReadonlySet<number>;
  /** By which they are told from each other next: of those that rules ask for. */
  readonly fields: readonly number[];
  /** By a hash of what stands in these. */
  readonly next: Map<number, Branch[]>;
}

const NONE: readonly Possible[] = [];

/** An attacker who chooses names makes many; then all are forgotten. */
const MOST_PROFILES = 50_000;

/** Where there are so many combinations, what they leave is not worth remembering: the rules are asked. */
const MOST_NEXT = 2_000;

/** Which rules a record could match, by what stands in its cells. */
export class Profiles {
  readonly #scanner: Scanner;
  readonly #kind: readonly number[];
  readonly #stages: readonly (readonly number[])[];
  readonly #version: number;
  readonly #digest: number;
  readonly #recipient: number;
  readonly #index: RuleIndex<() => Left>;
  readonly #accounts = new Map<number, string>();
  readonly #kinds = new Map<number, Branch>();
  #count = 0;

  constructor(rules: SieveRules['rules'], scanner: Scanner, tree: FieldTree, judges: Judges) {
    this.#scanner = scanner;
    const numberOf = (path: readonly string[]): number => tree.numberOf(path) ?? 0;
    this.#kind = KIND.map(numberOf);
    const few = FEW.map(numberOf);
    this.#stages = [few, tree.repeating.filter((field) => !few.includes(field))];
    this.#version = numberOf(['eventVersion']);
    this.#digest = numberOf(['digestS3Object']);
    this.#recipient = numberOf(['recipientAccountId']);
    this.#index = new RuleIndex(
      rules.map((rule, number) => ({
        ...rule,
        entry: once(() => new Left(number, openRule(rule).condition, judges)),
      })),
    );
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#accounts.clear();
    this.#kinds.clear();
    this.#count = 0;
  }

  /**
   * The rules that the nth record which the scanner found may match; 'all' where only a parser can tell.
   *
   * @param at where it begins in memory
   */
  rulesFor(record: number, at: number, cells: RecordCells, account: string | undefined): readonly Possible[] | 'all' {
    const scanner = this.#scanner;
    if (account !== undefined && !this.#isOf(account, record, at)) return 'all';
    if (scanner.cell(record, this.#version) === ABSENT || scanner.cell(record, this.#digest) !== ABSENT) return 'all';
    let branch = this.#ofKind(record, at, cells);
    while (branch.fields.length > 0) {
      const next = this.#next(branch, record, at, cells);
      if (next === undefined) break;
      branch = next;
    }
    if (branch.left === undefined) return 'all';
    if (branch.left.length === 0) return NONE;
    cells.look(record, at);
    let possible: Possible[] | undefined;
    for (const one of branch.left) {
      const answer = one.possible(cells);
      if (answer === undefined) continue;
      if (possible === undefined) possible = [answer];
      else possible.push(answer);
    }
    return possible ?? NONE;
  }

  /** The number of an account's text is looked up once for as long as it stays. */
  #isOf(account: string, record: number, at: number): boolean {
    const cell = this.#scanner.cell(record, this.#recipient);
    if (cell === ABSENT) return true;
    if (cell <= UNKNOWN) return false;
    const known = this.#accounts.get(cell) ?? this.#scanner.textOf(cell, true, at);
    this.#accounts.set(cell, known);
    return known === `"${account}"`;
  }

  #ofKind(record: number, at: number, cells: RecordCells): Branch {
    let key = 0;
    for (const field of this.#kind) key = key * MOST_NUMBERS + this.#scanner.cell(record, field);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const shown = new Set(this.#kind);
    cells.look(record, at, shown);
    const branch = this.#branch(shown, this.#about(cells), cells);
    this.#kinds.set(key, branch);
    return branch;
  }

  /** Undefined where too many are remembered. */
  #next(branch: Branch, record: number, at: number, cells: RecordCells): Branch | undefined {
    const { fields, next } = branch;
    let hash = 0;
    for (const field of fields) hash = Math.imul(hash ^ this.#scanner.cell(record, field), 0x9e3779b1);
    const alike = next.get(hash);
    const known = alike?.find((one) => fields.every((field, i) => one.cells[i] === this.#scanner.cell(record, field)));
    if (known !== undefined || next.size === MOST_NEXT) return known;
    const shown = new Set([...branch.shown, ...fields]);
    cells.look(record, at, shown);
    const grown = this.#branch(shown, branch.left, cells);
    const one = { ...grown, cells: fields.map((field) => this.#scanner.cell(record, field)) };
    next.set(hash, alike === undefined ? [one] : [...alike, one]);
    return one;
  }

  /** @param cells look at the record, and show what is shown */
  #branch(shown: ReadonlySet<number>, before: readonly Left[] | undefined, cells: RecordCells): Branch {
    this.#count++;
    const left = before?.flatMap((one) => one.after(cells) ?? []);
    const asked = new Set(left?.flatMap((one) => one.fields()));
    const wanted = (field: number): boolean => asked.has(field) && !shown.has(field);
    const fields = this.#stages.find((stage) => stage.some(wanted))?.filter(wanted) ?? [];
    return { left, cells: [], shown, next: new Map(), fields };
  }

  /** The rules about records of this kind. */
  #about(cells: RecordCells): readonly Left[] | undefined {
    const raw = cells.rawOf(this.#kind);
    if (raw === undefined || notCloudTrail({ ...raw, eventVersion: '' }) !== undefined) return undefined;
    return this.#index.candidates(raw).map((left) => left());
  }

  get isFull(): boolean {
    return this.#count > MOST_PROFILES;
  }
}
