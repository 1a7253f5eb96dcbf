import { compile } from '../../match/compile.ts';
import { type Condition, isLeaf, type Leaf } from '../../match/condition.ts';
import { FieldSlots, parsePath } from '../../match/fields.ts';
import { MAYBE, NO, type Question, type RecordCells, type Verdict, YES } from '../cells/cells.ts';
import { inputsOfPath } from '../cells/derived-inputs.ts';
import type { FieldTree } from '../cells/fields.ts';

/**
 * What can be said of a condition from the cells of a record: yes, no, or maybe where a field is not among them. Kleene's
 * logic: a `maybe` decides nothing that another part does not decide. The depth is bounded by MAX_CONDITION_DEPTH.
 */
export type Judge = (cells: RecordCells) => Verdict;

export class Judges {
  readonly #tree: FieldTree;
  readonly slots = new FieldSlots();
  /** Rules ask the same question often: it is answered once for each value. */
  readonly #judges = new Map<string, Judge>();
  readonly #ofLeaf = new Map<Leaf, Judge>();
  readonly #fields = new Map<Leaf, readonly number[]>();
  readonly #questions: Question[] = [];

  constructor(tree: FieldTree) {
    this.#tree = tree;
  }

  /** The numbers of values begin anew. */
  forget(): void {
    for (const { answers } of this.#questions) answers.clear();
  }

  /** The number of a field; undefined where the scanner does not look for it. */
  numberOf(path: readonly string[]): number | undefined {
    return this.#tree.numberOf(path);
  }

  /** @param paths as JSON */
  knowsAll(paths: Iterable<string>): boolean {
    for (const path of paths) if (this.numberOf(JSON.parse(path) as string[]) === undefined) return false;
    return true;
  }

  judge(condition: Condition): Judge {
    if (isLeaf(condition)) return this.#leaf(condition);
    if ('not' in condition) {
      const inner = this.judge(condition.not);
      return (cells) => (YES - inner(cells)) as Verdict;
    }
    const parts = ('all' in condition ? condition.all : condition.any).map((part) => this.judge(part));
    return 'all' in condition ? (cells) => least(parts, cells) : (cells) => most(parts, cells);
  }

  /** The fields that a condition depends on, as far as the scanner looks for them. */
  fieldsOf(condition: Condition): readonly number[] {
    if (isLeaf(condition)) return this.#fieldsOfLeaf(condition);
    const parts = 'not' in condition ? [condition.not] : 'all' in condition ? condition.all : condition.any;
    return parts.flatMap((part) => this.fieldsOf(part));
  }

  #fieldsOfLeaf(leaf: Leaf): readonly number[] {
    const known = this.#fields.get(leaf);
    if (known !== undefined) return known;
    const fields = (inputsOf(leaf) ?? []).flatMap((path) => this.#tree.numberOf(path) ?? []);
    this.#fields.set(leaf, fields);
    return fields;
  }

  #leaf(leaf: Leaf): Judge {
    const known = this.#ofLeaf.get(leaf);
    if (known !== undefined) return known;
    const key = JSON.stringify(leaf);
    const judge = this.#judges.get(key) ?? this.#ask(leaf);
    this.#judges.set(key, judge);
    this.#ofLeaf.set(leaf, judge);
    return judge;
  }

  #ask(leaf: Leaf): Judge {
    const paths = pathsOf(leaf);
    const inputs = inputsOf(leaf)?.map((path) => this.#tree.numberOf(path));
    if (inputs === undefined || inputs.includes(undefined)) return () => MAYBE;
    const question: Question = {
      fields: inputs as number[],
      derived: paths.some(([first]) => first === 'derived'),
      holds: compile(leaf, this.slots),
      answers: new Map(),
      last: undefined,
    };
    this.#questions.push(question);
    return (cells) => cells.answer(question);
  }
}

function least(parts: readonly Judge[], cells: RecordCells): Verdict {
  let verdict: Verdict = YES;
  for (const part of parts) {
    const one = part(cells);
    if (one === NO) return NO;
    if (one < verdict) verdict = one;
  }
  return verdict;
}

function most(parts: readonly Judge[], cells: RecordCells): Verdict {
  let verdict: Verdict = NO;
  for (const part of parts) {
    const one = part(cells);
    if (one === YES) return YES;
    if (one > verdict) verdict = one;
  }
  return verdict;
}

/** The fields that a leaf's answer depends on, and on nothing else; undefined where that is not known. */
export function inputsOf(leaf: Leaf): readonly (readonly string[])[] | undefined {
  if (leaf.dialect !== 'sigma' || leaf.quantified) return undefined;
  const inputs = pathsOf(leaf).map(inputsOfPath);
  // No path is the whole record: a keyword.
  return inputs.some((input) => input === undefined || input.some((path) => path.length === 0))
    ? undefined
    : (inputs as (readonly string[])[][]).flat();
}

/** What a leaf compares. */
function pathsOf(leaf: Leaf): (readonly string[])[] {
  if (leaf.dialect !== 'sigma') return [];
  return [leaf.path, ...(leaf.op === 'fieldref' ? [parsePath(leaf.value)] : [])];
}
