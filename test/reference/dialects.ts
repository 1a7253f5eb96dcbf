import type * as fc from 'fast-check';
import type { JsonObject } from '../../src/json.ts';
import { cloudWatchMatches, type FilterPattern, patternText } from './cloudwatch.ts';
import { eventBridgeMatches } from './eventbridge.ts';
import { eventPatterns } from './generate/event-patterns.ts';
import { filterPatterns } from './generate/filter-patterns.ts';
import type { Hint } from './generate/hints.ts';
import { detections, LISTS } from './generate/sigma-detections.ts';
import { type Detection, sigmaMatches } from './sigma.ts';
import { smallest } from './smallest.ts';

/** A rule of one dialect, twice: as it stands in a rule file, and as the reference reads it. */
export interface Dialect {
  readonly name: string;
  /** Random rules, many of them about what the records of the hints hold. */
  readonly rules: (hints: readonly Hint[]) => fc.Arbitrary<Rule>;
  /** What the definition says of a rule and a record. */
  readonly reference: (rule: Rule, record: JsonObject) => boolean;
  /** The smallest rule that is still wanted. */
  readonly smaller: (rule: Rule, wanted: (rule: Rule) => boolean) => Rule;
}

export interface Rule {
  /** The part of the rule file that is the condition. */
  readonly source: JsonObject;
  /** CloudWatch's patterns are text; the reference reads the tree that the text was written from. */
  readonly tree?: FilterPattern;
}

const filterRule = (tree: FilterPattern | undefined): Rule =>
  tree === undefined ? { source: {} } : { source: { cloudwatch: patternText(tree) }, tree };

/** A smaller tree may have lost a part that it needs. */
function isTree(tree: FilterPattern | undefined): boolean {
  if (tree === undefined) return false;
  if ('and' in tree) return tree.and.length > 0 && tree.and.every(isTree);
  if ('or' in tree) return tree.or.length > 0 && tree.or.every(isTree);
  return Array.isArray(tree.path) && tree.path.length > 0 && typeof tree.op === 'string';
}

/** Sigma and EventBridge are JSON, of which any part may go; what the engine refuses then is not wanted. */
const smallerSource = ({ source }: Rule, wanted: (rule: Rule) => boolean): Rule => ({
  source: smallest(source, (smaller) => Object.keys(smaller).length > 0 && wanted({ source: smaller })),
});

export const DIALECTS: readonly Dialect[] = [
  {
    name: 'sigma',
    rules: () => detections.map((detection) => ({ source: { detection } })),
    reference: ({ source }, record) => sigmaMatches(source['detection'] as Detection, record, LISTS),
    smaller: smallerSource,
  },
  {
    name: 'eventbridge',
    rules: (hints) => eventPatterns(hints).map((eventbridge) => ({ source: { eventbridge } })),
    reference: ({ source }, record) => eventBridgeMatches(source['eventbridge'] as JsonObject, record),
    smaller: smallerSource,
  },
  {
    name: 'cloudwatch',
    rules: (hints) => filterPatterns(hints).map(filterRule),
    reference: ({ tree }, record) => tree !== undefined && cloudWatchMatches(tree, record),
    smaller: ({ tree }, wanted) =>
      filterRule(smallest(tree, (smaller) => isTree(smaller) && wanted(filterRule(smaller)))),
  },
];
