import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The built command, as a user runs it. */
interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const trailhound = (args: readonly string[], input = ''): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      [resolve('dist/cli.mjs'), ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-'));
});
afterAll(() => rm(folder, { recursive: true }));
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const STOPPED = 'events/records/logging-stopped.json';
const ORDINARY = 'events/records/ordinary-get-object.json';
const RULE =
  'title: T\nname: my_rule\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  sel: { eventName: A }\n  condition: sel\n';

describe('scan', () => {
  test('prints a table, and ends with 1 when there are alerts', async () => {
    const { code, stdout, stderr } = await trailhound(['scan', STOPPED, ORDINARY]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^time +level +account +region +alert\n/);
    expect(stdout).toContain('critical');
    expect(stderr).toContain(
      '2 files, 0.0 MB, 2 records: 1 match, of them 1 alert and 0 kept quiet as repeats; 0 values not read',
    );
  });

  test('ends with 0 when there are none', async () => {
    expect(await trailhound(['scan', ORDINARY])).toMatchObject({ code: 0, stdout: 'no alerts\n' });
  });

  test('--json prints one alert a line', async () => {
    const { stdout } = await trailhound(['scan', 'events/records', '--json']);
    const alerts = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { rule: { name: string } });
    expect(alerts.length).toBeGreaterThan(15);
    expect(alerts.map(({ rule }) => rule.name)).toContain('logging_stopped');
  });

  test('reads gzip, JSON lines, exports and standard input; the same event is one alert', async () => {
    const record = JSON.stringify(JSON.parse(await (await import('node:fs/promises')).readFile(STOPPED, 'utf8')));
    const paths = [
      await file('log.json.gz', gzipSync(`{"Records":[${record}]}`)),
      await file('lines.jsonl', `${record}\n${record}\n`),
      await file('lookup.json', JSON.stringify({ Events: [{ CloudTrailEvent: record }] })),
    ];
    const { stderr, stdout } = await trailhound(['scan', ...paths, '-', '--json'], record);
    expect(stderr).toContain('5 records: 5 matches, of them 1 alert and 0');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('names what it cannot read and why, and ends with 2', async () => {
    const path = await file('bad.jsonl', `{"eventName":\nhello "world\n${JSON.stringify({ eventName: 'x' })}\n`);
    const { code, stderr } = await trailhound(['scan', path, join(folder, 'absent')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not read: .*bad\.jsonl: line 1: not-json: .+ \(and 1 more like it\)/);
    expect(stderr).toMatch(
      /not read: .*bad\.jsonl: line 3: not-cloudtrail: expected a CloudTrail record, found no eventSource/,
    );
    expect(stderr).toMatch(/not read: .*absent: file: unreadable: ENOENT/);
  });

  test('--format html is a page without scripts', async () => {
    const { stdout } = await trailhound(['scan', STOPPED, '--format', 'html']);
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).not.toMatch(/<script|https?:\/\//);
  });

  test('control characters and markup of a record reach neither the terminal nor the page', async () => {
    const record = {
      eventVersion: '1.11',
      eventID: 'x',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      userIdentity: { type: 'IAMUser', userName: '\u001b[2J<script>alert(1)</script>\u202e' },
    };
    const path = await file('hostile.json', JSON.stringify(record));
    const table = await trailhound(['scan', path]);
    const html = await trailhound(['scan', path, '--format', 'html']);
    for (const { stdout } of [table, html]) expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(html.stdout).toContain('&lt;script&gt;');
  });
});

describe('test, check and compile', () => {
  test('are clean over the rules of the project', async () => {
    expect(await trailhound(['test'])).toMatchObject({ code: 0, stderr: '' });
    expect(await trailhound(['check'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('tell a failing test, and nothing is compiled', async () => {
    const rule = await file(
      'failing.yml',
      `${RULE}tests:\n  - { name: should not, fires: false, event: { eventName: A } }\n`,
    );
    const out = join(folder, 'rules.json');
    const tested = await trailhound(['test', rule]);
    expect(tested).toMatchObject({ code: 1, stdout: '1 rules, 0 tests passed, 1 failed\n' });
    expect(tested.stderr).toContain('my_rule: should not\n    expected the rule not to fire, it did');
    expect(await trailhound(['compile', '--rules', rule, '--out', out])).toMatchObject({ code: 1 });
    expect(existsSync(out)).toBe(false);
  });

  test('tell a wrong rule with file, line and column, and nothing is compiled', async () => {
    const rule = await file('wrong.yml', RULE.replace('eventName: A', 'eventName|containz: A'));
    const out = join(folder, 'rules.json');
    for (const args of [
      ['test', rule],
      ['check', rule],
      ['compile', '--rules', rule, '--out', out],
    ]) {
      const { code, stderr } = await trailhound(args);
      expect(code).toBeGreaterThan(0);
      expect(stderr).toContain('wrong.yml:5:10: unknown modifier "containz". Did you mean "contains"?');
    }
    expect(existsSync(out)).toBe(false);
  });

  test('check asks for a firing test and a near miss', async () => {
    const { code, stderr } = await trailhound(['check', await file('bare.yml', RULE)]);
    expect(code).toBe(1);
    expect(stderr).toContain('my_rule has no test that fires. Add one under tests with fires: true');
    expect(stderr).toContain('my_rule has no near miss. Add one under tests with fires: false');
  });
});

test('rules lists them, most urgent first', async () => {
  const { stdout } = await trailhound(['rules']);
  expect(stdout.split('\n')[2]).toMatch(/^critical/);
  const json = JSON.parse((await trailhound(['rules', '--json'])).stdout) as { name: string }[];
  expect(json.map(({ name }) => name)).toContain('root_activity');
});

describe('explain', () => {
  test('shows each part with what it saw', async () => {
    const { code, stdout } = await trailhound(['explain', 'root_console_login_without_mfa', STOPPED]);
    expect(code).toBe(0);
    expect(stdout).toContain('does not fire');
    expect(stdout).toContain('✗ eventName equals "ConsoleLogin"  saw "StopLogging"');
    expect(stdout).toContain('saw nothing');
  });

  test('shows the title of what fires', async () => {
    const { stdout } = await trailhound(['explain', 'logging_stopped', STOPPED]);
    expect(stdout).toMatch(/^logging_stopped fires on [0-9a-f-]{36}\n/);
    expect(stdout.trim().split('\n').at(-1)).toContain('to stop logging');
  });
});

test.each([
  [['nonsense']],
  [['scan']],
  [['scan', STOPPED, '--format', 'pdf']],
  [['explain', 'no_such_rule', STOPPED]],
  [['scan', STOPPED, '--config', 'absent.yml']],
])('wrong usage ends with 2 and says how it is meant: %j', async (args) => {
  const { code, stderr } = await trailhound(args);
  expect(code).toBe(2);
  expect(stderr).not.toBe('');
});
