import type { BaselineSpec } from '../memory-rule.ts';
import { BUCKET_MS } from './bucket.ts';
import type { BaselineState, Unusual } from './state.ts';
import { Traffic } from './traffic.ts';
import { withoutOld } from './unusual.ts';
import { type Usual, usualAt } from './usual.ts';

/** A state at work: unpacked, changed by one step, packed again. */
export class Group {
  readonly before: BaselineState;
  readonly spec: BaselineSpec;
  readonly traffic: Traffic;
  episodes: readonly Unusual[];
  /** Of `below`: the bucket that is to be judged next. */
  next: number | undefined;
  changed = false;

  constructor(state: BaselineState, spec: BaselineSpec) {
    this.before = state;
    this.spec = spec;
    this.traffic = new Traffic(state);
    this.episodes = state.episodes;
    this.next = state.next;
  }

  /** The first bucket that may be judged; undefined before anything was taken in. */
  get learnt(): number | undefined {
    const { first } = this.traffic;
    return first === undefined ? undefined : first + Math.ceil(this.spec.learnMs / BUCKET_MS);
  }

  readonly count = (bucket: number): number => this.traffic.count(bucket);

  /** Undefined while the group is too young to know. */
  usual(bucket: number): Usual | undefined {
    const { first } = this.traffic;
    if (first === undefined || this.learnt === undefined || bucket < this.learnt) return undefined;
    return usualAt(bucket, { first, count: this.count });
  }

  readonly median = (bucket: number): number => this.usual(bucket)?.median ?? 0;

  packed(): BaselineState {
    const { next } = this;
    const packed = this.traffic.packed();
    // Of a group that began anew, what was before is forgotten.
    const known = this.episodes.filter(({ until }) => until >= (packed.first ?? 0));
    const episodes = withoutOld(known, packed.newest ?? 0);
    return { ...packed, ...(next === undefined ? {} : { next }), episodes };
  }
}
