import type { JsonObject } from '../../../json.ts';
import { Consistency, type Evidence, presenceOf } from './consistency.ts';
import { type Element, type Found, findValues, pathTree } from './found-values.ts';
import { type EventPattern, type PatternField, pathText } from './pattern.ts';
import { compileTests, type ScalarTest } from './value-test.ts';

/**
 * Makes a pattern into a function of an EventBridge event, envelope and all (`hasDetail` says whether the pattern means
 * the envelope or the bare record). The cost of an event is linear in it, times the `$or` combinations that lead through
 * its arrays; all of these are bounded by `readPattern`.
 *
 * @example
 * const read = readPattern({ detail: { eventName: ['StopLogging', { prefix: 'Delete' }] } });
 * if (read.ok) compilePattern(read.pattern)(envelopeOf(record.raw));
 */
export function compilePattern(pattern: EventPattern): (event: JsonObject) => boolean {
  const find = compileFields(pattern.fields);
  return (event) => {
    const evidence = find(event).map(evidenceOf);
    const consistency = new Consistency();
    return pattern.combinations.some((places) => {
      const fields = places.flatMap((place) => evidence[place] ?? []);
      // Most combinations fail because one field does, which needs no look at arrays.
      return fields.every(mayHold) && consistency.holdTogether(fields);
    });
  };
}

/** A field of the pattern with what it found in one event. */
export interface FieldFound {
  readonly field: CompiledField;
  readonly found: readonly Found[];
}

export interface CompiledField {
  readonly path: string;
  readonly passes: ScalarTest;
  /** `exists: false` is among the tests: no value is as good as one that passes. */
  readonly mayBeAbsent: boolean;
}

/** Looks up what every field of a pattern asks for; fields of the same path share the look-up. */
export function compileFields(fields: readonly PatternField[]): (event: JsonObject) => FieldFound[] {
  const slots = new Map<string, number>();
  const paths: (readonly string[])[] = [];
  const compiled = fields.map(({ path, tests }) => {
    const text = pathText(path);
    const slot = slots.get(text) ?? paths.push(path) - 1;
    slots.set(text, slot);
    const mayBeAbsent = tests.some((test) => test.op === 'exists' && !test.value);
    return { slot, field: { path: text, passes: compileTests(tests), mayBeAbsent } };
  });
  const tree = pathTree(paths);
  return (event) => {
    const found = findValues(event, tree, paths.length);
    return compiled.map(({ slot, field }) => ({ field, found: found[slot] ?? [] }));
  };
}

function evidenceOf({ field, found }: FieldFound): Evidence {
  const passing = new Set<Element>();
  for (const { value, element } of found) if (!passing.has(element) && field.passes(value)) passing.add(element);
  return field.mayBeAbsent
    ? { path: field.path, passing, present: presenceOf(new Set(found.map(({ element }) => element))) }
    : { path: field.path, passing };
}

const mayHold = ({ passing, present }: Evidence): boolean => passing.size > 0 || present !== undefined;
