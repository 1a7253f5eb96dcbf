import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/json.ts';
import { logKey } from '../../src/local/log-files.ts';
import { sigmaMatches } from '../../test/reference/sigma.ts';
import { LISTS, type ReferenceRule, referenceRules } from './bench-rules.ts';
import { referenceAlertId } from './ledger.ts';
import { randomFrom } from './random.ts';
import { readTemplates } from './templates.ts';

export interface CorpusOptions {
  readonly records: number;
  readonly objects: number;
  readonly seed: number;
  /** Of all records, how many come from the tests of rules. */
  readonly attackShare: number;
}

export interface Expected {
  readonly alert: string;
  readonly level: string;
  readonly object: number;
}

export interface Corpus {
  readonly objects: readonly { readonly key: string; readonly bytes: Uint8Array }[];
  readonly expected: readonly Expected[];
  /** Records that match, for the fast path. */
  readonly matching: readonly JsonObject[];
}

const FIRST_ACCOUNT = 100_000_000_000;
const START = Date.UTC(2026, 10, 20);

/** Log files and what a slow reading of the rules expects of them. The same for the same seed. */
export function makeCorpus({ records, objects, seed, attackShare }: CorpusOptions): Corpus {
  const random = randomFrom(seed);
  const { ordinary, attacks } = readTemplates();
  const rules = referenceRules();
  assertBlind(rules);
  const verdicts = new Map([...ordinary, ...attacks].map((template) => [template, matchedBy(template, rules)]));
  const corpus = {
    objects: [] as Corpus['objects'][number][],
    expected: [] as Expected[],
    matching: [] as JsonObject[],
  };
  let made = 0;
  for (let object = 0; object < objects; object++) {
    const texts: string[] = [];
    // CloudTrail writes a file for one account, and every dedup key names the account: with a file for each account, and
    // one match of a rule in each file, no alert is kept silent by another one.
    const account = String(FIRST_ACCOUNT + object);
    const told = new Set<string>();
    const fresh = (attack: JsonObject): JsonObject =>
      (verdicts.get(attack) ?? []).some(({ id }) => told.has(id)) ? random.pick(ordinary) : attack;
    for (const until = Math.round(((object + 1) * records) / objects); made < until; made++) {
      const template = random.next() < attackShare ? fresh(random.pick(attacks)) : random.pick(ordinary);
      for (const { id } of verdicts.get(template) ?? []) told.add(id);
      const record = {
        ...template,
        eventID: eventId(seed, made),
        eventTime: `${new Date(START + random.below(86_400_000)).toISOString().slice(0, 19)}Z`,
        recipientAccountId: account,
      };
      texts.push(JSON.stringify(record));
      const found = verdicts.get(template) ?? [];
      corpus.expected.push(
        ...found.map(({ id, level }) => ({ alert: referenceAlertId(id, record.eventID), level, object })),
      );
      if (found.length > 0) corpus.matching.push(record);
    }
    const key = logKey(account, 'us-east-1', `Bench${String(object).padStart(11, '0')}`);
    corpus.objects.push({ key, bytes: gzipSync(`{"Records":[${texts.join(',')}]}`, { level: 1 }) });
  }
  return corpus;
}

/** The rules that match, as the slow reference reads them. */
const matchedBy = (record: JsonObject, rules: readonly ReferenceRule[]): ReferenceRule[] =>
  rules.filter(({ detection }) => sigmaMatches(detection, record, LISTS));

/**
 * The reference takes a tenth of a millisecond for a rule and a record, so it judges each template once. That is the same as
 * judging each record, as long as no rule reads what differs between records of one template.
 */
function assertBlind(rules: readonly ReferenceRule[]): void {
  const reading = rules.filter(({ detection }) =>
    /eventID|eventTime|recipientAccountId/.test(JSON.stringify(detection)),
  );
  if (reading.length > 0) throw new Error(`these rules read what differs: ${reading.map(({ id }) => id).join(', ')}`);
}

export const eventId = (seed: number, n: number): string =>
  `${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
