import { gunzipSync } from 'node:zlib';
import type { Cutter } from '../../src/decode/cutter.ts';
import { LOG_OBJECT, readLogObject } from '../../src/decode/log-object.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { storeRule } from '../../src/match/stored-rule.ts';
import type { CompiledRules } from '../../src/memory/memory-rule.ts';
import { readFound } from '../../src/record/read-record.ts';
import { fieldsAsked } from '../../src/sieve/fields-asked.ts';
import { Sieves } from '../../src/sieve/sieves.ts';
import { inChunks } from '../sieve/compare.ts';
import type { Corpus, LogFile } from './corpus.ts';

/** What reading a corpus found. Two ways that find the same have the same sum. */
export interface Found {
  matches: number;
  sum: number;
  records: number;
  parsed: number;
}

/** Ways are made of rules, the scanner, and what their names end with. */
export interface Made {
  readonly rules: CompiledRules;
  readonly wasm: Uint8Array;
  readonly kind: string;
}

export interface Way {
  readonly name: string;
  readonly what: string;
  /** Ways with the same rules must find the same. */
  readonly rules?: number | string;
  /** What it is made of; the bounds are made of nothing. */
  readonly made?: Made;
  run(corpus: Corpus): Promise<Found | undefined>;
}

/** About what an S3 client gives at a time. */
const CHUNK = 64 * 1024;

/** What no reader of CloudTrail can leave out, and what every one does that parses. */
export const BOUNDS: readonly Way[] = [
  { name: 'gunzip', what: '(a) gunzipSync', run: each(({ gzip }) => gunzipSync(gzip)) },
  {
    name: 'parse-all',
    what: '(b) gunzipSync, toString, JSON.parse',
    run: each(({ gzip }) => JSON.parse(gunzipSync(gzip).toString())),
  },
  { name: 'json', what: '(c) toString, JSON.parse', run: each(({ raw }) => JSON.parse(raw.toString())) },
];

function each(read: (file: LogFile) => unknown): Way['run'] {
  return ({ files }) => {
    for (const file of files) read(file);
    return Promise.resolve(undefined);
  };
}

/** From the bytes of S3 to matches, with the sieve (e) and without it (d). */
export function ways(
  { rules, memory }: CompiledRules,
  wasm: Uint8Array,
  kind = '',
): readonly [plain: Way, sieved: Way] {
  const stored = rules.map(storeRule);
  const fields = fieldsAsked(rules.map(({ condition }) => condition));
  const numbers = new Map(rules.map(({ name }, number) => [name, number]));
  const sieves = new Sieves(wasm, { rules: stored, fields, memory });
  const matching = (open: () => Cutter | undefined): Way['run'] => {
    const set = new RuleSet({ rules: stored });
    return async ({ files }) => {
      const found: Found = { matches: 0, sum: 0, records: 0, parsed: 0 };
      for (const [number, file] of files.entries()) await read(file, number, { set, numbers, found }, open());
      return found;
    };
  };
  const made: Made = { rules: { rules, memory }, wasm, kind };
  const size = kind === '' ? rules.length : kind;
  const what = `${rules.length} rules${kind === '' ? '' : ' that tell'}`;
  return [
    {
      name: `d${size}`,
      what: `(d) Trailhound, every record parsed, ${what}`,
      rules: size,
      made,
      run: matching(() => undefined),
    },
    {
      name: `e${size}`,
      what: `(e) Trailhound, ${what}`,
      rules: size,
      made,
      run: matching(() => sieves.open(LOG_OBJECT)),
    },
  ];
}

interface Reading {
  readonly set: RuleSet;
  readonly numbers: ReadonlyMap<string, number>;
  readonly found: Found;
}

async function read(
  file: LogFile,
  number: number,
  { set, numbers, found }: Reading,
  cutter: Cutter | undefined,
): Promise<void> {
  for await (const items of readLogObject(inChunks(file.gzip, CHUNK), cutter)) {
    for (const item of items) {
      if (item.kind === 'failed') throw new Error(`file ${number}: ${item.failure.reason}: ${item.failure.detail}`);
      found.records += item.kind === 'passed' ? item.records : 1;
      if (item.kind === 'passed') continue;
      const { index, rules: among } = item.piece;
      if (item.piece.outline === undefined) found.parsed++;
      const record = readFound(item.piece);
      if (!record.ok) continue;
      for (const { rule } of set.match(record.value, among)) {
        found.matches++;
        found.sum = (found.sum + mixed(number, index, numbers.get(rule.name) ?? -1)) >>> 0;
      }
    }
  }
}

/** The order of matches does not count, their place and rule do. */
function mixed(file: number, record: number, rule: number): number {
  let mix = Math.imul(file + 1, 0x9e3779b1) ^ Math.imul(record + 1, 0x85ebca77) ^ Math.imul(rule + 1, 0xc2b2ae3d);
  mix = Math.imul(mix ^ (mix >>> 15), 0x2c1b3c6d);
  return (mix ^ (mix >>> 13)) >>> 0;
}
