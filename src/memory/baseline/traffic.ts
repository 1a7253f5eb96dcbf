import { BUCKETS_A_DAY, DAYS, REACH } from './bucket.ts';
import { countsIn, rounded, textOfCounts } from './count-text.ts';
import { estimate, type Sketch, union } from './sketch.ts';
import type { BaselineState } from './state.ts';

/** What is compared reaches an hour further than the days do (usual.ts). */
const KEPT = DAYS * BUCKETS_A_DAY + REACH;

/** A group of which nothing was seen for so long is a new one. */
export const FORGET_DAYS = 35;

/**
 * Nobody knows the time where events are added, and one event with a date in the future must not make all others late. So
 * what is more than REACH ahead of all that was seen waits, until a tick has come to its time, or until so many buckets wait
 * that it is no odd event.
 */
const MAX_WAITING = 12;

/** The events of a group, five minutes by five minutes: a state unpacked, to be changed and packed again. */
export class Traffic {
  first: number | undefined;
  newest: number | undefined;
  #recent: Map<number, Sketch>;
  /** Of the buckets that end before newest − REACH. */
  #history: number[];
  #packed: string | undefined;

  constructor(state: BaselineState) {
    this.first = state.first;
    this.newest = state.newest;
    this.#recent = new Map(state.recent);
    this.#history = countsIn(state.history);
    this.#packed = state.history;
  }

  /** Zero where nothing was seen. */
  count(bucket: number): number {
    const back = (this.newest ?? 0) - REACH - bucket;
    if (back > 0) return this.#history[this.#history.length - back] ?? 0;
    const sketch = this.#recent.get(bucket);
    return sketch === undefined ? 0 : estimate(sketch);
  }

  /** False where nothing is new in this: all ids were known, or it comes too late. */
  see(bucket: number, ids: Sketch): boolean {
    if (this.newest !== undefined && bucket < this.newest - REACH) return false;
    const known = this.#recent.get(bucket) ?? '';
    const both = union(known, ids);
    if (both === known) return false;
    this.#recent.set(bucket, both);
    if (this.first !== undefined && bucket < this.first) this.first = bucket;
    return true;
  }

  /** The buckets that wait, in order of time. */
  waiting(): number[] {
    const { newest } = this;
    return [...this.#recent.keys()]
      .filter((bucket) => newest === undefined || bucket > newest)
      .sort((one, other) => one - other);
  }

  /** Takes in the next bucket that waits and need not; undefined where there is none. `now` is a bucket, of a tick. */
  takeIn(now: number | undefined): number | undefined {
    const waiting = this.waiting();
    const [next] = waiting;
    if (next === undefined) return undefined;
    const limit = Math.max((this.newest ?? Number.NEGATIVE_INFINITY) + REACH, now ?? Number.NEGATIVE_INFINITY);
    if (next > limit && waiting.length <= MAX_WAITING) return undefined;
    this.#advance(next);
    return next;
  }

  /** Buckets that fall behind the reach are frozen: their count stays, their ids go. */
  #advance(to: number): void {
    const isNew = this.newest === undefined || to - this.newest > FORGET_DAYS * BUCKETS_A_DAY;
    if (isNew) this.#history = [];
    if (isNew) this.first = to;
    const from = isNew ? to - REACH : (this.newest ?? to) - REACH;
    for (let bucket = from; bucket < to - REACH; bucket++) {
      this.#history.push(rounded(estimate(this.#recent.get(bucket) ?? '')));
    }
    this.#history.splice(0, this.#history.length - KEPT);
    for (const bucket of this.#recent.keys()) if (bucket < to - REACH) this.#recent.delete(bucket);
    if (from < to - REACH) this.#packed = undefined;
    if (isNew) this.#packed = '';
    this.newest = to;
  }

  packed(): Pick<BaselineState, 'first' | 'newest' | 'recent' | 'history'> {
    return {
      ...(this.first === undefined ? {} : { first: this.first }),
      ...(this.newest === undefined ? {} : { newest: this.newest }),
      recent: [...this.#recent].sort(([one], [other]) => one - other),
      history: this.#packed ?? textOfCounts(this.#history),
    };
  }
}
