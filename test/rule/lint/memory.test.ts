import { eventCatalogue } from '../../../src/rule/catalogue/catalogue.ts';
import { lintMemory } from '../../../src/rule/lint/memory.ts';
import { loadRules } from '../../../src/rule/load.ts';
import { formatRuleError } from '../../../src/rule/rule-error.ts';

const catalogue = eventCatalogue();

const BASE = `title: B
name: base
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: ListUsers }, condition: s }
---
title: C
`;
const TESTS =
  'tests: [{ name: a, fires: true, events: [{ event: {} }] }, { name: b, fires: false, events: [{ event: {} }] }]\n';

const findings = (rule: string): string[] => {
  const loaded = loadRules([{ file: 'r.yml', text: BASE + rule }], new Map());
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  return loaded.memory
    .flatMap((rule) => lintMemory(rule, catalogue))
    .map((finding) => `${finding.severity}: ${formatRuleError(finding)}`);
};

test.each<[string, string, string[]]>([
  [
    'nothing to say',
    `correlation: { type: event_count, rules: base, group-by: derived.actor, timespan: 5m, condition: { gte: 2 } }
alert: { title: "{memory.count} by {derived.actor}" }
${TESTS}`,
    [],
  ],
  [
    'fields that no record has',
    `correlation:
  type: value_count
  rules: base
  group-by: [userIdentiy.arn]
  timespan: 5m
  condition: { field: sourceIpAddress, gte: 2 }
alert: { show: [memory.cuont] }
${TESTS}`,
    [
      'error: r.yml:10:13: CloudTrail records have no field "userIdentiy". Did you mean "userIdentity"?',
      'error: r.yml:12:23: CloudTrail records have no field "sourceIpAddress". Did you mean "sourceIPAddress"?',
      'warning: r.yml:13:16: alert.show: CloudTrail records have no field "memory". Fields keep the names that CloudTrail gives them',
    ],
  ],
  [
    'an alias that leads nowhere',
    `correlation:
  type: event_count
  rules: base
  group-by: who
  aliases: { who: { base: derived.acter } }
  timespan: 5m
  condition: { gte: 2 }
${TESTS}`,
    ['error: r.yml:11:12: there is no field "derived.acter". Did you mean "derived.actor"?'],
  ],
  [
    'misspelt events of tests, which would pass as a near miss',
    `correlation: { type: event_count, rules: base, group-by: derived.actor, timespan: 5m, condition: { gte: 2 } }
tests:
  - { name: a, fires: true, events: [{ event: { eventSuorce: iam.amazonaws.com } }] }
  - { name: b, fires: false, events: [{ base: x, patch: { eventName: CreateAcessKey, userIdentiy.type: Root } }] }
`,
    [
      'error: r.yml:9:49: CloudTrail records have no field "eventSuorce". Did you mean "eventSource"?',
      'error: r.yml:10:86: CloudTrail records have no field "userIdentiy". Did you mean "userIdentity"?',
      'error: r.yml:10:59: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?',
    ],
  ],
  [
    'no group, no tests',
    'correlation: { type: event_count, rules: base, timespan: 5m, condition: { gte: 2 } }\n',
    [
      'error: r.yml: c has no test that fires. Add one under tests with fires: true',
      'error: r.yml: c has no near miss. Add one under tests with fires: false',
      'warning: r.yml:7:14: the rule has no group-by, so the events of all accounts and actors are counted together. Name what they have in common, like group-by: [recipientAccountId, derived.principal]',
    ],
  ],
])('%s', (_name, rule, expected) => {
  expect(findings(rule)).toEqual(expected);
});
