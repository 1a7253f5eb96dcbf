import { once } from '../once.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { compile } from './compile.ts';
import type { Condition } from './condition.ts';
import { FieldSlots, RecordFields, type Test } from './fields.ts';
import type { Level } from './level.ts';
import { RuleIndex } from './rule-index.ts';
import { openRule, type StoredRule } from './stored-rule.ts';

/** What every rule says of itself, whether it looks at one event or remembers many. */
export interface RuleHead {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  readonly author?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly alert: AlertSpec;
  /** It matches and is reported, and nobody is told. */
  readonly staged?: true;
}

/** A rule as the build writes it: checked, its lists filled in, no YAML left. */
export interface CompiledRule extends RuleHead {
  readonly condition: Condition;
  readonly suppress?: readonly Suppression[];
  /** A rule with memory counts its matches, and it is not told by itself. */
  readonly untold?: true;
}

/** An excuse with a reason and an end: a match that it covers is counted, and not told. */
export interface Suppression {
  readonly condition: Condition;
  readonly because: string;
  /** Events before this time are excused, milliseconds since 1970. */
  readonly until: number;
}

/** How a match is told. It never changes what matches. */
export interface AlertSpec {
  /** With `{field}` for values of the record. */
  readonly title: string;
  /** Fields; matches with the same values are one alert while it is quiet. */
  readonly dedup: readonly string[];
  readonly quietMs: number;
  readonly show: readonly string[];
  readonly next?: string;
  readonly steps?: readonly StepSpec[];
  readonly runbook?: string;
}

/** One step of what to do, in words. `query` names a search (alert/query.ts), `of` the field that it looks for. */
export interface StepSpec {
  readonly do: string;
  readonly query?: string;
  readonly of?: string;
}

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
