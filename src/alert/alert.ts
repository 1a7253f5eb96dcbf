import type { JsonObject } from '../json.ts';
import type { Level } from '../match/level.ts';

/**
 * What is told. It travels as JSON through SNS to every subscriber, so its shape is a public contract:
 * `version` changes when a reader of today would misunderstand it. Every string in it that stems from a
 * record was written by a possible attacker; whoever renders it makes it harmless for that medium.
 */
export interface Alert {
  readonly version: 1;
  /**
   * `repeat`: the same thing goes on; `silenced` says how often it was seen while the window was quiet, or `episode` how
   * much it has grown. `ended`: it is over. `summary`: a quiet window is over; `silenced` says what it kept silent.
   */
  readonly kind: 'alert' | 'repeat' | 'ended' | 'summary';
  /** 64 hex digits: sha256(rule id, 0, event id). One event and one rule make one alert, by whatever way they come. */
  readonly id: string;
  readonly title: string;
  readonly rule: {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly level: Level;
    readonly author?: string;
    readonly tags: readonly string[];
    readonly description?: string;
    readonly falsepositives: readonly string[];
  };
  /** ATT&CK tactic from the rule's tags, like `initial-access`; `none` where it names none. */
  readonly tactic: string;
  readonly event: {
    readonly id: string;
    /** ISO 8601 with whole seconds; absent where the record has no readable time. */
    readonly time?: string;
    readonly source: string;
    readonly name: string;
    readonly category: string;
    readonly region: string;
    readonly account: string;
    readonly outcome: 'success' | 'denied' | 'failure';
    readonly errorCode?: string;
    readonly errorMessage?: string;
  };
  readonly actor: { readonly name: string; readonly type: string; readonly arn?: string };
  readonly from: { readonly address: string; readonly userAgent: string };
  /** The fields that the rule wants shown, with their values as text. */
  readonly show: readonly ShownField[];
  /** What to do first, in a sentence or two. */
  readonly next?: string;
  /** What to do, in order; `query` is a search as SQL, with the values of this record. */
  readonly steps?: readonly { readonly do: string; readonly query?: string }[];
  readonly runbook?: string;
  /** The event in the AWS console; absent where account, region or event id are not well formed. */
  readonly link?: string;
  readonly dedup: { readonly key: string; readonly fields: readonly ShownField[]; readonly quietMs: number };
  /**
   * On an alert: what the quiet window before this one kept silent. On a repeat: what this window has kept silent
   * so far; on a summary: what it has kept silent in all. `since` is ISO 8601.
   */
  readonly silenced?: { readonly count: number; readonly since: string };
  /** Of a rule with memory: what was counted. The event is the newest of it that was at hand. */
  readonly episode?: {
    readonly count: number;
    /** The count stopped growing, or is an estimate from below. */
    readonly atLeast: boolean;
    /** ISO 8601: the first event and the last one. */
    readonly from: string;
    readonly until: string;
    readonly group: readonly ShownField[];
    /** Some of the distinct, or new, values. */
    readonly values?: readonly string[];
    /** What the count would be on an ordinary day. */
    readonly usual?: number;
  };
  /** On a repeat, an end and a summary: the id of the alert that was told in full. */
  readonly repeats?: string;
  /** The record, with what is nested too deep cut off; absent where it is too large to travel. */
  readonly evidence?: JsonObject;
}

export interface ShownField {
  readonly field: string;
  readonly value: string;
}
