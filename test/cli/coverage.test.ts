import { coverageOf, navigatorLayer } from '../../src/cli/coverage.ts';
import { compiledRules, loadRules } from '../../src/rule/load.ts';

const RULES = `title: A
name: a
tags: [attack.discovery, attack.initial-access, attack.t1526, attack.t1078.004, cis.aws.4.3, cis.aws.4.30]
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventSource: [iam.amazonaws.com, sts.amazonaws.com] }, condition: s }
---
title: B
name: b
tags: [attack.discovery, attack.t1526]
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: "*" }, condition: s }
---
title: C
name: c
correlation: { type: temporal, rules: [a, b], timespan: 5m }
`;
const loaded = compiledRules(loadRules([{ file: 'r.yml', text: RULES }], new Map()));
const coverage = coverageOf([...loaded.rules, ...loaded.memory]);

test('every control is listed, also those that no rule covers', () => {
  expect(coverage.cis).toHaveLength(16);
  expect(coverage.cis.filter(({ rules }) => rules.length > 0)).toEqual([
    { what: '4.3 use of the root user (3.3 in version 1.2, 5.3 in 6 and 7)', rules: ['a'] },
  ]);
});

test('a rule covers each of its techniques under those of its tactics that the technique belongs to', () => {
  expect(coverage.attack).toEqual([
    { what: 'discovery T1526 Cloud Service Discovery', rules: ['a', 'b'] },
    { what: 'initial-access T1078.004 Valid Accounts: Cloud Accounts', rules: ['a'] },
  ]);
});

test('a rule with memory looks at the services of the rules that it counts', () => {
  expect(coverage.services).toEqual([
    { what: 'any', rules: ['b', 'c'] },
    { what: 'iam.amazonaws.com', rules: ['a', 'c'] },
    { what: 'sts.amazonaws.com', rules: ['a', 'c'] },
  ]);
});

test('the layer for the Navigator names tactic, technique and rules', () => {
  expect(navigatorLayer(coverage)).toMatchObject({
    domain: 'enterprise-attack',
    versions: { layer: '4.5' },
    techniques: expect.arrayContaining([
      { techniqueID: 'T1526', tactic: 'discovery', score: 2, comment: 'a, b', enabled: true, showSubtechniques: true },
    ]) as unknown,
    gradient: { maxValue: 2 },
  });
});
