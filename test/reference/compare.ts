import * as fc from 'fast-check';
import type { JsonObject } from '../../src/json.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { toRecord } from '../../src/record/record.ts';
import { loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import type { FilterPattern } from './cloudwatch.ts';
import type { Dialect, Rule } from './dialects.ts';
import { hintsOf } from './generate/hints.ts';
import { records } from './generate/records.ts';
import { LISTS } from './generate/sigma-detections.ts';
import { smallest } from './smallest.ts';

/** Rules and records of which every pair is one question. */
export interface Batch {
  readonly rules: readonly Rule[];
  readonly records: readonly JsonObject[];
}

/** One pair that engine and reference see differently. `refused` where the rule does not even load. */
export interface Disagreement {
  readonly source: JsonObject;
  readonly tree?: FilterPattern;
  readonly record: JsonObject;
  readonly reference: boolean;
  readonly engine: boolean | { readonly refused: readonly string[] };
}

/** At most as many rules and as many records as `size`. */
export const batches = ({ rules }: Dialect, size: number): fc.Arbitrary<Batch> => {
  const some = { minLength: 1, maxLength: size, size: 'max' } as const;
  return fc
    .array(records, some)
    .chain((given) => fc.array(rules(hintsOf(given)), some).map((made) => ({ rules: made, records: given })));
};

/** Asks the engine: the places of the rules that match a record. */
type Ask = (record: JsonObject) => ReadonlySet<number>;

const asker = (rules: readonly CompiledRule[]): Ask => {
  const set = new RuleSet({ rules });
  return (record) => new Set(set.match(toRecord(record)).map(({ rule }) => Number(rule.title)));
};

/** JSON is YAML. */
const ruleText = ({ source }: Rule, place: number): string =>
  JSON.stringify({ title: String(place), logsource: { product: 'aws', service: 'cloudtrail' }, ...source });

/** Why the engine does not load a rule; nothing where it does. */
export const refusals = (rule: Rule): string[] =>
  loadRules([{ file: 'rule.yml', text: ruleText(rule, 0) }], LISTS).errors.map(formatRuleError);

/** The one reason for which the engine may refuse what is generated: the reference knows no limit. */
const isCostly = (refusal: string): boolean => refusal.includes('in one rule are more than');

/**
 * The first pair of a batch that engine and reference see differently. The rules are asked as one set, forwards and
 * backwards, so that neither the index nor shared look-ups may let one rule change another's verdict.
 */
export function disagreementIn(dialect: Dialect, batch: Batch, count: Count): Disagreement | undefined {
  const files = batch.rules.map((rule, place) => ({ file: `${place}.yml`, text: ruleText(rule, place) }));
  const { rules, errors } = loadRules(files, LISTS);
  const compiled = rules.map((rule) => rule.compiled);
  const [forwards, backwards] = [asker(compiled), asker(compiled.toReversed())];
  const costly = new Set(batch.rules.filter((rule) => errors.length > 0 && refusals(rule).some(isCostly)));
  for (const record of batch.records) {
    const [one, other] = [forwards(record), backwards(record)];
    for (const [place, rule] of batch.rules.entries()) {
      if (costly.has(rule)) continue;
      const reference = dialect.reference(rule, record);
      count.pairs++;
      if (reference) count.matches++;
      if (one.has(place) === reference && other.has(place) === reference) continue;
      const refused = refusals(rule);
      const engine = refused.length > 0 ? { refused } : !reference;
      return { ...rule, record, reference, engine };
    }
  }
  // A rule that never matches by the reference must still load.
  const refused =
    errors.length === 0 ? undefined : batch.rules.find((rule) => !costly.has(rule) && refusals(rule).length > 0);
  if (refused !== undefined) {
    return { ...refused, record: {}, reference: false, engine: { refused: refusals(refused) } };
  }
  return undefined;
}

export interface Count {
  pairs: number;
  matches: number;
}

/** Runs batches from a seed to the first disagreement, and makes that as small as it can be. */
export function search(
  dialect: Dialect,
  options: { readonly runs: number; readonly size: number; readonly seed: number },
): { readonly count: Count; readonly found?: Disagreement } {
  const count = { pairs: 0, matches: 0 };
  let found: Disagreement | undefined;
  const agrees = (batch: Batch): boolean => (found = disagreementIn(dialect, batch, count)) === undefined;
  // fast-check would shrink whole batches; one pair is what is wanted.
  const settings = { numRuns: options.runs, seed: options.seed, endOnFailure: true };
  fc.check(fc.property(batches(dialect, options.size), agrees), settings);
  return found === undefined ? { count } : { count, found: smallestOf(dialect, found) };
}

/** Leaves out all of the record and of the rule that the disagreement does not need. */
function smallestOf(dialect: Dialect, found: Disagreement): Disagreement {
  const again = (rule: Rule, record: JsonObject): Disagreement | undefined => {
    // A rule that is refused means nothing, unless that is what was found.
    if (typeof found.engine === 'boolean' && refusals(rule).length > 0) return undefined;
    const other = disagreementIn(dialect, { rules: [rule], records: [record] }, { pairs: 0, matches: 0 });
    return typeof other?.engine === typeof found.engine ? other : undefined;
  };
  const record = smallest(found.record, (smaller) => again(found, smaller) !== undefined);
  const rule = dialect.smaller(found, (smaller) => again(smaller, record) !== undefined);
  return again(rule, record) ?? found;
}
