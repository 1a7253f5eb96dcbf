import { isJsonNumber, numberText } from './exact-number.ts';
import { MAX_TEXT } from './limits.ts';
import type { TextTest, ValueTest } from './pattern.ts';
import { type Refusal, refuse } from './refusal.ts';
import { readWildcard } from './wildcard.ts';

export type TestRead = { readonly ok: true; readonly test: ValueTest } | Refusal;

/** A text, number, boolean or null to be equal to. */
export function readValue(value: unknown): TestRead {
  if (isJsonNumber(value)) return { ok: true, test: { op: 'number', value: numberText(value) } };
  if (typeof value === 'string') return tooLong(value) ?? { ok: true, test: { op: 'equals', value } };
  if (typeof value === 'boolean' || value === null) return { ok: true, test: { op: 'equals', value } };
  return refuse('expected a text, a number, true, false or null', 'Put quotes around anything else');
}

/** The operand of a text operator. */
export function readText(op: TextTest['op'], operand: unknown): TestRead {
  if (typeof operand !== 'string') return refuse(`"${op}" takes a text`, `Write {"${op}": "…"}, once for each text`);
  const long = tooLong(operand);
  if (long !== undefined) return long;
  if (op === 'wildcard') {
    const read = readWildcard(operand);
    if (!read.ok) return refuse(read.message, read.hint);
  }
  return { ok: true, test: { op, value: operand } };
}

export const tooLong = (text: string): Refusal | undefined =>
  text.length > MAX_TEXT
    ? refuse(`a text of ${text.length} characters is longer than ${MAX_TEXT}`, 'Ask for a part of it, with prefix')
    : undefined;
