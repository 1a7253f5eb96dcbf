import type { CloudTrailRecord } from '../record/record.ts';
import { compile, type Test } from './compile.ts';
import type { Condition } from './condition.ts';
import { FieldSlots, RecordFields } from './fields.ts';
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
  readonly #index: RuleIndex<{ readonly rule: CompiledRule; readonly test: Test }>;

  constructor(compiled: CompiledRules) {
    this.rules = compiled.rules;
    this.#index = new RuleIndex(
      compiled.rules.map((rule) => ({
        condition: rule.condition,
        entry: { rule, test: compile(rule.condition, this.#slots) },
      })),
    );
  }

  /** The rules that match, in the order in which they were loaded. */
  match(record: CloudTrailRecord): Match[] {
    const fields = new RecordFields(record.raw, this.#slots);
    const matches: Match[] = [];
    for (const { rule, test } of this.#index.candidates(record.raw)) {
      if (test(fields)) matches.push({ rule, record });
    }
    return matches;
  }
}
