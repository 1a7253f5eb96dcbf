import { eventCatalogue } from '../../../src/rule/catalogue/catalogue.ts';
import type { Deployment } from '../../../src/rule/lint/finding.ts';
import { lint } from '../../../src/rule/lint/lint.ts';
import { loadRules } from '../../../src/rule/load.ts';
import { formatRuleError } from '../../../src/rule/rule-error.ts';

const catalogue = eventCatalogue();
const NOTHING_KNOWN: Deployment = { sources: new Set() };

const HEAD = 'title: T\nlogsource: { product: aws, service: cloudtrail }\n';
const REST =
  'alert: { dedup: [eventID] }\ntests:\n  - { name: a, fires: true, event: {} }\n  - { name: b, fires: false, event: {} }\n';

/** A whole rule; what it asks begins in line 3. */
export const ruleOf = (asked: string): string => `${HEAD}${asked}\n${REST}`;

/** What the lint says of a rule that loads: `error 3:20: …`. */
export function findings(asked: string, deployment = NOTHING_KNOWN): string[] {
  const { rules, errors } = loadRules([{ file: 'r.yml', text: ruleOf(asked) }], new Map([['none', []]]));
  expect(errors.map(formatRuleError)).toEqual([]);
  return rules.flatMap((rule) =>
    lint(rule, deployment, catalogue).map(
      (found) => `${found.severity} ${formatRuleError(found).replace(/^r\.yml:/, '')}`,
    ),
  );
}
