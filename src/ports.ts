import type { Result } from './errors.ts';

/**
 * The only vocabulary that the core shares with the world. `aws/` implements it with the SDK,
 * `local/` in memory; one contract suite runs on both.
 */

/** Milliseconds since 1970. Injected, so that no test waits. */
export interface Clock {
  now(): number;
}

/** How many milliseconds are left to this invocation. */
export type TimeLeft = () => number;

export interface ObjectRef {
  readonly bucket: string;
  /** As S3 stores it, not as a notification encodes it. */
  readonly key: string;
  readonly versionId?: string;
}

export interface ObjectStore {
  /** The bytes of an object in pieces. An error in mid-stream is thrown by the iterator. */
  read(ref: ObjectRef): Promise<Result<AsyncIterable<Uint8Array>>>;
}

export interface Queue {
  send(body: string): Promise<Result<void>>;
}

/** One message to an SNS topic. */
export interface TopicMessage {
  readonly subject: string;
  readonly body: string;
  /** What subscribers filter on. */
  readonly attributes: ReadonlyMap<string, string>;
}

export interface Topic {
  /** The message id that SNS gave it. */
  publish(message: TopicMessage): Promise<Result<string>>;
}

/** What is known about one delivery (alert × destination). */
export type ClaimState =
  | { readonly state: 'claimed'; readonly owner: string; readonly leaseUntil: number }
  | { readonly state: 'sent'; readonly receipt: string }
  | { readonly state: 'silenced' }
  | { readonly state: 'dead'; readonly reason: string };

export type Settlement = Exclude<ClaimState, { state: 'claimed' }>;

export interface ClaimRequest {
  readonly key: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** When the memory of this delivery may go, milliseconds since 1970. */
  readonly expires: number;
}

export interface Claims {
  /** `mine`: send it now. Otherwise the state somebody else left: settled, or claimed under a running lease. */
  claim(request: ClaimRequest): Promise<Result<'mine' | ClaimState>>;
  /** Notes the outcome. False when the claim is no longer ours (the lease ran out and somebody took it). */
  settle(key: string, owner: string, settlement: Settlement): Promise<Result<boolean>>;
  /** Gives the claim back after a send that failed, so that the next try need not wait for the lease. */
  release(key: string, owner: string): Promise<Result<void>>;
  /** What is known of a delivery; 'unknown' where nothing is. */
  find(key: string): Promise<Result<ClaimState | 'unknown'>>;
}

/** A quiet window in event time: from the first alert of its key, for a fixed span. */
export interface QuietRequest {
  readonly key: string;
  /** The alert that asks; asking again with the same id gets the same answer. */
  readonly alertId: string;
  /** Event time of the alert, milliseconds since 1970. */
  readonly at: number;
  readonly quietMs: number;
  readonly expires: number;
}

export type QuietAnswer =
  /** This alert opens the window and is told; `before` is what the previous window kept silent. */
  | { readonly speak: true; readonly before: { readonly count: number; readonly from: number } }
  /** The window is open: the alert is the `count`-th that is kept silent; `holder` is the alert that was told. */
  | {
      readonly speak: false;
      readonly count: number;
      readonly holder: string;
      readonly from: number;
      /** Somebody will sum the window up when it is over. */
      readonly watched: boolean;
    };

export interface QuietWindows {
  ask(request: QuietRequest): Promise<Result<QuietAnswer>>;
  /** Notes that the window of this holder will be summed up. */
  watch(key: string, holder: string): Promise<Result<void>>;
  /**
   * What the window of this holder has kept silent, 0 where a later one has taken its place; from here on the next alert
   * of the key no longer says it. Asking again gets the same answer, or more.
   */
  sumUp(key: string, holder: string): Promise<Result<number>>;
}

export interface SlotRequest {
  /** The channel whose pace is kept. */
  readonly key: string;
  readonly now: number;
  /** From the beginning of a slot to the beginning of the next one. */
  readonly intervalMs: number;
  /** The slot must begin by then. Who may not wait gives `now`, and takes none that others could still have. */
  readonly latest: number;
}

/** When the slot begins that was taken; or the next free one, which was not. */
export interface Slot {
  readonly taken: boolean;
  readonly at: number;
}

/** Slots of one message each, shared by all workers. A slot that is taken and not used is a pause and nothing worse. */
export interface Pace {
  take(request: SlotRequest): Promise<Result<Slot>>;
  /** No slot begins before `until`: the other side asked for it. */
  pause(key: string, until: number): Promise<Result<void>>;
  /** Until when the channel is paused, 0 where it never was: for who has waited for a slot that was taken before the pause. */
  pausedUntil(key: string): Promise<Result<number>>;
}

/** What is remembered under one key: JSON, and the version that a later write must still find. */
export interface Remembered {
  readonly state: string;
  readonly version: number;
}

export interface RememberRequest {
  readonly key: string;
  readonly state: string;
  /** The version that was read; 0 where there was nothing. */
  readonly version: number;
  /** When it may be forgotten, milliseconds since 1970. */
  readonly expires: number;
}

/** The memory of rules with memory, one item for each rule and group. */
export interface Memory {
  /** What is known under each of the keys, strongly consistent; keys of which nothing is known are left out. */
  read(keys: readonly string[]): Promise<Result<ReadonlyMap<string, Remembered>>>;
  /** False when somebody else wrote in between: read again, add again. */
  write(request: RememberRequest): Promise<Result<boolean>>;
}

export interface Secrets {
  /** The value of a named secret; `fresh` goes past the cache, for when the old one was refused. */
  get(name: string, options?: { readonly fresh?: boolean }): Promise<Result<string>>;
}

export interface ActivityQuery {
  readonly arn: string;
  readonly from: number;
  readonly to: number;
}

/** What one actor did in a span of time. `complete` is false when there was more than we had time to read. */
export interface ActivitySummary {
  readonly calls: number;
  readonly errors: number;
  readonly addresses: number;
  readonly regions: number;
  readonly complete: boolean;
}

export interface Activity {
  of(query: ActivityQuery): Promise<Result<ActivitySummary>>;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Counters; the names are listed in docs/operations.md. */
export interface Metrics {
  count(name: MetricName, by?: number): void;
  /** Counts a failure under its reason, so that one alarm can watch them all and a person can tell them apart. */
  reason(name: 'Rejected' | 'Failed' | 'Ignored', reason: string, by?: number): void;
}

export type MetricName =
  | 'ObjectsRead'
  | 'RecordsRead'
  | 'RecordsPruned'
  | 'Matches'
  | 'MatchesCounted'
  | 'MatchesSuppressed'
  | 'NotCounted'
  | 'AlertsSent'
  | 'AlertsSilenced'
  | 'AlertsRepeated'
  | 'AlertsStaged'
  | 'AlertsSummedUp'
  | 'SlackSent'
  | 'SlackMerged'
  | 'SettleLost';
