import type { SigmaLeaf } from '../condition.ts';
import type { FieldValues } from '../field-values.ts';
import { fold } from '../fold.ts';

/** Compiles a leaf once; the result is asked for every record. Throws on a value that the rule loader has not checked. */
export type Operator = (leaf: SigmaLeaf) => (field: FieldValues) => boolean;

/** An operator on text: true when any of the field's texts passes; false for a missing field. */
export const onText =
  (makeTest: (value: string) => (text: string) => boolean): Operator =>
  (leaf) => {
    const test = makeTest(leaf.cased ? leaf.value : fold(leaf.value));
    return leaf.cased ? (field) => field.texts.some(test) : (field) => field.folded.some(test);
  };

/** An operator on numbers: texts that read as a number count as one. */
export const onNumber =
  (compare: (actual: number, expected: number) => boolean): Operator =>
  (leaf) => {
    const expected = Number(leaf.value);
    return (field) => field.texts.some((text) => text.trim() !== '' && compare(Number(text), expected));
  };
