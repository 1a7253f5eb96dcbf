import { type Disagreement, disagreementIn, search } from '../reference/compare.ts';
import { DIALECTS, type Dialect } from '../reference/dialects.ts';
import { FOUND_FOLDER, type Found, readFound } from '../reference/found.ts';

/**
 * The engine and a slow, obvious reading of the definition (test/reference) are asked the same. `npm run differential` asks
 * a million times; this many take seconds.
 */
const PAIRS = 10_000;
/** The same questions every time, so that a change is what makes the test fail. */
const SEED = 20_261_121;

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('%s', (_name, dialect) => {
  test('engine and reference agree, and often on a match', () => {
    const { pairs, matches, found } = manyPairs(dialect);
    expect(found).toBeUndefined();
    expect(pairs).toBeGreaterThanOrEqual(PAIRS);
    // Where little matches, agreement would say little.
    expect(matches / pairs).toBeGreaterThan(0.1);
    expect(matches / pairs).toBeLessThan(0.6);
  }, 60_000);
});

function manyPairs(dialect: Dialect): { pairs: number; matches: number; found: Disagreement | undefined } {
  let [pairs, matches] = [0, 0];
  for (let seed = SEED; pairs < PAIRS; seed++) {
    const { count, found } = search(dialect, { runs: 40, size: 25, seed });
    if (found !== undefined) return { pairs, matches, found };
    pairs += count.pairs;
    matches += count.matches;
  }
  return { pairs, matches, found: undefined };
}

const all = readFound(FOUND_FOLDER);
const settled = all.filter(([, { open }]) => open === undefined);
const open = all.filter(([, found]) => found.open !== undefined);

describe('pairs that were once seen differently', () => {
  test.each(settled)('%s', (_file, found) => expect(verdicts(found)).toEqual(right(found)));

  // Mistakes that are known and not yet mended. When one is, its test fails: take `open` out of the file.
  if (open.length > 0) test.failing.each(open)('%s', (_file, found) => expect(verdicts(found)).toEqual(right(found)));
});

const right = ({ expected }: Found): object => ({ reference: expected, disagreement: undefined });

function verdicts({ dialect: name, record, expected: _expected, open: _open, ...rule }: Found): object {
  const dialect = DIALECTS.find((one) => one.name === name);
  if (dialect === undefined) throw new Error(`no dialect ${name}`);
  const count = { pairs: 0, matches: 0 };
  return {
    reference: dialect.reference(rule, record),
    disagreement: disagreementIn(dialect, { rules: [rule], records: [record] }, count),
  };
}

test('a wrong verdict would be found, and made small', () => {
  const sigma = DIALECTS.find(({ name }) => name === 'sigma') as Dialect;
  const blind: Dialect = {
    ...sigma,
    reference: (rule, record) => record['a'] === 'k' || sigma.reference(rule, record),
  };
  const { found } = search(blind, { runs: 40, size: 25, seed: SEED });
  expect(found).toMatchObject({ record: { a: 'k' }, reference: true, engine: false });
});
