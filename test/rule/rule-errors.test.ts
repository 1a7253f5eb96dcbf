import { loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';

const HEAD = 'title: T\nlogsource: { product: aws, service: cloudtrail }\n';
const DETECTION = 'detection:\n  sel: { eventName: A }\n  condition: sel\n';

const errorsOf = (text: string): string[] =>
  loadRules([{ file: 'r.yml', text }], new Map([['known', ['x']]])).errors.map(formatRuleError);

/** What a person reads after a mistake: where, what, and how to mend it. */
test.each<[string, string, string[]]>([
  ['an empty file', '', ['r.yml: the file holds no rule']],
  ['not YAML', 'title: "T\n', ['r.yml:2:1: not valid YAML: Missing closing "quote']],
  ['a list', '- a\n', ['r.yml:1:1: expected a rule: a map with title, logsource and detection']],
  [
    'an alias of an anchor of another document',
    `${HEAD}tags: &tags [x]\n${DETECTION}---\n${HEAD}tags: *tags\n${DETECTION}`,
    [
      'r.yml:10:7: there is no "&tags" before "*tags" in this document. ' +
        'An anchor holds for its own document only, up to the next ---: write &tags before the first value',
    ],
  ],
  [
    'an alias that is misspelt',
    `${HEAD}tags: &labels [x]\nauthor: *label\n${DETECTION}`,
    ['r.yml:4:9: there is no "&label" before "*label" in this document. Did you mean "*labels"?'],
  ],
  [
    'an alias within what it stands for',
    `${HEAD}tags: &tags [x, *tags]\n${DETECTION}`,
    ['r.yml:3:17: "*tags" stands within what it stands for. Write the value out'],
  ],
  [
    'aliases of aliases of aliases, which would fill the memory',
    `a: &a [x]\n${['b', 'c', 'd', 'e'].map((key, i) => `${key}: &${key} [${`*${'abcd'[i] ?? ''},`.repeat(9)}]\n`).join('')}`,
    ['r.yml:1:1: not valid YAML: Excessive alias count indicates a resource exhaustion attack'],
  ],
  ['a key written twice', `${HEAD}title: U\n${DETECTION}`, ['r.yml:3:1: not valid YAML: Map keys must be unique']],
  [
    'a misspelt key',
    `${HEAD}${DETECTION}falsepositive: [x]\n`,
    ['r.yml:6:1: unknown key "falsepositive". Did you mean "falsepositives"?'],
  ],
  [
    'a misspelt key of alert',
    `${HEAD}${DETECTION}alert: { dedupe: [a] }\n`,
    ['r.yml:6:10: unknown key "dedupe" in alert. Did you mean "dedup"?'],
  ],
  [
    'a misspelt key of alert whose value is on another line',
    `${HEAD}${DETECTION}alert:\n  titel:\n    x\n`,
    ['r.yml:7:3: unknown key "titel" in alert. Did you mean "title"?'],
  ],
  [
    'a misspelt key of alert without a value',
    `${HEAD}${DETECTION}alert: { show: [a], nxt }\n`,
    ['r.yml:6:21: unknown key "nxt" in alert. Did you mean "next"?'],
  ],
  [
    'a misspelt key behind an alias: it is told where it is written',
    `${HEAD}${DETECTION}mine: &mine { titel: x }\nalert: *mine\n`,
    ['r.yml:6:15: unknown key "titel" in alert. Did you mean "title"?'],
  ],
  [
    'a wrong value behind an alias, which is not a missing one',
    `${HEAD}${DETECTION}mine: &mine { title: [x] }\nalert: *mine\n`,
    ['r.yml:6:22: alert.title: expected a text, found a list'],
  ],
  [
    'a number where texts are expected',
    `${HEAD}${DETECTION}falsepositives: 3\n`,
    ['r.yml:6:17: falsepositives: expected a text or a list of texts'],
  ],
  ['a text in the place of a list', `${HEAD}${DETECTION}tags: x\n`, ['r.yml:6:7: tags: expected a list, found a text']],
  [
    'a mapping in the place of a text',
    `${HEAD}${DETECTION}author: { a: 1 }\n`,
    ['r.yml:6:9: author: expected a text, found a mapping'],
  ],
  [
    'nothing in the place of a text',
    `${HEAD}${DETECTION}author:\n`,
    ['r.yml:6:8: author: expected a text, found nothing'],
  ],
  ['a version that is none', `${HEAD}${DETECTION}sigma-version: 4\n`, ['r.yml:6:16: sigma-version: expected 2 or 3']],
  [
    'a mapping expected, a list found, and __proto__ among the keys',
    `${HEAD}${DETECTION}alert: [{ __proto__: x }]\n`,
    ['r.yml:6:8: alert: expected a mapping, found a list'],
  ],
  [
    'a key of alert that is a number',
    `${HEAD}${DETECTION}alert: { 7: x }\n`,
    ['r.yml:6:10: unknown key "7" in alert. Expected one of: title, dedup, quiet, show, next, steps, runbook'],
  ],
  [
    'a misspelt key of a suppression',
    `${HEAD}${DETECTION}suppress:\n  - when: { a: 1 }\n    because: x\n    until: 2027-01-31\n    untill: 2027-01-31\n`,
    ['r.yml:10:5: unknown key "untill" in suppress.0. Did you mean "until"?'],
  ],
  [
    'a misspelt key of a test',
    `${HEAD}${DETECTION}tests:\n  - { name: n, fires: true, evnt: {} }\n`,
    ['r.yml:7:29: unknown key "evnt" in tests.0. Did you mean "event"?'],
  ],
  ['no title', `logsource: { product: aws, service: cloudtrail }\n${DETECTION}`, ['r.yml:1:1: "title" is missing']],
  [
    'another product',
    `title: T\nlogsource: { product: windows }\n${DETECTION}`,
    ['r.yml:2:23: logsource.product: expected "aws"', 'r.yml:2:12: "service" is missing in logsource'],
  ],
  [
    'a level that Sigma does not have',
    `${HEAD}level: urgent\n${DETECTION}`,
    ['r.yml:3:8: level: expected one of "informational", "low", "medium", "high", "critical"'],
  ],
  [
    'a duration',
    `${HEAD}${DETECTION}alert: { quiet: 1 hour }\n`,
    ['r.yml:6:17: alert.quiet: expected a duration like 90s, 15m, 1h or 7d'],
  ],
  [
    'a step that names no query',
    `${HEAD}${DETECTION}alert: { steps: [{ do: Look., query: by_adress }] }\n`,
    ['r.yml:6:18: alert.steps.0: there is no query "by_adress". Did you mean "by_address"?'],
  ],
  [
    'a step that does not say what to look for',
    `${HEAD}${DETECTION}alert: { steps: [{ do: Look., query: mentions }] }\n`,
    ['r.yml:6:18: alert.steps.0: the query "mentions" needs "of", the field whose value it looks for'],
  ],
  [
    'a runbook that is no https',
    `${HEAD}${DETECTION}alert: { runbook: "javascript:alert(1)" }\n`,
    ['r.yml:6:19: alert.runbook: expected an https address'],
  ],
  ['no detection', HEAD, ['r.yml:1:1: "detection" is missing. A rule has one of detection, eventbridge, cloudwatch']],
  [
    'no condition',
    `${HEAD}detection:\n  sel: { a: 1 }\n`,
    ['r.yml:4:3: expected a condition, like: selection and not filter'],
  ],
  [
    'an unknown selection',
    `${HEAD}detection:\n  sel: { a: 1 }\n  condition: sel and not filter\n`,
    ['r.yml:5:14: the condition names "filter", which detection does not define. It defines: sel'],
  ],
  [
    'a selector that chooses nothing',
    `${HEAD}detection:\n  sel: { a: 1 }\n  condition: 1 of filter*\n`,
    ['r.yml:5:14: "1 of filter*" chooses no selection. Detection defines: sel'],
  ],
  [
    'two of',
    `${HEAD}detection:\n  sel: { a: 1 }\n  condition: 2 of sel*\n`,
    ['r.yml:5:14: "2 of" is not a quantity that Sigma knows. Write "1 of" or "all of"'],
  ],
  [
    'a missing operator',
    `${HEAD}detection:\n  sel: { a: 1 }\n  condition: sel sel\n`,
    ['r.yml:5:14: expected "and" or "or" before "sel"'],
  ],
  ['an open parenthesis', `${HEAD}detection:\n  sel: { a: 1 }\n  condition: (sel\n`, ['r.yml:5:14: "(" without ")"']],
  [
    'a pipe',
    `${HEAD}detection:\n  sel: { a: 1 }\n  condition: sel | count() > 5\n`,
    ['r.yml:5:14: a pipe in a condition was removed from Sigma. Write a correlation rule instead'],
  ],
  [
    'a timeframe',
    `${HEAD}detection:\n  sel: { a: 1 }\n  timeframe: 5m\n  condition: sel\n`,
    ['r.yml:5:3: "timeframe" was removed from Sigma. Write a correlation rule instead'],
  ],
  [
    'an unknown modifier',
    `${HEAD}detection:\n  sel: { "a|containss": x }\n  condition: sel\n`,
    ['r.yml:4:10: unknown modifier "containss". Did you mean "contains"?'],
  ],
  [
    'base64 of a wildcard',
    `${HEAD}detection:\n  sel: { "a|base64": "x*" }\n  condition: sel\n`,
    ['r.yml:4:22: "base64" needs a value without wildcards; write \\* for a star'],
  ],
  [
    'base64 behind contains',
    `${HEAD}detection:\n  sel: { "a|contains|base64": x }\n  condition: sel\n`,
    ['r.yml:4:10: "base64" changes the value, so it stands before "contains"'],
  ],
  [
    'an array quantifier without its version',
    `${HEAD}detection:\n  sel: { "a[all]": x }\n  condition: sel\n`,
    ['r.yml:4:10: array quantifiers belong to Sigma 3. Write sigma-version: 3 at the top of the rule'],
  ],
  [
    'two ways to say what',
    `${HEAD}${DETECTION}cloudwatch: "{ $.a = 1 }"\n`,
    ['r.yml:1:1: detection and cloudwatch exclude each other. A rule has one of detection, eventbridge, cloudwatch'],
  ],
  [
    'a filter pattern that ends early',
    `${HEAD}cloudwatch: '{ $.eventName = }'\n`,
    [expect.stringMatching(/^r\.yml:3:\d+: /)],
  ],
  [
    'an event pattern with an unknown operator',
    `${HEAD}eventbridge:\n  detail:\n    eventName: [{ prefixx: A }]\n`,
    [expect.stringMatching(/^r\.yml:5:\d+: /)],
  ],
  [
    'a suppression without an end',
    `${HEAD}${DETECTION}suppress:\n  - { when: { a: 1 }, because: x }\n`,
    ['r.yml:7:5: "until" is missing in suppress.0'],
  ],
  [
    'a suppression for ever',
    `${HEAD}${DETECTION}suppress:\n  - { when: { a: 1 }, because: x, until: never }\n`,
    ['r.yml:7:42: suppress.0.until: expected a day like 2027-01-31'],
  ],
  [
    'a filter that names nobody',
    `title: F\nlogsource: { product: aws, service: cloudtrail }\nfilter: { rules: [nobody], sel: { a: 1 }, condition: not sel }\n`,
    ['r.yml:3:18: the filter names "nobody", and no rule has that id or name. `trailhound rules` lists all rules'],
  ],
  [
    'a network',
    `${HEAD}detection:\n  sel: { "a|cidr": 192.0.2.0 }\n  condition: sel\n`,
    ['r.yml:4:20: "192.0.2.0" is not a network. Write it like 192.0.2.0/24 or 2001:db8::/32'],
  ],
  [
    'a lookahead',
    `${HEAD}detection:\n  sel: { "a|re": "(?=x)" }\n  condition: sel\n`,
    [
      expect.stringMatching(
        /^r\.yml:4:18: the regular expression is not valid: .+ Only linear-time expressions are allowed/,
      ),
    ],
  ],
  [
    'a number that is none',
    `${HEAD}detection:\n  sel: { "a|gte": ten }\n  condition: sel\n`,
    ['r.yml:4:19: "gte" takes a number, found "ten"'],
  ],
  [
    'exists with a text',
    `${HEAD}detection:\n  sel: { "a|exists": maybe }\n  condition: sel\n`,
    ['r.yml:4:22: "exists" takes true or false'],
  ],
  [
    'an empty selection',
    `${HEAD}detection:\n  sel: {}\n  condition: sel\n`,
    ['r.yml:4:8: a selection without fields would match everything'],
  ],
  [
    'an empty list of values',
    `${HEAD}detection:\n  sel: { a: [] }\n  condition: sel\n`,
    ['r.yml:4:10: an empty list of values can never match'],
  ],
  [
    'all without a list',
    `${HEAD}detection:\n  sel: { "a|contains|all": x }\n  condition: sel\n`,
    ['r.yml:4:10: "all" needs a list of values'],
  ],
  [
    'a list of the deployment that is missing',
    `${HEAD}detection:\n  sel: { "a|expand": "%regions%" }\n  condition: sel\n`,
    ['r.yml:4:22: the list "regions" has no value. Add "regions" under lists in trailhound.yml'],
  ],
  [
    'the second list of a value is missing',
    `${HEAD}detection:\n  sel: { "a|expand": "%known%-%nope%" }\n  condition: sel\n`,
    ['r.yml:4:22: the list "nope" has no value. Add "nope" under lists in trailhound.yml'],
  ],
  [
    'a timeframe at the top',
    `${HEAD}timeframe: 5m\n${DETECTION}`,
    ['r.yml:3:1: "timeframe" is not supported by this version'],
  ],
  [
    'a correlation with hardly anything in it',
    `${HEAD}${DETECTION}---\ntitle: C\ncorrelation: { type: event_count }\n`,
    ['r.yml:8:14: "rules" is missing in correlation', 'r.yml:8:14: "timespan" is missing in correlation'],
  ],
  [
    'more globs than a rule may ask',
    `${HEAD}detection:\n  sel: { a: [${Array.from({ length: 101 }, (_, at) => `"*${at}*x*"`).join()}] }\n  condition: sel\n`,
    ['r.yml:4:3: 101 values with wildcards inside them in one rule are more than 100. Make several rules of it'],
  ],
  [
    'as many regular expressions as a rule may ask, and plain values without end',
    `${HEAD}detection:\n  sel: { 'a|re': [${Array.from({ length: 40 }, (_, at) => `x${at}$`).join()}] }\n  list: { 'b|contains': [${Array.from({ length: 3000 }, (_, at) => `x${at}`).join()}] }\n  condition: sel or list\n`,
    [],
  ],
  [
    'the same name twice',
    `${HEAD}name: n\n${DETECTION}---\n${HEAD}name: n\n${DETECTION}`,
    ['r.yml:8:1: the id or name of "T" is taken. It is used in r.yml'],
  ],
  [
    'several mistakes at once',
    `${HEAD}levle: high\n${DETECTION}alert: { quiet: x }\n`,
    [
      'r.yml:3:1: unknown key "levle". Did you mean "level"?',
      'r.yml:7:17: alert.quiet: expected a duration like 90s, 15m, 1h or 7d',
    ],
  ],
])('%s', (_name, text, expected) => {
  expect(errorsOf(text)).toEqual(expected);
});

test('a wrong file does not stop its neighbours', () => {
  const { rules, errors } = loadRules(
    [
      { file: 'bad.yml', text: 'x' },
      { file: 'good.yml', text: HEAD + DETECTION },
    ],
    new Map(),
  );
  expect(rules.map(({ file }) => file)).toEqual(['good.yml']);
  expect(new Set(errors.map(({ file }) => file))).toEqual(new Set(['bad.yml']));
});
