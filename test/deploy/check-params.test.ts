import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../../src/json.ts';

interface Context {
  readonly options: { readonly param?: readonly string[] };
  readonly resolveVariable: (variable: string) => Promise<unknown>;
  readonly resolveConfigurationProperty: (path: readonly string[]) => Promise<unknown>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const check = createRequire(import.meta.url)(resolve(ROOT, 'deploy/check-params.cjs')) as (
  given: Context,
) => Promise<string>;

/** The defaults as serverless.yml has them, with what was given on the command line over them. */
async function checked(param: readonly string[], stage = 'prod'): Promise<string> {
  // logLevel: yaml does not know CloudFormation's tags and would say so once for each.
  const service: unknown = parse(await readFile(resolve(ROOT, 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
  const params = isObject(service) && isObject(service['params']) ? service['params']['default'] : undefined;
  const defaults = isObject(params) ? params : {};
  const given = new Map(param.map((item) => [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]));
  const value = (name: string): unknown => given.get(name) ?? defaults[name];
  try {
    return await check({
      options: { param },
      resolveVariable: async (variable) => {
        if (variable === 'sls:stage') return stage;
        const name = variable.replace(/^param:/, '');
        if (name === 'trailBucketOwner') return given.get(name) ?? { Ref: 'AWS::AccountId' };
        return name === 'opsEmail' ? (given.get(name) ?? value('alertEmail')) : value(name);
      },
      resolveConfigurationProperty: async () => defaults,
    });
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

const TOPIC = 'trailTopicArn=arn:aws:sns:eu-west-1:123456789012:trail';

it.each([
  ['nothing', []],
  ['a bucket', ['trailBucket=example-trail', 'trailPrefix=logs/', TOPIC, 'trailBucketOwner=123456789012']],
  ['a webhook', ['slackWebhookParameter=/trailhound/slack', 'slackLevels=high,critical']],
  ['a bot', ['slackTokenParameter=/trailhound/token', 'slackChannel=C0123456789']],
])('%s is a good set of parameters', async (_, params) => {
  expect(await checked(params)).toBe('checked');
});

it.each([
  ['a misspelt name', ['trailbucket=example-trail'], 'there is no parameter "trailbucket"'],
  ['a name that is ours', ['tables=x'], 'there is no parameter "tables"'],
  ['a topic without its bucket', [TOPIC], 'trailTopicArn needs trailBucket'],
  ['a prefix without its bucket', ['trailPrefix=logs/'], 'trailPrefix needs trailBucket'],
  ['a prefix without its slash', ['trailBucket=example-trail', 'trailPrefix=logs'], 'trailPrefix ends with a slash'],
  ['a switch that is neither', ['fastPath=yes'], 'fastPath is true or false, but was given as "yes"'],
  ['an account that is none', ['trailBucketOwner=12345'], 'trailBucketOwner is an account of twelve digits'],
  ['an alias for a key', ['trailKmsKeyArn=alias/trail'], 'trailKmsKeyArn is the ARN of a KMS key'],
  ['both ways to Slack', ['slackWebhookParameter=/a', 'slackTokenParameter=/b', 'slackChannel=C1'], 'not both'],
  ['a bot without a channel', ['slackTokenParameter=/b'], 'slackTokenParameter and slackChannel go together'],
  ['a webhook itself', ['slackWebhookParameter=https://example.com/x'], 'slackWebhookParameter is the name of an SSM'],
  ['a level that is none', ['slackLevels=high,hgh'], 'slackLevels is a list of'],
  ['no number of days', ['trailRetentionDays=0'], 'trailRetentionDays is a number of days'],
])('%s is refused in words', async (_, params, words) => {
  expect(await checked(params)).toContain(words);
});

it('refuses a stage that can be no part of a bucket name', async () => {
  expect(await checked([], 'Prod')).toContain('stage "Prod"');
  expect(await checked(['trailBucket=example-trail'], 'Prod')).toBe('checked');
});
