import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuleSet } from '../../src/match/rule-set.ts';
import { MemoryRules } from '../../src/memory/memory-rules.ts';
import { compiledRules, loadRules } from '../../src/rule/load.ts';
import { matchFiles } from '../../src/scan/match-file.ts';
import { type ScanOptions, scan } from '../../src/scan/scan.ts';
import { noTotals, type ScanEvent, type ScanTotals } from '../../src/scan/scan-event.ts';
import { tells } from '../../src/scan/teller.ts';
import { readWithWorkers } from '../../src/scan/workers/read-with-workers.ts';
import { RECORDS, RULES, writeLogs } from './logs.ts';

const loaded = loadRules([{ file: 'rules.yml', text: RULES }], new Map());
const { rules, memory } = compiledRules(loaded);
const memoryRules = new MemoryRules(memory);

let folder: string;
let logs: string;
/** What this thread finds in the logs without workers. */
let alone: Told;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-workers-'));
  logs = await writeLogs(folder);
  alone = await told({});
});
afterAll(() => rm(folder, { recursive: true }));

interface Told {
  readonly events: readonly ScanEvent[];
  readonly totals: ScanTotals;
}

async function told(options: Partial<ScanOptions>, paths = [logs], most = Number.POSITIVE_INFINITY): Promise<Told> {
  const [events, totals]: [ScanEvent[], ScanTotals] = [[], noTotals()];
  for await (const event of scan(paths, new RuleSet({ rules }), { totals, memory, ...options })) {
    if (events.push(withoutRealm(event)) >= most) break;
  }
  return { events, totals };
}

/** Jest's own realm takes an error of Node's for something else, and names it with its kind. */
const withoutRealm = (event: ScanEvent): ScanEvent =>
  event.kind === 'refused' ? { ...event, detail: event.detail.replace(/^Error: /, '') } : event;

const withWorkers = (workers: number, entry: string): Partial<ScanOptions> => {
  const isCounted = (name: string): boolean => memoryRules.isCounted(name);
  const search = { rules: new RuleSet({ rules }), isCounted, tells: tells(false) };
  const here = (files: Parameters<typeof matchFiles>[0]) => matchFiles(files, search);
  const given = { workers, entry: pathToFileURL(entry), rules, memory, staged: false, here, worthBytes: 0 };
  return { read: (files) => readWithWorkers(files, given) };
};

const BUILT = resolve('dist/scan-worker.mjs');

/** A worker that does something to itself before it reads a file whose name holds `deadly`. */
async function deadly(does: string): Promise<string> {
  const path = join(folder, `deadly-${does.length}.mjs`);
  await writeFile(
    path,
    `import { createRequire, syncBuiltinESMExports } from 'node:module';
     const fs = createRequire(import.meta.url)('node:fs');
     const open = fs.openSync;
     fs.openSync = (file, ...rest) => {
       if (String(file).includes('0007')) { ${does} }
       return open(file, ...rest);
     };
     syncBuiltinESMExports();
     await import(${JSON.stringify(pathToFileURL(BUILT).href)});`,
  );
  return path;
}

test('the rules of this test load', () => {
  expect(loaded.errors).toEqual([]);
});

test('this thread finds matches, bursts, repeats and what cannot be read', () => {
  const { events, totals } = alone;
  expect(totals).toMatchObject({ files: 43, refused: 5 });
  expect(totals.silenced).toBeGreaterThan(5);
  const names = events.map((event) => (event.kind === 'alert' ? event.alert.rule.name : event.reason));
  expect(new Set(names)).toEqual(
    new Set(['stopped', 'many_calls', 'unreadable', 'not-json', 'not-cloudtrail', 'not-an-object']),
  );
});

test.each([1, 2, 4])('%i workers tell the same in the same order', async (workers) => {
  expect(await told(withWorkers(workers, BUILT))).toEqual(alone);
});

test('a folder that is none stands in its place among files', async () => {
  const paths = [join(logs, '0001.json.gz'), join(folder, 'absent'), logs];
  expect(await told(withWorkers(2, BUILT), paths)).toEqual(await told({}, paths));
});

test.each([
  ['exits', 'process.exit(0)'],
  ['throws where nobody catches', "process.nextTick(() => { throw new Error('it fell'); })"],
  ['is out of memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(all.length))'],
])('of a worker that %s the file is named, and all others are read', async (_how, does) => {
  const { events, totals } = await told(withWorkers(2, await deadly(does)));
  const file = join(logs, '0007.json.gz');
  const lost = events.filter((event) => event.kind === 'refused' && event.file === file);
  expect(lost).toEqual([expect.objectContaining({ place: 'file', reason: 'worker-died' }) as ScanEvent]);
  expect(totals.records).toBe(alone.totals.records - RECORDS);
  expect(totals.refused).toBe(alone.totals.refused + 1);
});

test('a worker that cannot start is told of every file, and nothing hangs', async () => {
  const { events } = await told(withWorkers(2, join(folder, 'no-such-worker.mjs')));
  expect(events).toHaveLength(43);
  expect(new Set(events.map((event) => event.kind === 'refused' && event.reason))).toEqual(new Set(['worker-died']));
});

test('who stops early stops the workers', async () => {
  expect((await told(withWorkers(2, BUILT), [logs], 3)).events).toHaveLength(3);
});

const command = (args: readonly string[], input: string): Promise<string> =>
  new Promise((done) => {
    const child = execFile(process.execPath, [resolve('dist/cli.mjs'), ...args], (_error, stdout, stderr) =>
      done(stdout + stderr),
    );
    child.stdin?.end(input);
  });

test('the command tells the same by any number of workers, also of standard input among files', async () => {
  const rule = join(folder, 'rules.yml');
  await writeFile(rule, RULES);
  const input = JSON.stringify({ eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'StopLogging' });
  const args = ['scan', '--rules', rule, '--json', join(logs, '0001.json.gz'), '-', logs];
  const [one, two] = await Promise.all(['1', '2'].map((workers) => command([...args, '--workers', workers], input)));
  expect(two).toBe(one);
  expect(one).toContain('45 files');
});

test.each(['0', 'many', '1.5', '1000'])('--workers %s is wrong usage', async (workers) => {
  expect(await command(['scan', logs, '--workers', workers], '')).toContain('--workers takes a whole number');
});
