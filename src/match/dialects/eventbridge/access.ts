import { hasDetail } from './envelope.ts';
import { type EventPattern, type PatternField, pathText } from './pattern.ts';

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
  const texts = pattern.fields.map((asked) => (pathText(asked.path) === path ? exactTexts(asked) : undefined));
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
export function exactTexts({ tests }: PatternField): readonly string[] | undefined {
  const texts: string[] = [];
  for (const test of tests) {
    if (test.op !== 'equals' || typeof test.value !== 'string') return undefined;
    texts.push(test.value);
  }
  return texts;
}

/** One way for a pattern to match: the fields of one combination. */
export interface PatternWay {
  /** Fields of the record, with their paths as they are in it: without `detail`. */
  readonly record: readonly PatternField[];
  /** All other fields of a pattern about the whole event; undefined for a pattern about the bare record. */
  readonly envelope: readonly PatternField[] | undefined;
}

/** Every way for a pattern to match, `$or` multiplied out. */
export function waysOf(pattern: EventPattern): readonly PatternWay[] {
  const enveloped = hasDetail(pattern);
  return pattern.combinations.map((places) => {
    const fields = places.flatMap((place) => pattern.fields[place] ?? []);
    if (!enveloped) return { record: fields, envelope: undefined };
    return {
      record: fields.filter(isInDetail).map((field) => ({ ...field, path: field.path.slice(1) })),
      envelope: fields.filter((field) => !isInDetail(field)),
    };
  });
}

const isInDetail = ({ path }: PatternField): boolean => path[0] === 'detail' && path.length > 1;
