import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { alertOf } from '../../src/alert/build.ts';
import { plainText } from '../../src/alert/plain-text.ts';
import { loadRules, readConfiguration } from '../../src/index.ts';
import { recordFrom } from '../../src/record/record.ts';
import { readBaseEvents } from '../../src/rule/base-events.ts';
import { loadRuleFiles, loadRules as loadTexts } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runMemoryTests } from '../../src/rule/run-memory-tests.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';
import { select, unknownNames } from '../../src/rule/selection.ts';
import { testEvent } from '../../src/rule/test-event.ts';

const readme = await readFile('README.md', 'utf8');
const blocks = (language: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
const configured = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
const pack = await loadRuleFiles(['rules'], configured.lists);
const between = (name: string): string =>
  new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(readme)?.[1]?.trim() ?? '';

test('the rule in the README loads, and its tests pass', () => {
  const [rule = ''] = blocks('yaml', readme);
  const { rules, errors } = loadTexts([{ file: 'README.md', text: rule }], new Map());
  expect(errors.map(formatRuleError)).toEqual([]);
  expect(runRuleTests(rules).map(({ problems }) => problems)).toEqual([[], []]);
});

test('the rule with memory behind it loads, and its tests pass', async () => {
  const text = blocks('yaml', readme).join('---\n');
  const loaded = loadTexts([{ file: 'README.md', text }], new Map());
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  const outcomes = await runMemoryTests(loaded, await readBaseEvents('events/records'));
  expect(outcomes.map(({ problems }) => problems)).toEqual([[], []]);
});

test('the alert in the README is what that rule tells', async () => {
  const { rules } = loadTexts([{ file: 'README.md', text: blocks('yaml', readme)[0] ?? '' }], new Map());
  const event = testEvent(
    { base: 'ordinary-get-secret', patch: { 'requestParameters.secretId': 'prod/database' } },
    await readBaseEvents('events/records'),
  );
  const [rule] = rules;
  const record = event.ok ? recordFrom(event.event) : undefined;
  if (rule === undefined || !record?.ok) throw new Error('no rule or no record');
  expect(between('alert')).toBe(`\`\`\`text\n${plainText(alertOf(rule.compiled, record.value)).trim()}\n\`\`\``);
});

test('so many rules there are, and so many of them are on', () => {
  const [, more = 0, about = 0] = (/More than (\d+) rules come\s+with it; about (\d+) of them/.exec(readme) ?? []).map(
    Number,
  );
  const all = pack.rules.length + pack.memory.length;
  const { rules, memory } = select(pack, { on: ['essentials'], staged: [], off: [] });
  const on = [...rules, ...memory].filter(({ compiled }) => compiled.untold !== true).length;
  expect(all).toBeGreaterThan(more);
  expect(all).toBeLessThan(more * 1.25);
  expect(Math.abs(on - about)).toBeLessThanOrEqual(about / 5);
});

test('the selection of rules in the README names packs and rules that there are', () => {
  const [text = ''] = blocks('yml', readme);
  const { selection, errors, lists } = readConfiguration('README.md', text);
  expect(errors.map(formatRuleError)).toEqual([]);
  expect(lists.size).toBe(0);
  expect(unknownNames(pack, selection)).toEqual([]);
});

test('the example of the library does what it says', async () => {
  // Of one folder, which takes no seconds; that all of them load is another suite's.
  const rules = await loadRules(['rules/cloudtrail'], configured.lists);
  const record = recordFrom({
    eventVersion: '1.11',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
  });
  expect(readme).toContain("import { loadRules, readConfiguration, recordFrom } from 'trailhound';");
  expect(record.ok && rules.match(record.value).map(({ rule }) => rule.name)).toContain('logging_stopped');
});

test('a figure in the README stands in the page that it links', async () => {
  const part = readme.slice(readme.indexOf('## Commands that prove it'), readme.indexOf('## How it is built'));
  const links = [...part.matchAll(/\[([^\]]*\d[^\]]*)\]\(([^)]+)\)/g)];
  expect(links.length).toBeGreaterThanOrEqual(2);
  for (const [, text = '', page = ''] of links) {
    const written = await readFile(page, 'utf8');
    const figures = text.match(/\d[\d.]*(?: %)?/g) ?? [];
    expect(figures.filter((figure) => !written.includes(figure))).toEqual([]);
  }
});

const commands = blocks('sh', readme)
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.startsWith('npx trailhound'))
  .map((line) => line.replace(/#.*/, '').trim());

test('there are commands to try', () => {
  expect(commands.length).toBeGreaterThanOrEqual(6);
});

// npm test has just run the tests of the rules; they take seconds.
test.each(commands.filter((command) => command !== 'npx trailhound test'))('%s', async (command) => {
  const args = command.split(/\s+/).slice(2);
  // scan ends with 1 when it finds something, and it does.
  const found = args[0] === 'scan' ? 1 : 0;
  const code = await promisify(execFile)(process.execPath, ['dist/cli.mjs', ...args]).then(
    () => 0,
    (error: { readonly code: number }) => error.code,
  );
  expect(code).toBe(found);
});
