import type { FieldValues } from '../field-values.ts';

/** Sigma's `fieldref`: two fields hold the same text, without regard to case; a missing one holds none. */
export const sameText = (one: FieldValues, other: FieldValues, cased: boolean): boolean =>
  cased ? one.texts.some((text) => other.texts.includes(text)) : one.folded.some((text) => other.folded.includes(text));
