import { isObject } from '../../../json.ts';
import { ExactNumber, isJsonNumber } from './exact-number.ts';
import type { ValueTest } from './pattern.ts';
import { readText, readValue, type TestRead } from './read-scalar.ts';
import { refuse } from './refusal.ts';

const INNER = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'] as const;
type Inner = (typeof INNER)[number];

/** Reads the operand of `anything-but`: a text or number, a list of one of the two, or one operator on texts. */
export function readAnythingBut(operand: unknown): TestRead {
  if (isObject(operand) && !(operand instanceof ExactNumber)) {
    const [entry, ...others] = Object.entries(operand);
    const inner = INNER.find((op) => op === entry?.[0]);
    if (entry === undefined || inner === undefined || others.length > 0) {
      return refuse('"anything-but" takes values, or an object with one operator on texts', INNER_HINT);
    }
    return noneOf(listed(entry[1]).map((text) => readInner(inner, text)));
  }
  const values = listed(operand);
  const texts = values.filter((value) => typeof value === 'string').length;
  if (texts > 0 && texts < values.length && values.every(isTextOrNumber)) {
    return refuse('"anything-but" takes texts or numbers, not both', 'Write two rules, or quote the numbers');
  }
  return noneOf(
    values.map((value) =>
      isTextOrNumber(value) ? readValue(value) : refuse(VALUES_ONLY, 'Name what you want instead'),
    ),
  );
}

const INNER_HINT = `Operators in it are ${INNER.join(', ')}; for a network or a range ask for what you want instead`;
const VALUES_ONLY = '"anything-but" takes texts and numbers only';

const listed = (operand: unknown): readonly unknown[] => (Array.isArray(operand) ? (operand as unknown[]) : [operand]);

const isTextOrNumber = (value: unknown): boolean => typeof value === 'string' || isJsonNumber(value);

/** Every text begins and ends with the empty one, so only values that are no texts would be left. */
function readInner(op: Inner, text: unknown): TestRead {
  return text === '' && (op === 'prefix' || op === 'suffix')
    ? refuse(`"anything-but" with an empty ${op} leaves no text`, 'Write the text that is not wanted')
    : readText(op, text);
}

function noneOf(reads: readonly TestRead[]): TestRead {
  if (reads.length === 0) return refuse('"anything-but" of an empty list', 'For any value write {"exists": true}');
  const of: ValueTest[] = [];
  for (const read of reads) {
    if (!read.ok) return read;
    of.push(read.test);
  }
  return { ok: true, test: { op: 'anything-but', of } };
}
