/**
 * A failure says what should happen next. It is a value that a function returns;
 * nothing in the core throws to tell its caller something.
 */
export type Failure = Retry | Reject | Config;

/** It may work later: a time-out, throttling, a 5xx, somebody else holds the claim. The message goes back to its queue. */
export interface Retry {
  readonly next: 'retry';
  readonly reason: string;
  readonly detail: string;
  /** What the other side asked for (Retry-After), in milliseconds. */
  readonly afterMs?: number;
}

/** It will never work: bytes that are no CloudTrail, a payload the destination refuses. The input goes to quarantine. */
export interface Reject {
  readonly next: 'reject';
  readonly reason: string;
  readonly detail: string;
}

/** Somebody has to change something: a permission, a secret, a missing object. The message ends in the dead-letter queue. */
export interface Config {
  readonly next: 'config';
  readonly reason: string;
  readonly detail: string;
}

export type Result<T, F extends Failure = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const failed = <F extends Failure>(failure: F): { readonly ok: false; readonly failure: F } => ({
  ok: false,
  failure,
});

export const retry = (reason: string, detail: string, afterMs?: number): Retry =>
  afterMs === undefined ? { next: 'retry', reason, detail } : { next: 'retry', reason, detail, afterMs };
export const reject = (reason: string, detail: string): Reject => ({ next: 'reject', reason, detail });
export const config = (reason: string, detail: string): Config => ({ next: 'config', reason, detail });

/** The message of anything that was thrown, for the `detail` of a failure. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
