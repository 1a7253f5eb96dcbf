import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { loadRules, readConfiguration } from '../../src/index.ts';
import { recordFrom } from '../../src/record/record.ts';
import { readBaseEvents } from '../../src/rule/base-events.ts';
import { loadRules as loadTexts } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runMemoryTests } from '../../src/rule/run-memory-tests.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';

const readme = await readFile('README.md', 'utf8');
const blocks = (language: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
const documents = ['README.md', ...(await readdir('docs')).map((name) => join('docs', name))].filter((name) =>
  name.endsWith('.md'),
);

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

test('the example of the library does what it says', async () => {
  const { lists } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
  const rules = await loadRules(['rules'], lists);
  const record = recordFrom({
    eventVersion: '1.11',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
  });
  expect(readme).toContain("import { loadRules, readConfiguration, recordFrom } from 'trailhound';");
  expect(record.ok && rules.match(record.value).map(({ rule }) => rule.name)).toContain('logging_stopped');
});

const commands = blocks('sh', readme)
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.startsWith('npx trailhound'))
  .map((line) => line.replace(/#.*/, '').trim());

test('there are commands to try', () => {
  expect(commands.length).toBeGreaterThanOrEqual(6);
});

test.each(commands)('%s', async (command) => {
  const args = command.split(/\s+/).slice(2);
  // scan ends with 1 when it finds something, and it does.
  const found = args[0] === 'scan' ? 1 : 0;
  const code = await promisify(execFile)(process.execPath, ['dist/cli.mjs', ...args]).then(
    () => 0,
    (error: { readonly code: number }) => error.code,
  );
  expect(code).toBe(found);
});

test.each(documents)('the links of %s lead somewhere', async (name) => {
  const targets = [...(await readFile(name, 'utf8')).matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
  const missing = targets.filter(
    (target) => !target.startsWith('https://') && !existsSync(join(dirname(name), target)),
  );
  expect(missing).toEqual([]);
});

test('npm scripts that the documents name are there', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  const texts = await Promise.all(documents.map((name) => readFile(name, 'utf8')));
  const named = texts.flatMap((text) => [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, script = '']) => script));
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
