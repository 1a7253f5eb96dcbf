import { readFile } from 'node:fs/promises';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { loadRuleFiles } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';

const { lists, errors: listErrors } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
const { rules, errors } = await loadRuleFiles(['rules'], lists);

test('every rule file loads', () => {
  expect([...listErrors, ...errors].map(formatRuleError)).toEqual([]);
});

describe.each(rules.map((rule) => ({ name: rule.compiled.name, rule })))('$name', ({ rule }) => {
  test('has a test that fires and a near miss', () => {
    expect(new Set(rule.tests.map(({ fires }) => fires))).toEqual(new Set([true, false]));
  });

  test.each(runRuleTests([rule]))('$test', ({ problems }) => {
    expect(problems).toEqual([]);
  });
});
