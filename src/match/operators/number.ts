import type { Operator } from './operator.ts';

/** A number in a rule equals the same text, and the same number written otherwise: 300, "300", 300.0. */
export const number: Operator = (leaf) => {
  const expected = Number(leaf.value);
  return (field) =>
    field.texts.some((text) => text === leaf.value || (text.trim() !== '' && Number(text) === expected && exact(text)));
};

/** Beyond 2^53 two different integers can be the same number: there only the text counts. */
const exact = (text: string): boolean => Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER;
