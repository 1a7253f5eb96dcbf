import { sievesFor } from '../../src/cli/sieves-for.ts';
import { LOG_OBJECT } from '../../src/decode/log-object.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { Grouping } from '../../src/memory/grouping.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { Chance } from './chance.ts';
import { fileOf, inChunks, outcomeOf, streaming } from './compare.ts';
import { mutant } from './mutants.ts';

export interface FuzzResult {
  readonly records: number;
  /** Records that the sieve passed over. */
  readonly passed: number;
  readonly matches: number;
  readonly differences: readonly string[];
}

export interface FuzzOptions {
  readonly wasm: Uint8Array;
  readonly rules: readonly CompiledRule[];
  readonly memory: readonly MemoryRule[];
  readonly bases: readonly Record<string, unknown>[];
  readonly seed: number;
  readonly records: number;
  readonly onFile?: (records: number) => void;
}

/**
 * Reads files of changed records with the sieve and without it, and compares. Every match must be the same. A refusal may
 * be missing only where a record is no valid JSON and could match nothing: it is passed over unparsed.
 */
export async function fuzz({ wasm, rules, memory, bases, seed, records, onFile }: FuzzOptions): Promise<FuzzResult> {
  const set = new RuleSet({ rules });
  const sieves = sievesFor({ rules, memory }, wasm);
  const groupings = memory.map((rule) => new Grouping(rule));
  const differences: string[] = [];
  let done = 0;
  let passed = 0;
  let matches = 0;
  for (let number = 0; done < records && differences.length < 10; number++) {
    const chance = new Chance(seed * 1_000_003 + number);
    const made = Array.from({ length: chance.one([0, 1, 5, 40, 40, 400]) }, () => mutant(chance.one(bases), chance));
    const broken = new Set(made.flatMap((one, at) => (one.broken ? [at] : [])));
    const bytes = fileOf(
      made.map(({ json }) => json),
      chance,
    );
    const size = bytes.length < 20_000 && chance.is(0.3) ? 1 + chance.below(64) : 1 + chance.below(300_000);
    const whole = chance.is(0.6);
    const cutter = sieves.open(LOG_OBJECT);
    // What is counted is the same wherever the same record comes from, and takes long to work out.
    const counting = chance.is(0.2) ? groupings : undefined;
    const plain = await outcomeOf(inChunks(bytes, size), set, undefined, counting);
    const sieved = await outcomeOf(inChunks(bytes, size), set, whole ? cutter : streaming(cutter), counting);
    const where = `seed ${seed}, file ${number}, ${whole ? 'whole' : `chunks of ${size}`}`;
    if (plain.records !== sieved.records)
      differences.push(`${where}: ${plain.records} records, sieved ${sieved.records}`);
    for (const line of missing(plain.matches, sieved.matches)) differences.push(`${where}: ${line}`);
    for (const line of missing(plain.counted, sieved.counted)) differences.push(`${where}: ${line}`);
    for (const line of missing(plain.refusals, sieved.refusals)) {
      if (!broken.has(Number.parseInt(line.slice(2), 10))) differences.push(`${where}: ${line}`);
    }
    done += Math.max(1, made.length);
    passed += cutter.passed;
    matches += plain.matches.length;
    onFile?.(done);
  }
  return { records: done, passed, matches, differences };
}

/** Lines of one that the other lacks, as `- ` and `+ `. */
function missing(plain: readonly string[], sieved: readonly string[]): string[] {
  const [have, got] = [new Set(plain), new Set(sieved)];
  return [
    ...plain.filter((line) => !got.has(line)).map((line) => `- ${line}`),
    ...sieved.filter((line) => !have.has(line)).map((line) => `+ ${line}`),
  ];
}
