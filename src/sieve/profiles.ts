import { RuleIndex } from '../match/rule-index.ts';
import { openRule } from '../match/stored-rule.ts';
import { once } from '../once.ts';
import { notCloudTrail } from '../record/recognise.ts';
import { NO, type RecordCells } from './cells.ts';
import type { FieldTree } from './fields.ts';
import { ABSENT, type Scanner, UNKNOWN } from './scanner.ts';
import type { SieveRules } from './sieve.ts';
import type { Judge, Judges } from './verdict.ts';

/**
 * Fields of few values, which most rules look at: what they leave of the rules is worked out once for every combination
 * of values. The first few decide almost everything, so the order is from the most telling to the least.
 */
const PROFILE = [
  'eventName',
  'eventSource',
  'userIdentity.type',
  'errorCode',
  'awsRegion',
  'readOnly',
  'eventType',
  'eventCategory',
  'userIdentity.invokedBy',
].map((field) => field.split('.'));

/** Fields by which it is seen that an object is a CloudTrail record (record/recognise.ts). */
const MARKS = [['eventVersion'], ['digestS3Object'], ['recipientAccountId']];

export const PROFILE_FIELDS: readonly (readonly string[])[] = [...PROFILE, ...MARKS];

/** The rules that a record of some profile could still match. */
interface Profile {
  /** It cannot be seen that it is a record: only a parser knows. */
  readonly odd: boolean;
  readonly judges: readonly Judge[];
}

/** Values of the fields of PROFILE, one after the other; a leaf is a profile. */
interface Branch {
  readonly next: Branch[];
  profile?: Profile;
}

/** An attacker who chooses names makes many; then all are forgotten. */
const MOST_PROFILES = 50_000;

/** Which rules a record could match, by what stands in its cells. */
export class Profiles {
  readonly #scanner: Scanner;
  readonly #fields: readonly number[];
  readonly #shown: ReadonlySet<number>;
  readonly #version: number;
  readonly #digest: number;
  readonly #recipient: number;
  readonly #index: RuleIndex<() => Judge>;
  readonly #accounts = new Map<number, string>();
  #root: Branch = { next: [] };
  #count = 0;

  constructor(rules: SieveRules['rules'], scanner: Scanner, tree: FieldTree, judges: Judges) {
    this.#scanner = scanner;
    const numberOf = (path: readonly string[]): number => tree.numberOf(path) ?? 0;
    this.#fields = PROFILE.map(numberOf);
    this.#shown = new Set(this.#fields);
    this.#version = numberOf(['eventVersion']);
    this.#digest = numberOf(['digestS3Object']);
    this.#recipient = numberOf(['recipientAccountId']);
    this.#index = new RuleIndex(
      rules.map((rule) => ({ ...rule, entry: once(() => judges.judge(openRule(rule).condition)) })),
    );
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#accounts.clear();
    this.#root = { next: [] };
    this.#count = 0;
  }

  /** Whether the nth record that the scanner found must be parsed. @param at where it begins in memory */
  mayMatch(record: number, at: number, cells: RecordCells, account: string | undefined): boolean {
    const scanner = this.#scanner;
    if (account !== undefined && !this.#isOf(account, record, at)) return true;
    if (scanner.cell(record, this.#version) === 0 || scanner.cell(record, this.#digest) !== 0) return true;
    let branch = this.#root;
    for (const field of this.#fields) branch = branch.next[scanner.cell(record, field)] ??= { next: [] };
    branch.profile ??= this.#profile(record, at, cells);
    if (branch.profile.odd) return true;
    const { judges } = branch.profile;
    if (judges.length === 0) return false;
    cells.look(record, at);
    return judges.some((judge) => judge(cells) !== NO);
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

  #profile(record: number, at: number, cells: RecordCells): Profile {
    this.#count++;
    const raw = cells.rawOf(this.#fields, record, at);
    if (raw === undefined || notCloudTrail({ ...raw, eventVersion: '' }) !== undefined)
      return { odd: true, judges: [] };
    cells.look(record, at, this.#shown);
    return {
      odd: false,
      judges: this.#index
        .candidates(raw)
        .map((judge) => judge())
        .filter((judge) => judge(cells) !== NO),
    };
  }

  get isFull(): boolean {
    return this.#count > MOST_PROFILES;
  }
}
