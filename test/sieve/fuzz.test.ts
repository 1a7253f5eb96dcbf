import { readFileSync } from 'node:fs';
import { bases } from '../../bench/sieve/bases.ts';
import { Chance } from '../../bench/sieve/chance.ts';
import { fuzz } from '../../bench/sieve/fuzz.ts';
import { randomMemory, randomRules } from '../../bench/sieve/random-rules.ts';
import { openRule } from '../../src/match/stored-rule.ts';
import { storedRulesIn } from '../../src/memory/stored-rules.ts';
import { WASM } from './wasm.ts';

const PACK = 'dist/rules-full.json';
const stored = storedRulesIn(readFileSync(PACK, 'utf8'), PACK);
const pack = stored.rules.map(openRule);
const RECORDS = bases();
const RANDOM = randomRules(RECORDS, 8, new Chance(1));

// The long run is `npm run fuzz:sieve`.
test.each([
  ['the pack', pack, stored.memory],
  [
    'the pack without what counts nearly everything',
    pack.filter(({ untold, level }) => !untold && level !== 'low'),
    stored.memory,
  ],
  ['rules that nobody would write', RANDOM, randomMemory(RANDOM, RECORDS, new Chance(1))],
])('%s: the sieve and the parser find the same in changed records', async (_name, rules, memory) => {
  const { differences, matches } = await fuzz({ wasm: WASM, rules, memory, bases: RECORDS, seed: 1, records: 2000 });
  expect(differences).toEqual([]);
  expect(matches).toBeGreaterThan(100);
});
