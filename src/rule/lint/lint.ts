import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { lintAccountIds } from './account-ids.ts';
import { lintDedup } from './dedup.ts';
import { lintEnvelope } from './envelope.ts';
import { lintEvents } from './events.ts';
import { lintFields } from './fields.ts';
import { lintPastedPattern } from './filter-pattern.ts';
import type { Deployment, Finding, Remark } from './finding.ts';
import { lintReach } from './reach.ts';
import { RuleText } from './rule-text.ts';
import { lintSelections } from './selections.ts';
import { lintTestEvents } from './test-events.ts';
import { lintTests } from './tests.ts';
import { lintTruth } from './truth.ts';
import { lintValues } from './values.ts';

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
    ...lintTestEvents(rule, catalogue),
    ...lintDedup(rule, text),
    ...lintReach(rule, text, deployment),
  ];
  return remarks
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map((remark) => ({ rule: rule.compiled.name, file: rule.file, ...remark }));
}
