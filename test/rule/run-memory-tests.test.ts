import { loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runMemoryTests } from '../../src/rule/run-memory-tests.ts';

const RULE = `title: B
name: base
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: ListUsers }, condition: s }
---
title: "{memory.count} calls"
name: burst
correlation: { type: event_count, rules: base, group-by: awsRegion, timespan: 10m, condition: { gte: 3 } }
`;
const CALL = 'event: { eventName: ListUsers, awsRegion: us-east-1 }';

const problemsOf = async (test: string): Promise<readonly string[]> => {
  const loaded = loadRules([{ file: 'r.yml', text: `${RULE}tests: [{ name: t, ${test} }]\n` }], new Map());
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  const [outcome] = await runMemoryTests(loaded);
  return outcome?.problems ?? ['no test'];
};

/** What a person reads when a test of a rule with memory does not come out as written. */
test.each<[string, string, string[]]>([
  ['as meant', `fires: true, events: [{ ${CALL}, times: 3, every: 1m }], title: 3 calls, count: 3, ended: true`, []],
  ['a near miss', `fires: false, events: [{ ${CALL}, times: 3, every: 5m }]`, []],
  [
    'delivered late, and in no order',
    `fires: true, events: [{ ${CALL}, delay: 14m }, { ${CALL}, at: 1m, times: 2, every: 1m }]`,
    [],
  ],
  [
    'one event three times',
    `fires: false, events: [{ event: { eventName: ListUsers, awsRegion: a, eventID: x }, times: 3 }]`,
    [],
  ],
  ['two alerts', `fires: true, alerts: 2, events: [{ ${CALL}, times: 3 }, { ${CALL}, at: 5h, times: 3 }]`, []],
  ['not over yet', `fires: true, ended: false, wait: 5m, events: [{ ${CALL}, times: 3 }]`, []],
  [
    'too few',
    `fires: true, events: [{ ${CALL}, times: 2 }]`,
    ['expected the rule to fire, it did not: its rules matched 2 times in 2 events'],
  ],
  [
    'no value for the group',
    `fires: true, events: [{ event: { eventName: ListUsers }, times: 3 }]`,
    [
      'expected the rule to fire, it did not: its rules matched 3 times in 3 events; 3 of them are left out, since they have no awsRegion',
    ],
  ],
  [
    'another event',
    `fires: true, events: [{ event: { eventName: ListRoles }, times: 3 }]`,
    ['expected the rule to fire, it did not: none of its 3 events is matched by a rule that it counts'],
  ],
  [
    'it fires after all',
    `fires: false, events: [{ ${CALL}, times: 3 }]`,
    ['expected the rule not to fire, it did: 3 calls'],
  ],
  [
    'other figures',
    `fires: true, events: [{ ${CALL}, times: 4 }], count: 3, ended: false, title: 3 calls`,
    ['expected title "3 calls", found "4 calls"', 'expected count 3, found 4', 'expected ended false, found true'],
  ],
])('%s', async (_name, written, expected) => {
  expect(await problemsOf(written)).toEqual(expected);
});
