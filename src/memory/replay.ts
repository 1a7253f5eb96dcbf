import type { Failure } from '../errors.ts';
import type { Memory } from '../ports.ts';
import { wakeUp } from './clock.ts';
import type { Counted } from './groups.ts';
import type { MemoryRule } from './memory-rule.ts';
import { MemoryRules } from './memory-rules.ts';
import { type Found, type Remembered, remember } from './remember.ts';

/**
 * Rules with memory on events of the past: for `scan` and for the tests of rules. Time is what the caller says it is, so
 * the same events always give the same answer.
 */
export class Replay {
  readonly rules: MemoryRules;
  readonly #memory: Memory;
  #now = Number.NEGATIVE_INFINITY;
  #began = Number.POSITIVE_INFINITY;

  constructor(rules: readonly MemoryRule[], memory: Memory) {
    this.rules = new MemoryRules(rules);
    this.#memory = memory;
  }

  /** Counts events that arrive at a time; by default when the newest of all happened. */
  add(counted: readonly Counted[], at = newest(counted)): Promise<Remembered> {
    this.#now = Math.max(this.#now, at);
    this.#began = counted.reduce((began, { time }) => Math.min(began, time), this.#began);
    return remember(counted, this.rules, this.#ports());
  }

  /** Lets time pass, and gives what it brings. */
  async passTo(time: number): Promise<Remembered> {
    this.#now = Math.max(this.#now, time);
    const brought = { found: [] as Found[], overflows: [], failures: [] as Failure[] };
    if (this.#began === Number.POSITIVE_INFINITY) return brought;
    const collect = async ({ found, failures }: Remembered): Promise<readonly Failure[]> => {
      brought.found.push(...found);
      return failures;
    };
    brought.failures.push(...(await wakeUp(this.rules, this.#ports(), collect, this.#began)));
    return brought;
  }

  get now(): number {
    return this.#now;
  }

  #ports() {
    return { memory: this.#memory, clock: { now: () => this.#now } };
  }
}

const newest = (counted: readonly Counted[]): number =>
  counted.reduce((latest, { time }) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
