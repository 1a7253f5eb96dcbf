import type { Kept } from './state.ts';

/** What the condition is about, of the sightings that were added in order of time. Asked when all of one time are in. */
export interface Measure {
  add(kept: Kept): void;
  value(): number;
}

/**
 * How many places of a list of rules were filled in the order of the list; places may be left out. Events of one second
 * have no order, so they fill places as if they came in the best one. An event fills one place, also where it is matched
 * by two rules of the list or its rule stands there twice.
 */
export class Sequence implements Measure {
  readonly #rules: readonly string[];
  /** By place: the most that can be filled up to there. The first is before all places. */
  #most: readonly number[];
  #time = Number.NEGATIVE_INFINITY;
  /** Of the events of that time: the rules that match one of them. */
  #now = new Map<string, Set<string>>();
  /** `most` with these events; undefined where another came since it was asked for. */
  #next: readonly number[] | undefined;

  constructor(rules: readonly string[]) {
    this.#rules = rules;
    this.#most = Array.from({ length: rules.length + 1 }, () => 0);
  }

  add([time, id, rule = '']: Kept): void {
    if (time !== this.#time) {
      this.#most = this.#withNow();
      this.#now = new Map();
      this.#time = time;
    }
    this.#next = undefined;
    const matching = this.#now.get(id);
    if (matching === undefined) this.#now.set(id, new Set([rule]));
    else matching.add(rule);
  }

  value(): number {
    return this.#withNow().at(-1) ?? 0;
  }

  #withNow(): readonly number[] {
    this.#next ??= this.#now.size > 1 ? this.#withMany(this.#useful()) : this.#withOne();
    return this.#next;
  }

  /** Nearly always an event is alone in its second. */
  #withOne(): readonly number[] {
    const [matching] = this.#now.values();
    const most = [...this.#most];
    for (const [place, rule] of this.#rules.entries()) {
      const filled = (this.#most[place] ?? 0) + (matching?.has(rule) === true ? 1 : 0);
      most[place + 1] = Math.max(most[place + 1] ?? 0, most[place] ?? 0, filled);
    }
    return most;
  }

  #withMany(events: readonly ReadonlySet<string>[]): readonly number[] {
    const most = [...this.#most];
    for (let first = 0; first < this.#rules.length; first++) {
      const before = this.#most[first] ?? 0;
      const filled = new Filled(events);
      for (let place = first; place < this.#rules.length; place++) {
        filled.fill(place, this.#rules[place] ?? '');
        most[place + 1] = Math.max(most[place + 1] ?? 0, most[place] ?? 0, before + filled.count);
      }
    }
    return most;
  }

  /** Of events that the same rules match, no more than there are places: a flood of them costs nothing. */
  #useful(): readonly ReadonlySet<string>[] {
    const counts = new Map<string, number>();
    return [...this.#now.values()].filter((matching) => {
      const kind = JSON.stringify([...matching].toSorted());
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= this.#rules.length;
    });
  }
}

/** Events of one time given to places, as many as can be: a matching that grows by one place after the other. */
class Filled {
  readonly #events: readonly ReadonlySet<string>[];
  /** By event, the place it fills and the rule of that place. */
  readonly #placeOf = new Map<number, { readonly place: number; readonly rule: string }>();

  constructor(events: readonly ReadonlySet<string>[]) {
    this.#events = events;
  }

  get count(): number {
    return this.#placeOf.size;
  }

  fill(place: number, rule: string): void {
    this.#give(place, rule, new Set());
  }

  /** An event that is taken is given away if its place finds another. As deep as the list of rules is long. */
  #give(place: number, rule: string, asked: Set<number>): boolean {
    for (const [event, matching] of this.#events.entries()) {
      if (asked.has(event) || !matching.has(rule)) continue;
      asked.add(event);
      const taken = this.#placeOf.get(event);
      if (taken === undefined || this.#give(taken.place, taken.rule, asked)) {
        this.#placeOf.set(event, { place, rule });
        return true;
      }
    }
    return false;
  }
}
