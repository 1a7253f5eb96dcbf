import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject, own } from '../../src/json.ts';
import { seeded } from '../baseline-traffic.ts';
import { DATA_FOLDER } from '../shared-data.ts';
import { Day } from '../traffic/chance.ts';
import { type Corpus, corpusOf, RECORDS_PER_FILE } from './corpus.ts';

/**
 * Published records of real accounts, again and again with ids of their own until there are enough; undefined where they
 * are not here. A third of them are of attacks, so far more of them match than of an ordinary account's.
 */
export function published(bytes: number, seed: number): Corpus | undefined {
  const folder = DATA_FOLDER;
  if (!existsSync(join(folder, 'benign'))) return undefined;
  const records = [
    ...lines(join(folder, 'benign', 'opensearch.jsonl')),
    ...lines(join(folder, 'calls', 'traildiscover.jsonl')),
    ...lines(join(folder, 'labelled', 'panther.jsonl')).map((line) => own(line, 'event')),
    ...lines(join(folder, 'attacks', 'otrf.jsonl')),
    ...recordings(join(folder, 'attacks', 'stratus')),
  ].filter((record): record is JsonObject => isObject(record) && 'eventVersion' in record);
  return corpusOf('published', cycled(records, seed), bytes, () => RECORDS_PER_FILE);
}

function* cycled(records: readonly JsonObject[], seed: number): Generator<string> {
  const day = new Day(0, 0, seeded(seed));
  for (;;) {
    for (const record of records) {
      const fresh = { ...record, eventID: day.uuid('e') };
      yield JSON.stringify('requestID' in record ? { ...fresh, requestID: day.uuid('f') } : fresh);
    }
  }
}

const lines = (file: string): JsonObject[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as JsonObject);

function recordings(folder: string): unknown[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'labels.json');
  return files.flatMap((name) => {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const records = isObject(value) ? own(value, 'Records') : value;
    return Array.isArray(records) ? (records as unknown[]) : [value];
  });
}
