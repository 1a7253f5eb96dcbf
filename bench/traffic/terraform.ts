import { AGENT, BUILD_SERVERS, type Caller, HOME, PRODUCTION, SECURITY, STAGING, session } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import { infrastructureChanges } from './infrastructure.ts';
import type { Made, Role, Writer } from './record.ts';

/** What a refresh asks of every bucket; most have hardly any of it. */
const OF_BUCKETS: readonly (readonly [string, string?])[] = [
  ['s3:GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['s3:GetBucketCors', 'NoSuchCORSConfiguration'],
  ['s3:GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
  ['s3:GetBucketLifecycle', 'NoSuchLifecycleConfiguration'],
  ['s3:GetBucketReplication', 'ReplicationConfigurationNotFoundError'],
  ['s3:GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
  ['s3:GetBucketTagging', 'NoSuchTagSet'],
  ['s3:GetBucketVersioning'],
  ['s3:GetBucketEncryption'],
  ['s3:GetBucketPublicAccessBlock'],
];
const OF_OTHERS = [
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:ListAttachedRolePolicies',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcAttribute',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'logs:DescribeLogGroups',
  'rds:DescribeDBInstances',
  'sns:GetTopicAttributes',
  'sqs:GetQueueAttributes',
  'lambda:GetFunction20150331v2',
  'route53:ListResourceRecordSets',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetResourcePolicy',
];

/** Infrastructure as code: a look for drift at night, plans for every change, two applies a day. */
export const terraform: Role = {
  name: 'infrastructure as code',
  *day(day, write) {
    for (const account of [PRODUCTION, STAGING, SECURITY]) yield* refresh(account, day.between(3, 4), day, write);
    if (!day.isWorkday) return;
    for (let plans = day.int(3, 8); plans > 0; plans--) {
      const account = day.chance(0.7) ? STAGING : PRODUCTION;
      const at = day.between(8, 17);
      yield* refresh(account, at, day, write);
      if (day.chance(0.4)) yield* apply(account, at + 600 * SECOND, day, write);
    }
  },
};

const caller = (account: string, day: Day): Caller =>
  session(day, 'Terraform', `run-${day.digits(8)}`, {
    account,
    address: day.pick(BUILD_SERVERS),
    agent: AGENT.terraform,
  });

/** Everything that the state knows of is asked for, as fast as the interface allows. */
function* refresh(account: string, from: number, day: Day, write: Writer): Iterable<Made> {
  const by = caller(account, day);
  for (let i = 0; i < 160; i++)
    yield write.call(
      by,
      from + i * 300,
      day.pick(OF_OTHERS),
      day.chance(0.004) ? { error: ['ThrottlingException', 'Rate exceeded'] } : {},
    );
  for (let bucket = 0; bucket < 12; bucket++)
    for (const [what, error] of OF_BUCKETS)
      yield write.call(by, from + bucket * 400, what, {
        parameters: { bucketName: `shop-data-${bucket}`, Host: `shop-data-${bucket}.s3.${HOME}.amazonaws.com` },
        ...(error === undefined || bucket < 2 ? {} : { error: [error, 'The configuration does not exist'] as const }),
      });
}

/** Some changes, after everything has been asked for once more. */
function* apply(account: string, from: number, day: Day, write: Writer): Iterable<Made> {
  const by = caller(account, day);
  const choices = infrastructureChanges(account, day);
  yield* refresh(account, from, day, write);
  for (let i = 0; i < day.int(1, 3); i++)
    for (const [j, [what, parameters]] of day.pick(choices).entries())
      yield write.call(by, from + (60 + i * 10 + j * 2) * SECOND, what, { parameters });
}
