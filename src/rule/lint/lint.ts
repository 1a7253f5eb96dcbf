import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { RuleError } from '../rule-error.ts';
import { lintAccountIds } from './account-ids.ts';
import { lintDedup } from './dedup.ts';
import { lintEnvelope } from './envelope.ts';
import { lintEvents } from './events.ts';
import { lintFields } from './fields.ts';
import { lintPastedPattern } from './filter-pattern.ts';
import { lintReach } from './reach.ts';
import { RuleText } from './rule-text.ts';
import { lintSelections } from './selections.ts';
import { lintTests } from './tests.ts';
import { lintTruth } from './truth.ts';
import { lintValues } from './values.ts';

/**
 * Something about a rule that loads, and is probably not meant. An error is a rule that does not do what it says; a
 * warning may be right where the catalogue is older than the service, or the deployment differs.
 */
export interface Finding extends RuleError {
  /** The rule's name. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Set on what may be passed over as a whole. */
  readonly about?: 'tests';
}

/** Where records come from, as far as it is known. What is left out is not known, and nothing is said about it. */
export interface Deployment {
  readonly sources: ReadonlySet<Source>;
  /** The region of the EventBridge rule, `eu-central-1`. */
  readonly region?: string;
  /** The services, `s3.amazonaws.com`, whose data events the trail selects. */
  readonly dataEvents?: ReadonlySet<string>;
  /** Whether CloudTrail Insights is switched on. */
  readonly insights?: boolean;
}

/**
 * How records come here. `eventbridge-read-only` is an EventBridge rule in the state
 * ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, which gets List, Get and Describe calls too.
 */
export type Source = 's3' | 'eventbridge' | 'eventbridge-read-only' | 'cloudwatch-logs';

/** What a check says, before it is known for which rule. */
export type Remark = Omit<Finding, 'rule' | 'file'>;

/**
 * All that is suspicious about one rule, in the order of its lines.
 *
 * @example
 * lint(rule, { sources: new Set(['s3']) }, eventCatalogue()).map(formatRuleError);
 * // rules/iam/key.yml:9:20: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com
 */
export function lint(rule: LoadedRule, deployment: Deployment, catalogue: Catalogue): readonly Finding[] {
  const text = new RuleText(rule);
  const remarks: readonly Remark[] = [
    ...lintEvents(rule, text, catalogue),
    ...lintEnvelope(rule, text),
    ...lintFields(rule, text),
    ...lintValues(rule, text),
    ...lintTruth(rule, text),
    ...lintSelections(text),
    ...lintAccountIds(text),
    ...lintPastedPattern(text),
    ...lintTests(rule),
    ...lintDedup(rule, text),
    ...lintReach(rule, text, deployment),
  ];
  return remarks
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map((remark) => ({ rule: rule.compiled.name, file: rule.file, ...remark }));
}
