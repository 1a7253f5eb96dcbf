import { loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';

const BASE = `title: B
name: base
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: ListUsers }, condition: s }
---
title: C
`;

const errorsOf = (text: string): string[] =>
  loadRules([{ file: 'r.yml', text: BASE + text }], new Map()).errors.map(formatRuleError);

/** What a person reads after a mistake in a rule with memory: where, what, and how to mend it. */
test.each<[string, string, string[]]>([
  ['nothing wrong', 'type: event_count, rules: base, timespan: 5m, condition: { gte: 2 }', []],
  [
    'a type that there is not',
    'type: event_cuont, rules: base, timespan: 5m, condition: { gte: 2 }',
    ['r.yml:7:22: correlation.type: there is no type "event_cuont". Did you mean "event_count"?'],
  ],
  ['no type', 'rules: base, timespan: 5m', ['r.yml:7:14: "type" is missing in correlation']],
  [
    'no timespan',
    'type: event_count, rules: base, condition: { gte: 2 }',
    ['r.yml:7:14: "timespan" is missing in correlation'],
  ],
  [
    'a timespan of words',
    'type: event_count, rules: base, timespan: 5 minutes, condition: { gte: 2 }',
    ['r.yml:7:58: correlation.timespan: expected a duration like 90s, 15m, 1h or 7d'],
  ],
  [
    'a timespan of a month',
    'type: event_count, rules: base, timespan: 30d, condition: { gte: 2 }',
    ['r.yml:7:58: correlation.timespan: expected at most 7d'],
  ],
  [
    'a timespan of nothing',
    'type: event_count, rules: base, timespan: 0s, condition: { gte: 2 }',
    ['r.yml:7:58: a timespan of nothing holds no event'],
  ],
  [
    'no threshold',
    'type: event_count, rules: base, timespan: 5m',
    ['r.yml:7:14: "event_count" needs a condition with gt, gte, lt, lte, eq, neq. Like condition: { gte: 10 }'],
  ],
  [
    'a threshold of words',
    'type: event_count, rules: base, timespan: 5m, condition: { gte: two }',
    ['r.yml:7:80: correlation.condition.gte: expected a number, found a text'],
  ],
  [
    'more than a group keeps',
    'type: event_count, rules: base, timespan: 5m, condition: { gte: 501 }',
    [
      'r.yml:7:73: a threshold of 501 is more than 500, what a group can count. Use a shorter timespan, or type: baseline',
    ],
  ],
  [
    'a field that is not looked at',
    'type: event_count, rules: base, timespan: 5m, condition: { gte: 5, field: eventName }',
    ['r.yml:7:90: "event_count" looks at no field. value_count counts distinct values'],
  ],
  [
    'no field',
    'type: value_sum, rules: base, timespan: 5m, condition: { gte: 5 }',
    [
      'r.yml:7:71: "value_sum" needs the field whose values it looks at. Like condition: { field: userIdentity.userName, gte: 5 }',
    ],
  ],
  [
    'no percentile',
    'type: value_percentile, rules: base, timespan: 5m, condition: { gte: 5, field: a }',
    ['r.yml:7:78: "value_percentile" needs a percentile. Like condition: { field: …, percentile: 95, gte: 100 }'],
  ],
  [
    'one rule in a sequence',
    'type: temporal_ordered, rules: [base], timespan: 5m',
    ['r.yml:7:47: "temporal_ordered" needs at least two rules. event_count counts the matches of one'],
  ],
  [
    'more rules than there are',
    'type: temporal, rules: [base, base], timespan: 5m, condition: { gte: 3 }',
    ['r.yml:7:78: 3 different rules never match: there are 2'],
  ],
  [
    'a misspelt key',
    'type: event_count, rules: base, timspan: 5m, condition: { gte: 2 }',
    [
      'r.yml:7:14: "timespan" is missing in correlation',
      'r.yml:7:48: unknown key "timspan" in correlation. Did you mean "timespan"?',
    ],
  ],
  [
    'a key of another type',
    'type: first_seen, rules: base, field: awsRegion, timespan: 5m',
    [
      'r.yml:7:65: unknown key "timespan" in correlation. Expected one of: type, rules, group-by, aliases, generate, field, learn, remember',
    ],
  ],
  [
    'a rule that there is not',
    'type: event_count, rules: [bsae], timespan: 5m, condition: { gte: 2 }',
    ['r.yml:7:43: there is no rule "bsae". Did you mean "base"?'],
  ],
  [
    'a rule that there is not, nor one like it: not all names are told',
    'type: event_count, rules: [what_ever], timespan: 5m, condition: { gte: 2 }',
    ['r.yml:7:43: there is no rule "what_ever". `trailhound rules` lists all rules'],
  ],
  [
    'a rule that there is not, with a word of another one',
    'type: event_count, rules: [base_of_something_else], timespan: 5m, condition: { gte: 2 }',
    ['r.yml:7:43: there is no rule "base_of_something_else". Perhaps base; `trailhound rules` lists all rules'],
  ],
  [
    'a rule that counts itself',
    'type: event_count, rules: c, timespan: 5m, condition: { gte: 2 }',
    ['r.yml:7:42: "c" counts itself, by way of c'],
  ],
  [
    'aliases of nobody, used by nobody',
    'type: event_count, rules: base, timespan: 5m, condition: { gte: 2 }, aliases: { who: { bass: derived.actor } }',
    [
      'r.yml:7:103: the alias names "bass", which is not under rules. Aliases take the names that stand under rules',
      'r.yml:7:96: the alias "who" is not used. Name it under group-by, or as the field',
    ],
  ],
  [
    'generate of another rule',
    'type: event_count, rules: base, timespan: 5m, condition: { gte: 2 }, generate: [other]',
    ['r.yml:7:96: generate names "other", which is not under rules'],
  ],
])('%s', (_name, correlation, expected) => {
  expect(errorsOf(`correlation: { ${correlation} }\n`)).toEqual(expected);
});

test.each<[string, string, string[]]>([
  [
    'a detection beside it',
    'detection: { s: { a: 1 }, condition: s }\n',
    ['r.yml:8:1: a correlation has no detection. Write the detection as a rule of its own, and name it under rules'],
  ],
  [
    'misspelt keys of a test',
    'tests: [{ nmae: x, name: y, fires: true, events: [{ evnt: {} }] }]\n',
    [
      'r.yml:8:53: unknown key "evnt" in tests.0.events.0. Did you mean "event"?',
      'r.yml:8:11: unknown key "nmae" in tests.0. Did you mean "name"?',
    ],
  ],
])('%s', (_name, more, expected) => {
  const correlation = 'correlation: { type: event_count, rules: base, timespan: 5m, condition: { gte: 2 } }\n';
  expect(errorsOf(correlation + more)).toEqual(expected);
});

test('a rule that is counted is not told, unless a rule that counts it says so; filters and ids find it', () => {
  const counted = (generate: string) => {
    const text = `${BASE}correlation: { type: event_count, rules: [base], timespan: 5m, condition: { gte: 2 }${generate} }\n`;
    const { rules, memory, errors } = loadRules([{ file: 'r.yml', text }], new Map());
    expect(errors).toEqual([]);
    return [rules[0]?.compiled.untold, memory[0]?.compiled.memory.rules];
  };
  expect(counted('')).toEqual([true, ['base']]);
  expect(counted(', generate: true')).toEqual([undefined, ['base']]);
  expect(counted(', generate: [base]')).toEqual([undefined, ['base']]);
});

test.each(['broken', 'b7cbd0e5-7a0c-4f6a-8f0b-000000000001'])(
  'a rule that counts one that does not load, %s',
  (name) => {
    const broken = `title: X
id: b7cbd0e5-7a0c-4f6a-8f0b-000000000001
name: broken
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName|expand: "%absent%" }, condition: s }
`;
    const counting = `title: C
correlation: { type: event_count, rules: [${name}], timespan: 5m, condition: { gte: 2 } }
`;
    const files = [
      { file: 'a.yml', text: broken },
      { file: 'b.yml', text: counting },
    ];
    expect(loadRules(files, new Map()).errors.map(formatRuleError)).toEqual([
      'a.yml:5:37: the list "absent" has no value. Add "absent" under lists in trailhound.yml',
      'b.yml:2:43: a rule that it counts does not load. Mend that one first',
    ]);
  },
);
