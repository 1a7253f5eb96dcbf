import { sievesFor } from '../../src/cli/sieves-for.ts';
import { LOG_OBJECT } from '../../src/decode/log-object.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { readRecord } from '../../src/record/read-record.ts';
import type { Corpus } from './corpus.ts';

/** A rule that records are parsed for. */
export interface HotRule {
  readonly name: string;
  /** Of all records, those that are parsed if this were the only rule. */
  readonly parsed: number;
  readonly matched: number;
}

/** A sieve is asked for each rule alone, so that what one rule costs is seen beside what others cost anyway. */
const SAMPLE_FILES = 40;
const SAMPLE_BYTES = 8_000_000;

/** The rules that most records are parsed for; as `(any)` what is parsed without a rule, since only a parser is sure of it. */
export function hotRules(rules: readonly CompiledRule[], wasm: Uint8Array, corpus: Corpus): HotRule[] {
  const sample = sampleOf(corpus);
  const records = sample.reduce((sum, file) => sum + file.records, 0);
  const parsedFor = (some: readonly CompiledRule[]): Uint8Array[] => {
    const sieves = sievesFor({ rules: some, memory: [] }, wasm);
    return sample.flatMap(({ raw }) => {
      const cutter = sieves.open(LOG_OBJECT);
      const parsed = [...cutter.push(raw), ...cutter.end().pieces]
        .filter(({ outline }) => outline === undefined)
        .map(({ bytes }) => Buffer.from(bytes));
      cutter.close();
      return parsed;
    });
  };
  const anyway = parsedFor([]).length;
  const hot = rules.flatMap((rule) => {
    const parsed = parsedFor([rule]);
    if (parsed.length <= anyway) return [];
    const set = new RuleSet({ rules: [rule] });
    const matched = parsed.filter((bytes) => {
      const record = readRecord(bytes);
      return record.ok && set.match(record.value).length > 0;
    });
    return [{ name: rule.name, parsed: (parsed.length - anyway) / records, matched: matched.length / records }];
  });
  return [...hot, { name: '(any)', parsed: anyway / records, matched: 0 }].sort((a, b) => b.parsed - a.parsed);
}

function sampleOf({ files }: Corpus): Corpus['files'] {
  let bytes = 0;
  return files.slice(0, SAMPLE_FILES).filter(({ raw }, at) => (bytes += raw.length) <= SAMPLE_BYTES || at === 0);
}
