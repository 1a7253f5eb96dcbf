import { readFileSync } from 'node:fs';
import { openRule } from '../../src/match/stored-rule.ts';
import type { CompiledRules } from '../../src/memory/memory-rule.ts';
import { storedRulesIn } from '../../src/memory/stored-rules.ts';
import { seeded } from '../baseline-traffic.ts';
import { rulesOf } from '../pack.ts';
import { Day } from '../traffic/chance.ts';
import { paddingRules } from './padding-rules.ts';

export const SIZES = [10, 50, 100, 1000] as const;

/**
 * The rules of a small deployment to those of a large one, each with all of the one before: first what is on unless
 * somebody says otherwise, then the whole pack, then rules like them up to a thousand.
 */
export async function rulesBySize(seed: number): Promise<ReadonlyMap<number, CompiledRules>> {
  const chance = new Day(0, 0, seeded(seed));
  const { rules, memory } = await rulesOf(['full'], 'bench/traffic/company.yml');
  const names = namesIn('dist/rules.json');
  const usual = rules.filter(({ name }) => names.has(name));
  const rest = rules.filter(({ name }) => !names.has(name));
  const pack = [...shuffled(usual, chance), ...shuffled(rest, chance)];
  const all = [...pack, ...paddingRules(pack, Math.max(...SIZES) - pack.length, chance)];
  return new Map([...SIZES, pack.length].map((size) => [size, { rules: all.slice(0, size), memory }]));
}

const namesIn = (file: string): ReadonlySet<string> =>
  new Set(storedRulesIn(readFileSync(file, 'utf8'), file).rules.map((rule) => openRule(rule).name));

function shuffled<T>(list: readonly T[], chance: Day): T[] {
  const left = [...list];
  return list.map(() => left.splice(chance.int(0, left.length - 1), 1)[0] as T);
}
