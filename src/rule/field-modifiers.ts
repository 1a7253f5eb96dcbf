import type { OperatorName } from '../match/condition.ts';
import { suggest } from './nearest.ts';

/** What the modifiers behind a field name say, read from left to right. */
export interface FieldTest {
  readonly field: string;
  readonly shape: Shape;
  /** Every value of the list, not any of them. */
  readonly all: boolean;
  readonly cased: boolean;
  readonly negated: boolean;
  /** Values hold `%placeholders%`. */
  readonly expand: boolean;
  readonly flags: string;
}

export type Shape =
  | 'equals'
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 're'
  | 'cidr'
  | 'exists'
  | 'fieldref'
  | Comparison;
export type Comparison = Extract<OperatorName, 'lt' | 'lte' | 'gt' | 'gte'>;

const SHAPES: ReadonlySet<string> = new Set<Shape>([
  'contains',
  'startswith',
  'endswith',
  're',
  'cidr',
  'exists',
  'fieldref',
  'lt',
  'lte',
  'gt',
  'gte',
]);
const SWITCHES = ['all', 'cased', 'neq', 'expand'];
const REGEX_FLAGS: ReadonlySet<string> = new Set(['i', 'm', 's']);
/** Sigma 2.1.0 has these too; they are refused by name rather than misread. */
const NOT_YET: ReadonlySet<string> = new Set(
  'windash base64 base64offset utf16 utf16le utf16be wide minute hour day week month year'.split(' '),
);

type Read =
  | { readonly ok: true; readonly test: FieldTest }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/** Reads `requestParameters.policyArn|endswith` and the like. */
export function readFieldTest(key: string): Read {
  const [field = '', ...modifiers] = key.split('|');
  let shape: Shape = 'equals';
  let flags = '';
  const switches = new Set<string>();
  for (const modifier of modifiers) {
    if (SHAPES.has(modifier)) {
      if (shape !== 'equals') return { ok: false, message: `"${shape}" and "${modifier}" cannot be combined` };
      shape = modifier as Shape;
    } else if (SWITCHES.includes(modifier)) {
      switches.add(modifier);
    } else if (REGEX_FLAGS.has(modifier) && shape === 're') {
      flags += modifier;
    } else if (NOT_YET.has(modifier)) {
      return { ok: false, message: `modifier "${modifier}" is not supported by this version` };
    } else {
      return {
        ok: false,
        message: `unknown modifier "${modifier}"`,
        hint: suggest(modifier, [...SHAPES, ...SWITCHES]),
      };
    }
  }
  if (field === '') return { ok: false, message: 'a value without a field name is not supported by this version' };
  if (switches.has('cased') && !CASED_SHAPES.has(shape)) {
    return { ok: false, message: `"cased" has no meaning with "${shape}"` };
  }
  return {
    ok: true,
    test: {
      field,
      shape,
      flags,
      all: switches.has('all'),
      cased: switches.has('cased'),
      negated: switches.has('neq'),
      expand: switches.has('expand'),
    },
  };
}

const CASED_SHAPES: ReadonlySet<string> = new Set<Shape>(['equals', 'contains', 'startswith', 'endswith', 'fieldref']);
