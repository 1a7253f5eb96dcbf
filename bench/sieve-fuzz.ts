import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openRule } from '../src/match/stored-rule.ts';
import { storedRulesIn } from '../src/memory/stored-rules.ts';
import { bases } from './sieve/bases.ts';
import { Chance } from './sieve/chance.ts';
import { fuzz } from './sieve/fuzz.ts';
import { randomMemory, randomRules } from './sieve/random-rules.ts';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const PACK = 'dist/rules-full.json';
const stored = storedRulesIn(readFileSync(PACK, 'utf8'), PACK);
const pack = stored.rules.map(openRule);
const seed = Number(values.seed);
/** The pack holds rules that count nearly every record; without them, and with stranger ones, more is passed over. */
const random = randomRules(bases(), 8, new Chance(seed));
const sets = [
  { rules: pack, memory: stored.memory },
  { rules: pack.filter(({ untold, level }) => !untold && level !== 'low'), memory: stored.memory },
  { rules: random, memory: randomMemory(random, bases(), new Chance(seed)) },
] as const;
let told = 0;
const result = await fuzz({
  wasm: readFileSync('dist/sieve.wasm'),
  ...(sets[seed % sets.length] ?? sets[0]),
  bases: bases(),
  seed,
  records: Number(values.records),
  onFile(done) {
    if (done - told < 500_000) return;
    told = done;
    console.error(`${done} records`);
  },
});
console.log(`records     ${result.records}`);
console.log(`passed over ${result.passed}`);
console.log(`matches     ${result.matches}`);
console.log(`differences ${result.differences.length}`);
for (const line of result.differences) console.log(`  ${line}`);
process.exitCode = result.differences.length === 0 ? 0 : 1;
