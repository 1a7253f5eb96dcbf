import * as fc from 'fast-check';

const letter = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/**
 * Any text, halves of surrogate pairs too. fast-check has it as `unit: 'binary'`, and makes a table of a million letters for
 * it in every file of tests, which takes a second.
 */
export const anyText = (maxLength?: number): fc.Arbitrary<string> =>
  fc.string({ unit: letter, ...(maxLength === undefined ? {} : { maxLength }) });
