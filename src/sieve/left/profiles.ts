import { RuleIndex } from '../../match/rule-index.ts';
import type { Possible } from '../../match/rule-set.ts';
import { openRule } from '../../match/stored-rule.ts';
import { once } from '../../once.ts';
import { notCloudTrail } from '../../record/recognise.ts';
import { isNumbered } from '../cells/cell.ts';
import type { RecordCells } from '../cells/cells.ts';
import type { FieldTree } from '../cells/fields.ts';
import type { Scanner } from '../cells/scanner.ts';
import type { SieveRules } from '../sieve-rules.ts';
import { Branch } from './branch.ts';
import { Combinations } from './combinations.ts';
import { Left } from './rest.ts';
import type { Judges } from './verdict.ts';

/** Without these nobody can say which rules are about a record, or whether it is one (record/recognise.ts). */
const KIND = [['eventName'], ['eventSource'], ['eventCategory'], ['eventVersion'], ['digestS3Object']];

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

export const PROFILE_FIELDS: readonly (readonly string[])[] = [...KIND, ...FEW];

/** Which rules a record could match, by what stands in its cells. */
export class Profiles {
  readonly #scanner: Scanner;
  readonly #judges: Judges;
  readonly #combinations = new Combinations();
  readonly #kind: readonly number[];
  readonly #stages: readonly (readonly number[])[];
  readonly #index: RuleIndex<() => Left>;
  /** By their numbers in the scanner's tree; undefined where only a parser can tell what a record is. */
  #branches: (Branch | undefined)[] = [];
  #full = false;

  constructor(rules: SieveRules['rules'], scanner: Scanner, tree: FieldTree, judges: Judges) {
    this.#scanner = scanner;
    this.#judges = judges;
    const numberOf = (path: readonly string[]): number => tree.numberOf(path) ?? 0;
    this.#kind = KIND.map(numberOf);
    const few = FEW.map(numberOf);
    this.#stages = [few, tree.repeating.filter((field) => !few.includes(field))];
    this.#index = new RuleIndex(
      rules.map((rule, number) => ({
        ...rule,
        entry: once(() => new Left(number, openRule(rule).condition, judges)),
      })),
    );
    this.forget();
  }

  /** The numbers of values begin anew, and the scanner's tree is cut. */
  forget(): void {
    this.#scanner.branches.grow(0, 0, this.#kind);
    this.#branches = [new Branch(true, new Set(), this.#kind, [], this.#judges, this.#combinations)];
    this.#full = false;
  }

  /** There is no room for more branches. */
  get isFull(): boolean {
    return this.#full;
  }

  /**
   * The rules that the nth record which the scanner found may match; undefined where only a parser can tell.
   *
   * @param at where it begins in memory
   */
  rulesFor(record: number, at: number, cells: RecordCells): readonly Possible[] | undefined {
    const scanner = this.#scanner;
    let number = scanner.branchThen(record);
    if (number < 0) number = scanner.branches.branchOf(record);
    while (number < 0 && this.#grow(-1 - number, record, at, cells)) number = scanner.branches.branchOf(record);
    const branch = this.#branches[number < 0 ? -1 - number : number];
    if (branch === undefined || branch.isRoot) return undefined;
    branch.count();
    if (branch.left.length === 0) return NONE;
    cells.look(record, at);
    return branch.possible(cells);
  }

  /** Grows a branch for a record from the last one on its way; false where there is no room. */
  #grow(from: number, record: number, at: number, cells: RecordCells): boolean {
    const parent = this.#branches[from];
    if (parent === undefined || this.#full || !parent.mayGrow) return false;
    const shown = new Set([...parent.shown, ...parent.fields]);
    cells.look(record, at, shown);
    const before = from === 0 ? this.#about(cells) : parent.left;
    const left = before?.flatMap((one) => one.after(cells, parent.fields) ?? []);
    const fields = left === undefined ? [] : this.#askedNext(left, shown);
    if (this.#scanner.branches.grow(from, record, fields, left?.length === 0) === undefined) {
      this.#full = true;
      return false;
    }
    parent.addGrown();
    this.#branches.push(left && new Branch(false, shown, fields, left, this.#judges, this.#combinations));
    return true;
  }

  /** Fields that rules ask for, of the first stage that holds some. */
  #askedNext(left: readonly Left[], shown: ReadonlySet<number>): readonly number[] {
    const wanted = (field: number): boolean => !shown.has(field) && left.some(({ fields }) => fields.has(field));
    return this.#stages.find((stage) => stage.some(wanted))?.filter(wanted) ?? [];
  }

  /** The rules about records of this kind. */
  #about(cells: RecordCells): readonly Left[] | undefined {
    const raw = this.#kind.every((field) => isNumbered(cells.cell(field))) ? cells.rawOf(this.#kind) : undefined;
    if (raw === undefined || !('eventVersion' in raw) || 'digestS3Object' in raw) return undefined;
    if (notCloudTrail(raw) !== undefined) return undefined;
    return this.#index.candidates(raw).map((left) => left());
  }
}

const NONE: readonly Possible[] = [];
