import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';

/**
 * Imports point inward. Each folder may import from itself, from the files directly under src (errors, json, ports, once)
 * and from the folders named here; the core is what knows nothing of AWS, the file system of a user, or Slack.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  record: [],
  decode: [],
  match: ['record'],
  sieve: ['decode', 'record', 'match', 'memory'],
  memory: ['match', 'record'],
  alert: ['match', 'memory', 'record'],
  rule: ['alert', 'in-process', 'match', 'memory', 'record'],
  deliver: ['alert', 'match', 'memory'],
  ingest: ['decode', 'record', 'match', 'memory', 'alert', 'deliver'],
  'in-process': [],
  scan: ['decode', 'record', 'match', 'memory', 'alert', 'in-process'],
  aws: ['match', 'memory', 'deliver', 'ingest', 'sieve'],
  cli: ['alert', 'match', 'memory', 'record', 'rule', 'scan', 'sieve'],
  local: ['match', 'memory', 'deliver', 'ingest', 'in-process', 'aws', 'sieve'],
  handlers: ['aws', 'deliver', 'ingest'],
  // The library's entry is a list of what the others offer.
  '': ['alert', 'match', 'memory', 'record', 'rule', 'scan'],
};

/** Packages by the folders that may import them; node: modules and types are everybody's. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  match: ['re2js'],
  rule: ['yaml', 'zod', 're2js'],
  deliver: ['@slack/types'],
  aws: ['@aws-sdk/*', '@aws-lambda-powertools/*', '@middy/core', 'aws-lambda'],
  local: ['@aws-sdk/*', 'fauxqs', 'dynalite'],
  cli: ['commander', 'cli-progress'],
  handlers: ['#environment'],
};

const FORBIDDEN_NAMES = /(?:^|\/)(?:utils?|helpers?|common|misc|manager)(?:\.ts)?(?:\/|$)/i;
const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

interface Arrow {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const files = (await Promise.all(['src', 'handlers'].map(typescriptUnder))).flat();
const arrows = (await Promise.all(files.map(arrowsOf))).flat();

test('no file or folder is named utils, helpers, common, misc or manager', () => {
  expect(files.filter((file) => FORBIDDEN_NAMES.test(file))).toEqual([]);
});

test('imports between folders point inward', () => {
  const wrong = arrows.filter(({ from, to }) => isFolder(to) && from !== to && !MAY_IMPORT[from]?.includes(to));
  expect(wrong).toEqual([]);
});

test('packages are imported where they belong', () => {
  const wrong = arrows.filter(({ from, to }) => !isFolder(to) && !to.startsWith('node:') && !mayUse(from, to));
  expect(wrong).toEqual([]);
});

test('an outward arrow and a stray package would be found', () => {
  expect(MAY_IMPORT['record']?.includes('aws')).toBe(false);
  expect(mayUse('record', '@aws-sdk/client-s3')).toBe(false);
  expect(FORBIDDEN_NAMES.test('src/record/utils.ts')).toBe(true);
  expect(arrows.length).toBeGreaterThan(files.length);
});

function mayUse(folder: string, name: string): boolean {
  return (PACKAGES[folder] ?? []).some((allowed) =>
    allowed.endsWith('/*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed || name.startsWith(`${allowed}/`),
  );
}

/** Folders are those of the table; the files directly under src have the empty name. */
const isFolder = (name: string): boolean => name in MAY_IMPORT;

async function typescriptUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith('.ts')).map((entry) => join(folder, entry));
}

async function arrowsOf(file: string): Promise<Arrow[]> {
  const text = await readFile(file, 'utf8');
  const from = folderOf(file);
  return [...text.matchAll(IMPORT)].flatMap(([, statically, dynamically]) => {
    const target = statically ?? dynamically ?? '';
    const to = target.startsWith('.') ? folderOf(normalize(join(dirname(file), target))) : target;
    // Everybody may use the shared files; only the entry, index.ts, is nobody's to import.
    return to === '' && !target.endsWith('/index.ts') ? [] : [{ file, from, to }];
  });
}

function folderOf(file: string): string {
  const [top = '', folder = ''] = file.split(sep);
  if (top === 'handlers') return 'handlers';
  return folder.endsWith('.ts') ? '' : folder;
}
