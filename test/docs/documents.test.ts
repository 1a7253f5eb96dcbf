import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const names = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => join('docs', name)),
];
const documents = new Map(await Promise.all(names.map(async (name) => [name, await readFile(name, 'utf8')] as const)));
const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };

const sources = ['test', 'bench', 'src', 'handlers', 'deploy', 'scripts', 'events', 'docs'];
const files = (
  await Promise.all(
    sources.map(async (folder) => (await readdir(folder, { recursive: true })).map((name) => join(folder, name))),
  )
).flat();

/** Whether a file or folder has this name, in which `*` stands for any part of one. */
function isThere(pattern: string): boolean {
  const [begins = '', ends] = pattern.replace(/\/$/, '').split('*');
  if (ends === undefined) return sources.includes(begins) || files.includes(begins);
  return files.some((file) => file.startsWith(begins) && file.endsWith(ends));
}

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

function leadsSomewhere(from: string, link: string): boolean {
  if (link.startsWith('https://')) return true;
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(documents.get(file) ?? '').includes(anchor);
}

describe.each([...documents])('%s', (name, text) => {
  test('its links lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !leadsSomewhere(name, link))).toEqual([]);
  });

  test('its npm scripts are there', () => {
    const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, script = '']) => script);
    // In a list of commands `npm run` stands before the first one only.
    const further = [...text.matchAll(/`((?:fuzz|bench|test|check):[a-z-]+)`/g)].map(([, script = '']) => script);
    expect([...named, ...further].filter((script) => !(script in scripts))).toEqual([]);
  });

  test('its files are there', () => {
    const named = [...text.matchAll(/`((?:test|bench|src|handlers|deploy|scripts|events|docs)\/[^`\s<{]*)`/g)];
    expect(named.map(([, file = '']) => file).filter((file) => !isThere(file))).toEqual([]);
  });
});

test('what leads nowhere would be found', () => {
  expect(isThere('test/docs/none.test.ts')).toBe(false);
  expect(isThere('test/docs/none-*.test.ts')).toBe(false);
  expect(leadsSomewhere('README.md', 'docs/none.md')).toBe(false);
  expect(leadsSomewhere('README.md', 'docs/rules.md#none')).toBe(false);
  expect(leadsSomewhere('docs/rules.md', '#limits')).toBe(true);
});

test('operations.md has every metric', async () => {
  const code = files.filter((file) => /^(?:src|handlers)\/.*\.ts$/.test(file));
  const texts = await Promise.all(code.map((file) => readFile(file, 'utf8')));
  const counted = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:count|reason)\(\s*'([A-Z][A-Za-z]+)'/g)].map(([, metric = '']) => metric),
  );
  expect(counted.length).toBeGreaterThan(10);
  const operations = documents.get('docs/operations.md') ?? '';
  expect([...new Set(counted)].filter((metric) => !operations.includes(`\`${metric}\``))).toEqual([]);
});

test('each threat of SECURITY.md has a test or a command', () => {
  const security = documents.get('SECURITY.md') ?? '';
  const part = security.slice(security.indexOf('| threat'), security.indexOf('## Secrets'));
  const rows = part
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/`(?:test\/[^`]+\.test\.ts|npm run [^`]+)`[^|]*\|$/.test(row))).toEqual([]);
});
