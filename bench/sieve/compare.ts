import { constants, gzipSync } from 'node:zlib';
import type { Cutter } from '../../src/decode/cutter.ts';
import { readLogObject } from '../../src/decode/log-object.ts';
import type { Match, RuleSet } from '../../src/match/rule-set.ts';
import { type Grouping, placesIn } from '../../src/memory/grouping.ts';
import { readFound } from '../../src/record/read-record.ts';
import type { Chance } from './chance.ts';

/** What came of a log file: matches as `place rule`, refusals as `place reason`, and how many records there were. */
export interface Outcome {
  readonly matches: readonly string[];
  /** What rules with memory make of the matches. */
  readonly counted: readonly string[];
  readonly refusals: readonly string[];
  readonly records: number;
}

export async function outcomeOf(
  chunks: AsyncIterable<Uint8Array>,
  rules: RuleSet,
  cutter?: Cutter,
  memory?: readonly Grouping[],
): Promise<Outcome> {
  const matches: string[] = [];
  const counted: string[] = [];
  const refusals: string[] = [];
  let records = 0;
  for await (const items of readLogObject(chunks, cutter)) {
    for (const item of items) {
      if (item.kind === 'passed') records += item.records;
      else if (item.kind === 'failed') refusals.push(`file ${item.failure.reason}`);
      else {
        records++;
        const { index, rules: among } = item.piece;
        const read = readFound(item.piece);
        if (!read.ok) refusals.push(`${index} ${read.failure.reason}`);
        else {
          if (read.value.pruned) refusals.push(`${index} pruned`);
          for (const match of rules.match(read.value, among)) {
            matches.push(`${index} ${match.rule.name}`);
            if (memory !== undefined) counted.push(`${index} ${countedAs(match, memory)}`);
          }
        }
      }
    }
  }
  return { matches, counted, refusals, records };
}

function countedAs({ rule, record }: Match, memory: readonly Grouping[]): string {
  const { id, time, category } = record;
  const counted = placesIn(memory, { rule: rule.name, id, time: time ?? 0, record });
  return JSON.stringify([rule.name, id, time, category, ...counted]);
}

/** A file of records in one of the ways in which it may come. */
export function fileOf(records: readonly string[], chance: Chance): Buffer {
  const blank = chance.is(0.1) ? '\n  ' : '';
  const head = chance.is(0.05)
    ? '{"other":[1,{"a":2}],"Records":['
    : `${blank}{${blank}"Records"${blank}:${blank}[${blank}`;
  const tail = chance.is(0.05) ? '],"Records":[],"more":{}}' : `${blank}]${blank}}${blank}`;
  const bytes = Buffer.from(`${chance.is(0.02) ? '\ufeff' : ''}${head}${records.join(`${blank},${blank}`)}${tail}`);
  const cut = chance.is(0.03) ? bytes.subarray(0, chance.below(bytes.length)) : bytes;
  if (chance.is(0.2)) return cut;
  const level = chance.below(10);
  return gzipSync(cut, { level, strategy: chance.is(0.1) ? constants.Z_FIXED : constants.Z_DEFAULT_STRATEGY });
}

/** In chunks of any size; small ones only where the file is small. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A cutter that is never given a whole file, so that it reads chunk by chunk. */
export function streaming(cutter: Cutter): Cutter {
  return {
    push: (chunk) => cutter.push(chunk),
    end: () => cutter.end(),
    close: () => cutter.close(),
    readWhole: () => undefined,
    get isForeign() {
      return cutter.isForeign;
    },
    get sawContainer() {
      return cutter.sawContainer;
    },
    get passed() {
      return cutter.passed;
    },
  };
}
