import { RuleIndex } from '../match/rule-index.ts';
import { openRule } from '../match/stored-rule.ts';
import { once } from '../once.ts';
import { notCloudTrail } from '../record/recognise.ts';
import { NO, type RecordCells } from './cells.ts';
import type { FieldTree } from './fields.ts';
import { ABSENT, type Scanner, UNKNOWN } from './scanner.ts';
import type { SieveRules } from './sieve.ts';
import type { Judge, Judges } from './verdict.ts';

/** Without these nobody can say which rules are about a record, or whether it is one (record/recognise.ts). */
const KIND = ['eventName', 'eventSource', 'eventCategory'];

/**
 * Fields whose values repeat, and which most rules look at. What a value leaves of the rules is worked out once for every
 * combination of values, field by field, and only for as long as there are rules left: so a record that concerns nobody
 * costs a few look-ups, however many rules there are. First stand those that leave the fewest.
 */
const PROFILE = [
  ...KIND,
  'userIdentity.type',
  'errorCode',
  'readOnly',
  'awsRegion',
  'eventType',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userAgent',
  'sourceIPAddress',
  'userIdentity.arn',
].map((field) => field.split('.'));

/** Fields by which it is seen that an object is a CloudTrail record (record/recognise.ts). */
const MARKS = [['eventVersion'], ['digestS3Object'], ['recipientAccountId']];

export const PROFILE_FIELDS: readonly (readonly string[])[] = [...PROFILE, ...MARKS];

/** A rule by its place among the rules. */
interface Judged {
  readonly rule: number;
  readonly judge: Judge;
}

/** Values of the fields of PROFILE up to some field, and the rules that they leave. */
interface Branch {
  readonly next: Branch[];
  /** Undefined where only a parser can tell what the record is. */
  readonly left: readonly Judged[] | undefined;
}

const NONE: readonly number[] = [];

/** An attacker who chooses names makes many; then all are forgotten. */
const MOST_PROFILES = 50_000;

/** Which rules a record could match, by what stands in its cells. */
export class Profiles {
  readonly #scanner: Scanner;
  readonly #fields: readonly number[];
  /** The fields up to each of them. */
  readonly #shown: readonly ReadonlySet<number>[];
  readonly #version: number;
  readonly #digest: number;
  readonly #recipient: number;
  readonly #index: RuleIndex<() => Judged>;
  readonly #accounts = new Map<number, string>();
  #root: Branch[] = [];
  #count = 0;

  constructor(rules: SieveRules['rules'], scanner: Scanner, tree: FieldTree, judges: Judges) {
    this.#scanner = scanner;
    const numberOf = (path: readonly string[]): number => tree.numberOf(path) ?? 0;
    this.#fields = PROFILE.map(numberOf);
    this.#shown = this.#fields.map((_, at) => new Set(this.#fields.slice(0, at + 1)));
    this.#version = numberOf(['eventVersion']);
    this.#digest = numberOf(['digestS3Object']);
    this.#recipient = numberOf(['recipientAccountId']);
    this.#index = new RuleIndex(
      rules.map((rule, number) => ({
        ...rule,
        entry: once(() => ({ rule: number, judge: judges.judge(openRule(rule).condition) })),
      })),
    );
  }

  /** The numbers of values begin anew. */
  forget(): void {
    this.#accounts.clear();
    this.#root = [];
    this.#count = 0;
  }

  /**
   * The rules that the nth record which the scanner found may match, by their places; 'all' where only a parser can tell.
   *
   * @param at where it begins in memory
   */
  rulesFor(record: number, at: number, cells: RecordCells, account: string | undefined): readonly number[] | 'all' {
    const scanner = this.#scanner;
    if (account !== undefined && !this.#isOf(account, record, at)) return 'all';
    if (scanner.cell(record, this.#version) === ABSENT || scanner.cell(record, this.#digest) !== ABSENT) return 'all';
    let branches = this.#root;
    let left: readonly Judged[] | undefined = [];
    for (let depth = 0; depth < this.#fields.length; depth++) {
      const cell = scanner.cell(record, this.#fields[depth] as number);
      const branch: Branch = (branches[cell] ??= this.#branch(depth, left, record, at, cells));
      if (depth >= KIND.length - 1) {
        if (branch.left === undefined) return 'all';
        if (branch.left.length === 0) return NONE;
      }
      left = branch.left;
      branches = branch.next;
    }
    cells.look(record, at);
    const asked = left?.filter(({ judge }) => judge(cells) !== NO) ?? [];
    return asked.length === 0 ? NONE : asked.map(({ rule }) => rule);
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

  #branch(
    depth: number,
    before: readonly Judged[] | undefined,
    record: number,
    at: number,
    cells: RecordCells,
  ): Branch {
    this.#count++;
    if (depth < KIND.length - 1) return { next: [], left: [] };
    const left = depth === KIND.length - 1 ? this.#about(record, at, cells) : before;
    cells.look(record, at, this.#shown[depth]);
    return { next: [], left: left?.filter(({ judge }) => judge(cells) !== NO) };
  }

  /** The rules about records of this kind. */
  #about(record: number, at: number, cells: RecordCells): readonly Judged[] | undefined {
    cells.look(record, at);
    const raw = cells.rawOf(this.#fields.slice(0, KIND.length));
    if (raw === undefined || notCloudTrail({ ...raw, eventVersion: '' }) !== undefined) return undefined;
    return this.#index.candidates(raw).map((judged) => judged());
  }

  get isFull(): boolean {
    return this.#count > MOST_PROFILES;
  }
}
