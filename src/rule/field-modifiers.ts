import { COMPARISONS, type Comparison, TIME_PARTS, type TimePart } from '../match/condition.ts';
import { ENCODINGS, type Encoding } from './encodings.ts';
import { suggest } from './nearest.ts';

/** What the modifiers behind a field name say, read from left to right. */
export interface FieldTest {
  /** Empty for keywords: the whole record is looked at. */
  readonly field: string;
  readonly shape: Shape;
  /** What the value becomes before it is compared, in this order. */
  readonly encodings: readonly Encoding[];
  /** Every value of the list, not any of them. */
  readonly all: boolean;
  readonly cased: boolean;
  readonly negated: boolean;
  /** The value names another field. */
  readonly fieldref: boolean;
  /** Values hold `%placeholders%`. */
  readonly expand: boolean;
  readonly flags: string;
  readonly part?: TimePart;
}

export type Shape = TextShape | 're' | 'cidr' | 'exists' | Comparison;
export type TextShape = 'equals' | 'contains' | 'startswith' | 'endswith';

const TEXT_SHAPES: readonly string[] = ['contains', 'startswith', 'endswith'] satisfies TextShape[];
const SHAPES: readonly string[] = [...TEXT_SHAPES, 're', 'cidr', 'exists', ...COMPARISONS];
const SWITCHES: readonly string[] = ['all', 'cased', 'neq', 'expand', 'fieldref'];
const REGEX_FLAGS = 'ims';
const ALL: readonly string[] = [...SHAPES, ...SWITCHES, ...ENCODINGS, ...TIME_PARTS];

export type Problem = { readonly message: string; readonly hint?: string };
type Read = { readonly ok: true; readonly test: FieldTest } | ({ readonly ok: false } & Problem);

/** Reads `requestParameters.policyArn|endswith` and the like; these are all the modifiers of Sigma 2.1.0. */
export function readFieldTest(key: string): Read {
  const [field = '', ...modifiers] = key.split('|');
  const switches = new Set<string>();
  const encodings: Encoding[] = [];
  let shape: Shape | undefined;
  let part: TimePart | undefined;
  let flags = '';
  for (const modifier of modifiers) {
    if (SHAPES.includes(modifier)) {
      if (shape !== undefined) return bad(`"${shape}" and "${modifier}" cannot be combined`);
      shape = modifier as Shape;
    } else if (isOneOf(ENCODINGS, modifier)) {
      if (shape !== undefined && modifier !== 'windash')
        return bad(`"${modifier}" changes the value, so it stands before "${shape}"`);
      encodings.push(modifier);
    } else if (isOneOf(TIME_PARTS, modifier)) part = modifier;
    else if (SWITCHES.includes(modifier)) switches.add(modifier);
    else if (REGEX_FLAGS.includes(modifier) && shape === 're') flags += modifier;
    else return bad(`unknown modifier "${modifier}"`, suggest(modifier, ALL));
  }
  const test: FieldTest = {
    field,
    // A keyword is looked for inside the texts of a record; a field is compared as a whole.
    shape: shape ?? (field === '' ? 'contains' : 'equals'),
    encodings,
    flags,
    all: switches.has('all'),
    cased: switches.has('cased'),
    negated: switches.has('neq'),
    fieldref: switches.has('fieldref'),
    expand: switches.has('expand'),
    ...(part === undefined ? {} : { part }),
  };
  const problem = contradiction(test);
  return problem === undefined ? { ok: true, test } : { ok: false, ...problem };
}

const bad = (message: string, hint?: string): { ok: false } & Problem => ({
  ok: false,
  message,
  ...(hint === undefined ? {} : { hint }),
});

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name);

/** Modifiers that have no meaning together. */
function contradiction({ shape, cased, fieldref, encodings, part, field }: FieldTest): Problem | undefined {
  const isText = shape === 'equals' || TEXT_SHAPES.includes(shape);
  if (cased && !isText) return { message: `"cased" has no meaning with "${shape}"` };
  if (fieldref && !isText) return { message: `"fieldref" cannot be combined with "${shape}"` };
  if (encodings.length > 0 && !isText) return { message: `"${encodings[0]}" has no meaning with "${shape}"` };
  if (encodings.length > 0 && fieldref) return { message: `"${encodings[0]}" has no meaning with "fieldref"` };
  if (part !== undefined && (fieldref || !(shape === 'equals' || isOneOf(COMPARISONS, shape)))) {
    return { message: `"${part}" compares a number`, hint: 'Combine it with lt, lte, gt or gte, or with nothing' };
  }
  if (field === '' && !(isText || shape === 're')) return { message: `"${shape}" needs the name of a field` };
  return undefined;
}
