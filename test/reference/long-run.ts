import { parseArgs } from 'node:util';
import { search } from './compare.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import { FOUND_FOLDER, writeFound } from './found.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    dialect: { type: 'string' },
    found: { type: 'string', default: FOUND_FOLDER },
    /** Disagreements after which a dialect is left: one mistake is often found many times. */
    stop: { type: 'string', default: '5' },
  },
});
const RUNS = 100;
const SIZE = 8;

/** Searches with one seed after the other until there were enough pairs. Returns the number of disagreements. */
function run(dialect: Dialect): number {
  let [pairs, matches, disagreements] = [0, 0, 0];
  let seed = Number(values.seed);
  for (; pairs < Number(values.pairs) && disagreements < Number(values.stop); seed++) {
    const { count, found } = search(dialect, { runs: RUNS, size: SIZE, seed });
    pairs += count.pairs;
    matches += count.matches;
    if (found === undefined) continue;
    disagreements++;
    console.log(`\n${dialect.name}, seed ${seed}: the reference says ${found.reference}`);
    console.log(JSON.stringify(found));
    console.log(`kept in ${writeFound(values.found, dialect.name, found)}`);
  }
  const share = Math.round((100 * matches) / pairs);
  console.log(
    `${dialect.name}: ${pairs} pairs, ${matches} matches (${share} %), ${disagreements} disagreements, seeds ${values.seed} to ${seed - 1}`,
  );
  return disagreements;
}

const chosen = DIALECTS.filter(({ name }) => values.dialect === undefined || values.dialect === name);
const disagreements = chosen.reduce((sum, dialect) => sum + run(dialect), 0);
process.exitCode = disagreements === 0 ? 0 : 1;
