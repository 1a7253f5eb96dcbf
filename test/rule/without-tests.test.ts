import { readFileSync } from 'node:fs';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { loadRuleFiles, loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { withoutTests } from '../../src/rule/without-tests.ts';

test.each<[string, string, string]>([
  ['no tests', 'title: A\ndetection: x\n', 'title: A\ndetection: x\n'],
  ['at the end', 'title: A\ntests:\n  - name: n\n    fires: true\n', 'title: A\n\n\n\n'],
  ['in the middle', 'tests:\n  - a\n\n  - b\nalert: x\n', '\n\n\n\nalert: x\n'],
  ['a list that is not indented', 'tests:\n- a\n-\n  b\nalert: x\n', '\n\n\n\nalert: x\n'],
  ['in one line', 'tests: [{ name: n }]\nalert: x\n', '\nalert: x\n'],
  ['a comment at the margin between them', 'tests:\n  - a\n# of b\n  - b\nalert: x\n', '\n\n\n\nalert: x\n'],
  ['the next document', 'tests:\n  - a\n---\ntitle: B\n', '\n\n---\ntitle: B\n'],
  ['lines as Windows ends them', 'tests:\r\n  - a\r\n\r\n- b\r\nalert: x\r\n', '\n\n\n\nalert: x\r\n'],
  [
    'a text that begins with the word',
    'description: >\n  tests: a\nalert: x\n',
    'description: >\n  tests: a\nalert: x\n',
  ],
  ['a key that begins with the word', 'testsuite: a\ntests2: b\n', 'testsuite: a\ntests2: b\n'],
  ['an ampersand that names nothing', 'tests:\n  - title: a&b & c\nshow: a\n', '\n\nshow: a\n'],
  ['an anchor for another test', 'tests:\n  - &a x\n  - *a\nshow: b\n', '\n\n\nshow: b\n'],
  ['hostile: an anchor that is meant by a later key', 'tests:\n  - &a x\nshow: *a\n', 'tests:\n  - &a x\nshow: *a\n'],
])('%s', (_name, text, kept) => {
  expect(withoutTests(text)).toBe(kept);
});

test('what is wrong behind tests is told in its place', () => {
  const text = `title: A
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: A }, condition: s }
tests:
  - name: n
    fires: true
    event: { eventName: A }
alert: { titel: x }
`;
  const errorsIn = (read: string): string[] =>
    loadRules([{ file: 'r.yml', text: read }], new Map()).errors.map(formatRuleError);
  expect(errorsIn(text)).toEqual(['r.yml:8:10: unknown key "titel" in alert. Did you mean "title"?']);
  expect(errorsIn(withoutTests(text))).toEqual(errorsIn(text));
});

test('the rules of the pack are the same', async () => {
  const { lists } = readConfiguration('trailhound.yml', readFileSync('trailhound.yml', 'utf8'));
  const [whole, without] = [
    await loadRuleFiles(['rules'], lists),
    await loadRuleFiles(['rules'], lists, 'without tests'),
  ];
  expect(without.errors).toEqual([]);
  const compiled = ({ rules, memory }: typeof whole) => [...rules, ...memory].map((rule) => rule.compiled);
  expect(compiled(without)).toEqual(compiled(whole));
  expect(whole.rules.every(({ tests }) => tests.length > 0)).toBe(true);
  expect([...without.rules, ...without.memory].every(({ tests }) => tests.length === 0)).toBe(true);
});
