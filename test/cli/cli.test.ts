import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
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
/** The rule that STOPPED is about; a command without this reads the whole pack, which takes seconds: docs/readme.test.ts runs each so. */
const ONE_RULE = ['--rules', 'rules/cloudtrail/logging-stopped.yml'];
/** Rules of all levels, some of which tell something of events/records. */
const SOME_RULES = [
  '--rules',
  ...['root', 'signin', 'cloudtrail', 'iam', 'guardduty', 'config', 'kms'].map((of) => `rules/${of}`),
];
const RULE =
  'title: T\nname: my_rule\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  sel: { eventName: A }\n  condition: sel\n';

describe('scan', () => {
  test('prints a table, and ends with 1 when there are alerts', async () => {
    const { code, stdout, stderr } = await trailhound(['scan', STOPPED, ORDINARY, ...ONE_RULE]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^time +level +account +region +alert\n/);
    expect(stdout).toContain('critical');
    expect(stderr).toContain(
      '2 files, 0.0 MB, 2 records: 1 match, of them 1 alert and 0 kept quiet as repeats; 0 values not read',
    );
  });

  test('--staged shows what staged rules would have told, and otherwise they tell nothing', async () => {
    const config = await file(
      'staged.yml',
      'rules: { on: [], staged: [logging_stopped], off: [trail_deleted] }\nlists: { used_regions: [us-east-1], own_accounts: [], trail_buckets: [], deployment_roles: [], administrator_permission_sets: [], corporate_networks: [], security_scanners: [], protected_trails: [], protected_keys: [], protected_resources: [] }\n',
    );
    const options = ['--config', config, STOPPED, '--rules', 'rules/cloudtrail'];
    expect(await trailhound(['scan', ...options, '--staged', '--json'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"name":"logging_stopped"') as string,
    });
  });

  test('ends with 0 when there are none', async () => {
    expect(await trailhound(['scan', ORDINARY, ...ONE_RULE])).toMatchObject({ code: 0, stdout: 'no alerts\n' });
  });

  test('--json prints one alert a line', async () => {
    const { stdout } = await trailhound(['scan', 'events/records', '--json', ...SOME_RULES]);
    const alerts = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { rule: { name: string } });
    expect(alerts.length).toBeGreaterThan(10);
    expect(alerts.map(({ rule }) => rule.name)).toContain('logging_stopped');
  });

  test('reads gzip, JSON lines, exports and standard input; the same event is one alert', async () => {
    const record = JSON.stringify(JSON.parse(await (await import('node:fs/promises')).readFile(STOPPED, 'utf8')));
    const paths = [
      await file('log.json.gz', gzipSync(`{"Records":[${record}]}`)),
      await file('lines.jsonl', `${record}\n${record}\n`),
      await file('lookup.json', JSON.stringify({ Events: [{ CloudTrailEvent: record }] })),
    ];
    const { stderr, stdout } = await trailhound(['scan', ...paths, '-', '--json', ...ONE_RULE], record);
    expect(stderr).toContain('5 records: 5 matches, of them 1 alert and 0');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('names what it cannot read and why, and ends with 2', async () => {
    const path = await file('bad.jsonl', `{"eventName":\nhello "world\n${JSON.stringify({ eventName: 'x' })}\n`);
    const { code, stderr } = await trailhound(['scan', path, join(folder, 'absent'), ...ONE_RULE]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/not read: .*bad\.jsonl: line 1: not-json: .+ \(and 1 more like it\)/);
    expect(stderr).toMatch(
      /not read: .*bad\.jsonl: line 3: not-cloudtrail: expected a CloudTrail record, found no eventSource/,
    );
    expect(stderr).toMatch(/not read: .*absent: file: unreadable: ENOENT/);
  });

  test('--format html is a page without scripts', async () => {
    const { stdout } = await trailhound(['scan', STOPPED, '--format', 'html', ...ONE_RULE]);
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
    const table = await trailhound(['scan', path, ...ONE_RULE]);
    const html = await trailhound(['scan', path, '--format', 'html', ...ONE_RULE]);
    for (const { stdout } of [table, html]) expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(html.stdout).toContain('&lt;script&gt;');
  });
});

describe('test, check and compile', () => {
  test('tell a failing test, and nothing is compiled', async () => {
    const rule = await file(
      'failing.yml',
      `${RULE}tests:\n  - { name: should not, fires: false, event: { eventName: A } }\n`,
    );
    const out = join(folder, 'rules.json');
    const tested = await trailhound(['test', rule]);
    expect(tested).toMatchObject({ code: 1, stdout: '1 rules, 0 tests passed, 1 failed\n' });
    expect(tested.stderr).toBe(
      `${rule}:8:13: my_rule: should not\n    expected the rule not to fire, it did\n` +
        `    what decided: npx trailhound explain ${rule} --test "should not"\n`,
    );
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

  test('test says at its end what was left out', async () => {
    const whole = 'it does not load (see above)';
    const good = await file('good.yml', `${RULE}tests: [{ name: n, fires: true, event: { eventName: A } }]\n`);
    const wrong = await file('wrong.yml', 'x');
    const other = RULE.replace('my_rule', 'other_rule');
    const half = await file('half.yml', `${other}---\n${other}levle: high\n`);
    const ran = '1 rules, 1 tests passed, 0 failed';
    expect(await trailhound(['test', good])).toMatchObject({ code: 0, stdout: `${ran}\n` });
    expect(await trailhound(['test', good, wrong])).toMatchObject({
      code: 1,
      stdout: `${ran}; 1 file left out because ${whole}\n`,
    });
    expect(await trailhound(['test', good, wrong, join(folder, 'absent.yml'), half])).toMatchObject({
      code: 1,
      stdout: `2 rules, 1 tests passed, 0 failed; 2 files left out because they do not load, 1 file left out in part (see above)\n`,
    });
  });

  test('the same mistake in many places is told once, and how many they are', async () => {
    const wrong = RULE.replace(
      'eventName: A',
      'eventName|expand: "%absent%", eventSource|expand: ["%absent%", "%absent%", "%absent%"]',
    );
    const { code, stderr } = await trailhound(['test', await file('many.yml', wrong)]);
    expect([code, stderr.replaceAll(folder, '…')]).toEqual([
      1,
      '…/many.yml:5:28: the list "absent" has no value. Add "absent" under lists in trailhound.yml\n  and the same in 3 more places\n',
    ]);
  });

  test('a configuration that cannot be read is no rule file that was left out', async () => {
    const good = await file('good.yml', `${RULE}tests: [{ name: n, fires: true, event: { eventName: A } }]\n`);
    expect(await trailhound(['test', good, '--config', join(folder, 'absent.yml')])).toMatchObject({
      code: 2,
      stdout: '1 rules, 1 tests passed, 0 failed\n',
    });
  });

  test('check asks for a firing test and a near miss', async () => {
    const { code, stderr } = await trailhound(['check', await file('bare.yml', RULE)]);
    expect(code).toBe(1);
    expect(stderr).toContain('my_rule has no test that fires. Add one under tests with fires: true');
    expect(stderr).toContain('my_rule has no near miss. Add one under tests with fires: false');
  });
});

test('rules lists them, most urgent first', async () => {
  const { stdout } = await trailhound(['rules', ...SOME_RULES]);
  expect(stdout.split('\n')[2]).toMatch(/^critical/);
  const json = JSON.parse((await trailhound(['rules', '--json', ...SOME_RULES])).stdout) as { name: string }[];
  expect(json.map(({ name }) => name)).toContain('root_activity');
});

describe('explain', () => {
  test('shows each part with what it saw', async () => {
    const { code, stdout } = await trailhound(['explain', 'root_console_login_without_mfa', STOPPED, ...SOME_RULES]);
    expect(code).toBe(0);
    expect(stdout).toContain('does not fire');
    expect(stdout).toContain('✗ eventName equals "ConsoleLogin"  saw "StopLogging"');
    expect(stdout).toContain('saw nothing');
  });

  test('shows the title of what fires', async () => {
    const { stdout } = await trailhound(['explain', 'logging_stopped', STOPPED, ...ONE_RULE]);
    expect(stdout).toMatch(/^logging_stopped fires on [0-9a-f-]{36}\n/);
    expect(stdout.trim().split('\n').at(-1)).toContain('to stop logging');
  });
});

describe('explain --test', () => {
  const tests = (...lines: string[]): string => `tests:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
  const explain = async (wanted: string): Promise<Ran> => {
    const first = tests(
      '{ name: alice reads, fires: true, event: { eventName: A } }',
      '{ name: alice writes, fires: true, event: { eventName: B } }',
      '{ name: "1", fires: true, event: { eventName: A } }',
      '{ name: "say \\"hi\\" to $HOME\\nand it\'s all", fires: false, event: { eventName: A } }',
      '{ name: same, fires: true, event: { eventName: A } }',
      '{ name: no base, fires: true, base: absent }',
    );
    const second = tests(
      '{ name: same, fires: true, event: { eventName: A } }',
      '{ name: with a list, fires: true, event: { eventName: C }, lists: { used_regions: [C] } }',
    );
    const other = RULE.replace('my_rule', 'other_rule').replace('eventName: A', "'eventName|expand': '%used_regions%'");
    return trailhound([
      'explain',
      await file('several.yml', `${RULE}${first}---\n${other}${second}`),
      '--test',
      wanted,
    ]);
  };

  test.each([
    ['a whole name', 'alice reads', 'my_rule fires on test "alice reads"', 'the test passes'],
    [
      'the start of a name',
      'alice w',
      'my_rule does not fire on test "alice writes"',
      'the test fails: expected the rule to fire, it did not',
    ],
    ['a name that is also a number', '1', 'my_rule fires on test "1"', 'the test passes'],
    ['a number', '2', 'my_rule does not fire on test "alice writes"', 'the test fails: expected the rule to fire'],
    ['the number of the second of two alike', '7', 'other_rule does not fire on test "same"', 'the test fails'],
    ['a test of the second rule, with its list', 'with', 'other_rule fires on test "with a list"', 'the test passes'],
    ['a name as it is printed', 'say "hi" to $HOME·and it\'s all', 'my_rule fires on test "say "hi"', 'the test fails'],
  ])('%s', async (_name, wanted, first, last) => {
    const { code, stdout } = await explain(wanted);
    expect(code).toBe(0);
    expect(stdout.startsWith(first)).toBe(true);
    expect(stdout).toContain('◀ decided');
    expect(stdout.trim().split('\n').at(-1)).toContain(last);
  });

  test.each([
    [
      'a misspelt name',
      'alise reads',
      'no test is named "alise reads". Did you mean "alice reads"? There are:\n    1  my_rule: alice reads\n',
    ],
    ['a name like no other', 'xyz', 'no test is named "xyz". There are:\n    1  my_rule: alice reads\n'],
    ['an empty name', '', 'no test is named "".'],
    [
      'the start of two names',
      'alice',
      '"alice" may be each of these tests. Give the whole name, or the number:\n    1  my_rule: alice reads\n    2  my_rule: alice writes\n',
    ],
    ['a name of two tests', 'same', '    5  my_rule: same\n    7  other_rule: same\n'],
    ['a test without an event', 'no base', 'several.yml: my_rule: no base: there is no base event "absent"'],
  ])('%s ends with 2', async (_name, wanted, expected) => {
    const { code, stdout, stderr } = await explain(wanted);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
  });

  test('takes the name of a rule, too', async () => {
    const rule = await file('one.yml', `${RULE}${tests('{ name: n, fires: true, event: { eventName: A } }')}`);
    const { code, stdout } = await trailhound(['explain', 'my_rule', '--rules', rule, '--test', 'n']);
    expect(code).toBe(0);
    expect(stdout).toContain('✓ eventName equals "A"  saw "A"  ◀ decided');
  });

  test('what a failing test prints can be pasted into a shell, whatever the test and its file are named', async () => {
    const rule = await file(
      "it's $(a) rule.yml",
      `${RULE}${tests('{ name: "it\'s `id` \\"$HOME\\" \\\\ !\\u202e", fires: false, event: { eventName: A } }')}`,
    );
    const { stderr } = await trailhound(['test', rule]);
    const [, command = ''] = /what decided: npx trailhound (explain .+)/.exec(stderr) ?? [];
    const pasted = await promisify(execFile)('sh', ['-c', `"${process.execPath}" dist/cli.mjs ${command}`]);
    expect(pasted.stdout).toContain('my_rule fires on test "it\'s `id` "$HOME" \\ !·"');
  });

  test('a rule without tests says so', async () => {
    const { code, stderr } = await trailhound(['explain', await file('none.yml', RULE), '--test', 'n']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'no test is named "n": there are no tests. Add one under tests\n',
    });
  });
});

test.each([
  [['nonsense']],
  [['scan']],
  [['scan', STOPPED, '--format', 'pdf']],
  [['explain', 'no_such_rule', STOPPED, ...ONE_RULE]],
  [['explain', 'logging_stopped', ...ONE_RULE]],
  [['explain', 'logging_stopped', STOPPED, '--test', '1', ...ONE_RULE]],
  [['scan', STOPPED, '--config', 'absent.yml', ...ONE_RULE]],
])('wrong usage ends with 2 and says how it is meant: %j', async (args) => {
  const { code, stderr } = await trailhound(args);
  expect(code).toBe(2);
  expect(stderr).not.toBe('');
});
