import type { JsonObject } from '../../../json.ts';
import { compileFields } from './compile.ts';
import { ExactNumber } from './exact-number.ts';
import { type EventPattern, pathText, type TextTest, type ValueTest } from './pattern.ts';

/** One list of a pattern, asked of one event. */
export interface ExplainedField {
  /** Dotted, from the top of what the pattern is about. */
  readonly path: string;
  /** The list as a pattern writes it. */
  readonly wants: string;
  /** For this field alone. Fields that all hold may still not hold in the same element of an array. */
  readonly holds: boolean;
  /** The scalars at the path; numbers with their source text as that text. */
  readonly saw: readonly unknown[];
}

/** Every field of a pattern with what it wants and what the event holds there; those of `$or` too. */
export function explainPattern(pattern: EventPattern, event: JsonObject): readonly ExplainedField[] {
  return compileFields(pattern.fields)(event).map(({ field, found }, place) => {
    const { path, tests } = pattern.fields[place] ?? { path: [], tests: [] };
    return {
      path: pathText(path),
      wants: `[${tests.map(written).join(', ')}]`,
      holds: found.some(({ value }) => field.passes(value)) || (field.mayBeAbsent && found.length === 0),
      saw: found.map(({ value }) => (value instanceof ExactNumber ? value.text : value)),
    };
  });
}

/** A test as a pattern writes it. */
function written(test: ValueTest): string {
  switch (test.op) {
    case 'equals':
      return JSON.stringify(test.value);
    case 'number':
      return test.value;
    case 'numeric':
      return inObject('numeric', JSON.stringify(test.bounds.flatMap(({ op, value }) => [op, value])));
    case 'anything-but':
      return inObject('anything-but', unwanted(test.of));
    case 'exists':
    case 'cidr':
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return inObject(test.op, 'ignoreCase' in test ? inObject('equals-ignore-case', text(test)) : text(test));
    default:
      return test satisfies never;
  }
}

const inObject = (key: string, value: string): string => `{"${key}":${value}}`;
const text = ({ value }: { readonly value: string | boolean }): string => JSON.stringify(value);

/** The operand of `anything-but`: values, or one operator with its texts. */
function unwanted(tests: readonly ValueTest[]): string {
  const [first] = tests;
  return first !== undefined && isTextTest(first)
    ? inObject(first.op, alone(tests.filter(isTextTest).map(text)))
    : alone(tests.map(written));
}

const isTextTest = (test: ValueTest): test is TextTest =>
  ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(test.op);

const alone = (items: readonly string[]): string => (items.length === 1 ? (items[0] ?? '') : `[${items.join(',')}]`);
