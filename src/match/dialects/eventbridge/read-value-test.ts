import { isObject, type JsonObject } from '../../../json.ts';
import { ExactNumber } from './exact-number.ts';
import { readNetwork } from './network.ts';
import { readAnythingBut } from './read-anything-but.ts';
import { readNumeric } from './read-numeric.ts';
import { readText, readValue, type TestRead, tooLong } from './read-scalar.ts';
import { refuse } from './refusal.ts';

const OPERATORS: ReadonlyMap<string, (operand: unknown) => TestRead> = new Map<string, (operand: unknown) => TestRead>([
  ['prefix', (operand) => readAffix('prefix', operand)],
  ['suffix', (operand) => readAffix('suffix', operand)],
  ['equals-ignore-case', (operand) => readText('equals-ignore-case', operand)],
  ['wildcard', (operand) => readText('wildcard', operand)],
  ['anything-but', readAnythingBut],
  ['numeric', readNumeric],
  ['exists', readExists],
  ['cidr', readCidr],
]);

export const isOperator = (key: string): boolean => OPERATORS.has(key);

/** Reads one element of the array under a field: a value, or an object with one operator. */
export function readValueTest(value: unknown): TestRead {
  if (isObject(value) && !(value instanceof ExactNumber)) return readOperator(value);
  if (Array.isArray(value)) return refuse('a list in a list', 'Write the values in one list');
  return readValue(value);
}

function readOperator(value: JsonObject): TestRead {
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entry === undefined) return refuse('an empty object is no operator', `Write one of ${names()}`);
  if (entries.length > 1) {
    const hint = `Values of one list are alternatives, each in an object of its own: ${shape(entries)}`;
    return refuse(`two operators in one object: ${entries.map(([key]) => key).join(', ')}`, hint);
  }
  const [name, operand] = entry;
  return OPERATORS.get(name)?.(operand) ?? refuse(`unknown operator "${name}"`, `Operators are ${names()}`);
}

const names = (): string => [...OPERATORS.keys()].join(', ');
const shape = (entries: readonly (readonly [string, unknown])[]): string =>
  `[${entries.map(([key]) => `{"${key}": …}`).join(', ')}]`;

/** `prefix` and `suffix` take a text, or a text whose case does not matter. */
function readAffix(op: 'prefix' | 'suffix', operand: unknown): TestRead {
  if (!isObject(operand)) return readText(op, operand);
  const keys = Object.keys(operand);
  const text = operand['equals-ignore-case'];
  if (keys.length !== 1 || !Object.hasOwn(operand, 'equals-ignore-case') || typeof text !== 'string') {
    return refuse(`"${op}" takes a text, or an object with equals-ignore-case`, AFFIX_HINT);
  }
  return tooLong(text) ?? { ok: true, test: { op, value: text, ignoreCase: true } };
}

const AFFIX_HINT = 'Write {"prefix": "…"} or {"prefix": {"equals-ignore-case": "…"}}';

function readExists(operand: unknown): TestRead {
  return typeof operand === 'boolean'
    ? { ok: true, test: { op: 'exists', value: operand } }
    : refuse('"exists" takes true or false', 'Write true or false without quotes');
}

function readCidr(operand: unknown): TestRead {
  if (typeof operand !== 'string') return refuse('"cidr" takes a text', 'Write it like "192.0.2.0/24"');
  const read = readNetwork(operand);
  return read.ok ? { ok: true, test: { op: 'cidr', value: operand } } : refuse(read.message, read.hint);
}
