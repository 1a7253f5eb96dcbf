import * as fc from 'fast-check';
import { FieldValues } from '../../src/match/field-values.ts';
import { ANY, glob, ONE, readGlob } from '../../src/match/operators/glob.ts';

const matches = (pattern: string, text: string): boolean =>
  glob({ dialect: 'sigma', path: ['a'], op: 'glob', value: pattern, cased: true })(new FieldValues(true, [text]));

/** Slow and obvious: every way to split the text between the tokens. */
function reference(tokens: readonly (string | symbol)[], text: string): boolean {
  const [first, ...rest] = tokens;
  if (first === undefined) return text === '';
  if (first === ANY)
    return reference(rest, text) || (text !== '' && reference(tokens, text.slice([...text][0]?.length)));
  const [character = ''] = text;
  return text !== '' && (first === ONE || first === character) && reference(rest, text.slice(character.length));
}

test('agrees with a slow and obvious matcher', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\', '😀'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '😀'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (p, t) => matches(p, t) === reference(readGlob(p), t)),
    { numRuns: 5_000 },
  );
});
