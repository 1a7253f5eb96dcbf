import { hasDetail } from './envelope.ts';
import { type EventPattern, pathText, type ValueTest } from './pattern.ts';

/**
 * The texts of which a field must equal one for the pattern to match, as they are written; undefined where it may be
 * anything. It may name too many texts, never too few: an index only leaves out rules that cannot match. A record whose
 * field is no text (a list, say) is not what this speaks of.
 *
 * @param field a field at the top of the record, like `eventName`; in an enveloped pattern `detail.eventName` is meant
 * @example
 * patternMustEqual(read({ eventName: ['StopLogging', 'DeleteTrail'] }), 'eventName') // both names
 */
export function patternMustEqual(pattern: EventPattern, field: string): ReadonlySet<string> | undefined {
  const path = hasDetail(pattern) ? `detail.${field}` : field;
  const texts = pattern.fields.map((asked) => (pathText(asked.path) === path ? textsOf(asked.tests) : undefined));
  const union = new Set<string>();
  for (const combination of pattern.combinations) {
    const place = combination.find((index) => texts[index] !== undefined);
    const named = place === undefined ? undefined : texts[place];
    if (named === undefined) return undefined;
    for (const text of named) union.add(text);
  }
  return union;
}

/** The texts where every test is for an exact one. Case-insensitive ones stand for more texts than are written. */
function textsOf(tests: readonly ValueTest[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const test of tests) {
    if (test.op !== 'equals' || typeof test.value !== 'string') return undefined;
    texts.push(test.value);
  }
  return texts;
}
