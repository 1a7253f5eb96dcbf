import type { Condition } from './condition.ts';
import type { Level } from './level.ts';

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
