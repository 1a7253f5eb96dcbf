import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BREAKS, broken } from './breaks.ts';
import type { Check } from './checks-access.ts';
import * as access from './checks-access.ts';
import * as flow from './checks-flow.ts';
import * as settings from './checks-settings.ts';
import { packaged, type Template } from './packaged.ts';
import { KEY, OPTIONAL, SETS } from './parameter-sets.ts';
import { at, list, propertiesOf, roleStatements, spelt, target } from './reading.ts';

let folder = '';
const templates = new Map<string, Template>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailhound-template-'));
  const pack = async (index: number, name: string, params: readonly string[]): Promise<void> => {
    templates.set(name, await packaged(join(folder, String(index)), params, folder));
  };
  // The first one leaves a schema that the others need not make again.
  for (const [name, { params }] of [...SETS].slice(0, 1)) await pack(0, name, params);
  await Promise.all([...SETS].slice(1).map(([name, { params }], i) => pack(i + 1, name, params)));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const under = (name: string): Template => {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`not packaged: ${name}`);
  return template;
};

const CHECKS: ReadonlyArray<readonly [string, Check]> = Object.entries({ ...access, ...flow, ...settings });

describe.each([...SETS.keys()])('with %s', (name) => {
  it.each(CHECKS)('%s', (_, check) => {
    expect(check(under(name))).toEqual([]);
  });
});

it.each([...SETS].map(([name, { makes }]) => ({ name, makes })))(
  '$name makes its optional parts',
  ({ name, makes }) => {
    expect([...under(name).resources.keys()].filter((id) => OPTIONAL.has(id)).sort()).toEqual(makes);
  },
);

describe('the fast path', () => {
  it.each([
    ['nothing', 'ENABLED'],
    ['an existing bucket with its key', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'],
  ])('with %s is %s', (name, state) => {
    expect(propertiesOf(under(name), 'CloudTrailRule')).toMatchObject({
      State: state,
      EventPattern: { source: [{ prefix: 'aws.' }], 'detail-type': [{ suffix: ' via CloudTrail' }] },
    });
  });
});

describe('the log files', () => {
  it('are read under the trail of the bucket only, and decrypted only where CloudTrail encrypted them', () => {
    const granted = roleStatements(under('an existing bucket with its key'), 'S3Role');
    const reading = granted.find(({ actions }) => actions.includes('s3:GetObject'));
    expect(reading?.resources.map(spelt)).toEqual([
      'arn:${AWS::Partition}:s3:::example-trail/logs/AWSLogs/*/CloudTrail/*',
      'arn:${AWS::Partition}:s3:::example-trail/logs/AWSLogs/*/CloudTrail-Insight/*',
    ]);
    const decrypting = granted.find(({ actions }) => actions.includes('kms:Decrypt'));
    expect(decrypting).toMatchObject({
      resources: [KEY],
      condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
    expect(at(decrypting?.condition, 'StringEquals')).toHaveProperty(['kms:ViaService']);
  });

  it('lie in a bucket that outlives the stack and lets only our trail in', () => {
    const template = under('nothing');
    expect(template.resources.get('TrailBucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { VersioningConfiguration: { Status: 'Enabled' } },
    });
    const allowed = list(at(propertiesOf(template, 'TrailBucketPolicy'), 'PolicyDocument', 'Statement')).filter(
      (statement) => at(statement, 'Effect') === 'Allow',
    );
    expect(allowed.map((statement) => at(statement, 'Principal'))).toEqual([
      { Service: 'cloudtrail.amazonaws.com' },
      { Service: 'cloudtrail.amazonaws.com' },
    ]);
    for (const statement of allowed) {
      expect(spelt(at(statement, 'Condition', 'StringEquals', 'aws:SourceArn'))).toMatch(/:trail\/trailhound-prod$/);
    }
    expect(propertiesOf(template, 'Trail')).toMatchObject({
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    });
  });
});

/** File names stand in a zip as they are. */
const zipped = async (name: string) =>
  (await readFile(join(folder, '0/.serverless', `${name}.zip`))).toString('latin1');

it('packs the bundle and its rules, and nothing else', async () => {
  expect(await zipped('s3')).toContain('dist/s3.cjs');
  expect(await zipped('s3')).toContain('dist/rules.json');
  expect(await zipped('s3')).toContain('dist/re2.cjs');
  expect(await zipped('clock')).not.toContain('re2.cjs');
  expect(await zipped('slack')).not.toContain('rules.json');
  expect(await zipped('eventbridge')).not.toContain('dist/s3.cjs');
});

describe('a template that is broken on purpose is found out by', () => {
  const checks = new Map(CHECKS);

  it.each(CHECKS)('%s', (name) => {
    // Every check has a break of its own.
    expect(BREAKS.map(([broken]) => broken)).toContain(name);
  });

  it.each(BREAKS.map(([name, what, id, path, value]) => ({ name, what, id, path, value })))(
    '$name: $what',
    ({ name, id, path, value }) => {
      const whole = under('a Slack bot and a log group');
      const check = checks.get(name);
      expect(check?.(whole)).toEqual([]);
      expect(check?.(broken(whole, id, path, value))).not.toEqual([]);
    },
  );
});

describe('critical alerts come to Slack by a queue of their own', () => {
  it.each([
    ['a Slack webhook, keys of our own', ['high']],
    ['a Slack bot and a log group', ['medium', 'high']],
  ])('with %s', (name, ordinary) => {
    const template = under(name);
    const levels = (id: string) => at(propertiesOf(template, id), 'FilterPolicy', 'level');
    expect([levels('SlackUrgentSubscription'), levels('SlackSubscription')]).toEqual([['critical'], ordinary]);
    const hiding = roleStatements(template, 'SlackRole').find(({ actions }) =>
      actions.includes('sqs:ChangeMessageVisibility'),
    );
    expect(hiding?.resources.map(target)).toEqual(['SlackUrgentQueue', 'SlackQueue']);
  });
});
