import { readConfiguration } from '../../src/rule/configuration.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';

/** What a person reads after a mistake in trailhound.yml: the same words as after one in a rule. */
test.each<[string, string, string[]]>([
  ['nothing wrong', 'lists: { own_accounts: ["123456789012"] }\n', []],
  ['a list in the place of the whole', '- a\n', ['t.yml:1:1: expected a mapping, found a list']],
  ['a text in the place of a list', 'lists: { a: x }\n', ['t.yml:1:13: lists.a: expected a list, found a text']],
  ['a list in a list', 'lists: { a: [[x]] }\n', ['t.yml:1:14: lists.a.0: expected a text or a number']],
  [
    'a text in the place of packs, which has an error of its own',
    'rules: { on: x }\n',
    ['t.yml:1:14: rules.on: expected a list of packs and rules, like [essentials, logging_stopped]'],
  ],
  [
    'a source that there is not',
    'deployment: { sources: [s4] }\n',
    [
      't.yml:1:25: deployment.sources.0: expected one of "s3", "eventbridge", "eventbridge-read-only", "cloudwatch-logs"',
    ],
  ],
  [
    'a number where it is true or false',
    'deployment: { insights: 3 }\n',
    ['t.yml:1:25: deployment.insights: expected true or false, found a number'],
  ],
])('%s', (_name, text, errors) => {
  expect(readConfiguration('t.yml', text).errors.map(formatRuleError)).toEqual(errors);
});
