import { type Element, EVENT } from './found-values.ts';

/** What one field of a pattern found in an event. */
export interface Evidence {
  readonly path: string;
  /** The elements with a value that passes. */
  readonly passing: ReadonlySet<Element>;
  /** Where `exists: false` is among the tests: the elements with any value. */
  readonly present?: Presence;
}

export interface Presence {
  readonly elements: ReadonlySet<Element>;
  /** The same elements and everything they are inside of. */
  readonly around: ReadonlySet<Element>;
}

const START: ReadonlySet<Element> = new Set([EVENT]);

/**
 * Asks of one event whether fields, in path order, hold together: wherever two of them lead through one array, they hold in
 * the same element of it.
 *
 * Fields below one array are neighbours in path order, so all there is to remember is the innermost element chosen; a set
 * of them is every choice at once, where trying one after the other would be exponential in the nesting. Each field costs
 * its values times the nesting of arrays, and combinations of `$or` that begin alike, or that meet again outside of any
 * array, share their steps.
 *
 * `exists: false` is judged in path order too, as EventBridge does (probed): against the element that the fields before it
 * have chosen; against the whole array where it is the first below that array.
 */
export class Consistency {
  readonly #steps = new Map<ReadonlySet<Element>, Map<Evidence, ReadonlySet<Element>>>();

  holdTogether(fields: readonly Evidence[]): boolean {
    let chosen = START;
    for (const field of fields) {
      chosen = this.#step(chosen, field);
      if (chosen.size === 0) return false;
    }
    return true;
  }

  #step(chosen: ReadonlySet<Element>, field: Evidence): ReadonlySet<Element> {
    let steps = this.#steps.get(chosen);
    if (steps === undefined) this.#steps.set(chosen, (steps = new Map()));
    let next = steps.get(field);
    if (next === undefined) {
      const kept = leaveArrays(chosen, field.path);
      next = kept === START && chosen !== START ? this.#step(START, field) : choose(kept, field);
      steps.set(field, next);
    }
    return next;
  }
}

/** Forgets the choice of an element where the next field does not lead through its array. */
function leaveArrays(chosen: ReadonlySet<Element>, path: string): ReadonlySet<Element> {
  const kept = new Set<Element>();
  for (const element of chosen) {
    let current = element;
    while (current.parent !== undefined && !path.startsWith(current.prefix)) current = current.parent;
    kept.add(current);
  }
  return kept.size === 1 && kept.has(EVENT) ? START : kept;
}

function choose(chosen: ReadonlySet<Element>, { passing, present }: Evidence): ReadonlySet<Element> {
  const next = new Set<Element>();
  for (const element of passing) if (isInside(element, chosen)) next.add(element);
  for (const element of chosen) {
    if (isInside(element, passing)) next.add(element);
    else if (present !== undefined && !present.around.has(element) && !isInside(element, present.elements)) {
      next.add(element);
    }
  }
  return next;
}

/** Whether the element is one of these, or inside one. */
function isInside(element: Element, these: ReadonlySet<Element>): boolean {
  for (let current: Element | undefined = element; current !== undefined; current = current.parent) {
    if (these.has(current)) return true;
  }
  return false;
}

export function presenceOf(elements: ReadonlySet<Element>): Presence {
  const around = new Set<Element>();
  for (const element of elements) {
    for (let current: Element | undefined = element; current !== undefined && !around.has(current); ) {
      around.add(current);
      current = current.parent;
    }
  }
  return { elements, around };
}
