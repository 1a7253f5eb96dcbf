import { readFile } from 'node:fs/promises';
import { readBaseEvents } from '../../src/rule/base-events.ts';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { loadRuleFiles } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runMemoryTests } from '../../src/rule/run-memory-tests.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';

const { lists, errors: listErrors } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
const loaded = await loadRuleFiles(['rules'], lists);
const { rules, memory, errors } = loaded;
const bases = await readBaseEvents('events/records');

test('every rule file loads', () => {
  expect([...listErrors, ...errors].map(formatRuleError)).toEqual([]);
});

describe.each(rules.map((rule) => ({ name: rule.compiled.name, rule })))('$name', ({ rule }) => {
  test('has a test that fires and a near miss', () => {
    expect(new Set(rule.tests.map(({ fires }) => fires))).toEqual(new Set([true, false]));
  });

  test.each(runRuleTests([rule], bases))('$test', ({ problems }) => {
    expect(problems).toEqual([]);
  });
});

describe('rules with memory', () => {
  test.each(memory.map((rule) => [rule.compiled.name, rule] as const))('%s has both kinds of tests', (_name, rule) => {
    expect(new Set(rule.tests.map(({ fires }) => fires))).toEqual(new Set([true, false]));
  });

  test('pass their tests', async () => {
    const outcomes = await runMemoryTests(loaded, bases);
    const failed = outcomes.filter(({ problems }) => problems.length > 0);
    expect(failed.map(({ rule, test: name, problems }) => [rule.compiled.name, name, ...problems])).toEqual([]);
  });
});
