import { once } from '../once.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { compile } from './compile.ts';
import { FieldSlots, RecordFields, type Test } from './fields.ts';
import type { CompiledRule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { openRule, type StoredRule } from './stored-rule.ts';

export interface Match {
  readonly rule: CompiledRule;
  readonly record: CloudTrailRecord;
  /** Why it is not told; absent where it is. */
  readonly suppressed?: string;
}

/** A rule by its place that a record may match; `sure`: it does, and need not be asked again. */
export interface Possible {
  readonly place: number;
  readonly sure: boolean;
}

interface Compiled {
  readonly rule: CompiledRule;
  readonly test: Test;
  readonly excuses: readonly { readonly because: string; readonly until: number; readonly covers: Test }[];
}

/**
 * Rules ready to be asked. The cost of a record grows with the rules that name its event, hardly with all of them; so
 * does the cost of the start, since a rule becomes functions when the first record comes that it could match.
 *
 * @example
 * const matches = new RuleSet(compiled).match(record);
 */
export class RuleSet {
  readonly #slots = new FieldSlots();
  readonly #entries: readonly (() => Compiled)[];
  readonly #index: RuleIndex<() => Compiled>;
  readonly #opened: () => readonly CompiledRule[];

  constructor({ rules }: { readonly rules: readonly (CompiledRule | StoredRule)[] }) {
    this.#opened = once(() => rules.map(openRule));
    this.#entries = rules.map((rule) => once(() => this.#compile(openRule(rule))));
    this.#index = new RuleIndex(rules.map((rule, at) => ({ ...rule, entry: this.#entries[at] as () => Compiled })));
  }

  get rules(): readonly CompiledRule[] {
    return this.#opened();
  }

  /**
   * The rules that match, in the order in which they were loaded.
   *
   * @param among the only rules that can match, where that is known
   */
  match(record: CloudTrailRecord, among?: readonly Possible[]): Match[] {
    const fields = new RecordFields(record, this.#slots);
    const matches: Match[] = [];
    if (among === undefined) {
      for (const entry of this.#index.candidates(record.raw)) this.#ask(entry, record, fields, matches);
    } else {
      for (const { place, sure } of among) {
        const entry = this.#entries[place];
        if (entry !== undefined) this.#ask(entry, record, fields, matches, sure);
      }
    }
    return matches;
  }

  #ask(entry: () => Compiled, record: CloudTrailRecord, fields: RecordFields, matches: Match[], sure = false): void {
    const { rule, test, excuses } = entry();
    if (!sure && !test(fields)) return;
    const excuse = excuses.find(({ until, covers }) => (record.time ?? 0) < until && covers(fields));
    matches.push(excuse === undefined ? { rule, record } : { rule, record, suppressed: excuse.because });
  }

  #compile(rule: CompiledRule): Compiled {
    const excuses = (rule.suppress ?? []).map(({ condition, because, until }) => ({
      because,
      until,
      covers: compile(condition, this.#slots),
    }));
    return { rule, test: compile(rule.condition, this.#slots), excuses };
  }
}
