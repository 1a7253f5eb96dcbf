import type { CloudTrailRecord } from '../record/record.ts';
import { compile } from './compile.ts';
import type { Condition } from './condition.ts';
import { FieldSlots, RecordFields, type Test } from './fields.ts';
import type { Level } from './level.ts';
import { RuleIndex } from './rule-index.ts';

/** A rule as the build writes it: checked, its lists filled in, no YAML left. */
export interface CompiledRule {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  readonly author?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  readonly condition: Condition;
  readonly alert: AlertSpec;
  readonly suppress?: readonly Suppression[];
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
  readonly runbook?: string;
}

/** What `dist/rules.json` holds. */
export interface CompiledRules {
  /** Raised when an older reader would misunderstand the file. */
  readonly format: 1;
  readonly rules: readonly CompiledRule[];
}

export interface Match {
  readonly rule: CompiledRule;
  readonly record: CloudTrailRecord;
  /** Why it is not told; absent where it is. */
  readonly suppressed?: string;
}

interface Compiled {
  readonly rule: CompiledRule;
  readonly test: Test;
  readonly excuses: readonly { readonly because: string; readonly until: number; readonly covers: Test }[];
}

/**
 * Rules ready to be asked. The cost of a record grows with the rules that name its event, hardly with all of them.
 *
 * @example
 * const matches = new RuleSet(compiled).match(record);
 */
export class RuleSet {
  readonly rules: readonly CompiledRule[];
  readonly #slots = new FieldSlots();
  readonly #index: RuleIndex<Compiled>;

  constructor(compiled: CompiledRules) {
    this.rules = compiled.rules;
    this.#index = new RuleIndex(
      compiled.rules.map((rule) => ({
        condition: rule.condition,
        entry: this.#compile(rule),
      })),
    );
  }

  /** The rules that match, in the order in which they were loaded. */
  match(record: CloudTrailRecord): Match[] {
    const fields = new RecordFields(record.raw, this.#slots);
    const matches: Match[] = [];
    for (const { rule, test, excuses } of this.#index.candidates(record.raw)) {
      if (!test(fields)) continue;
      const excuse = excuses.find(({ until, covers }) => (record.time ?? 0) < until && covers(fields));
      matches.push(excuse === undefined ? { rule, record } : { rule, record, suppressed: excuse.because });
    }
    return matches;
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
