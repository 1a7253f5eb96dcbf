import { AGENT, assumed, assuming, type Caller, PRODUCTION, SECURITY, STAGING, session } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

const REGIONS = [
  'eu-west-1',
  'us-east-1',
  'eu-central-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'sa-east-1',
];
const EVERYWHERE = [
  'ec2:DescribeInstances',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSnapshots',
  'ec2:DescribeVolumes',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeFlowLogs',
  'ec2:GetEbsEncryptionByDefault',
  'rds:DescribeDBInstances',
  'rds:DescribeDBSnapshots',
  'lambda:ListFunctions20150331',
  'kms:ListKeys',
  'sns:ListTopics',
  'sqs:ListQueues',
  'guardduty:ListDetectors',
  'config:DescribeConfigurationRecorders',
  'cloudtrail:DescribeTrails',
  'securityhub:DescribeHub',
  'secretsmanager:ListSecrets',
  'ssm:DescribeInstanceInformation',
  'ecr:DescribeRepositories',
  'elb:DescribeLoadBalancers',
  'acm:ListCertificates',
  'logs:DescribeMetricFilters',
  'bedrock:GetModelInvocationLoggingConfiguration',
  'ses:ListIdentities',
  'ses:GetSendQuota',
  'ses:GetAccountSendingEnabled',
  'ses:GetIdentityVerificationAttributes',
];
const ONCE = [
  'iam:GetAccountPasswordPolicy',
  'iam:GenerateCredentialReport',
  'iam:GetCredentialReport',
  'iam:GetAccountSummary',
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:ListPolicies',
  'iam:ListVirtualMFADevices',
  'iam:GetAccountAuthorizationDetails',
  'iam:ListSAMLProviders',
  'iam:ListServerCertificates',
  'organizations:DescribeOrganization',
  'support:DescribeSeverityLevels',
  's3:ListBuckets',
  's3:GetAccountPublicAccessBlock',
  'cloudfront:ListDistributions2020_05_31',
  'route53:ListHostedZones',
  'sts:GetCallerIdentity',
];

/** A scanner for compliance, at night, from the account for security: it reads everything in every region. */
export const scanner: Role = {
  name: 'security scanner',
  *day(day, write) {
    for (const account of [PRODUCTION, STAGING]) {
      const by = session(day, 'SecurityAudit', 'scan', { account, address: '192.0.2.40', agent: AGENT.boto });
      let at = day.between(1, 2);
      yield write.call(
        assuming(SECURITY, account, '192.0.2.40'),
        at,
        'sts:AssumeRole',
        assumed(account, 'SecurityAudit'),
      );
      for (const what of ONCE)
        yield write.call(
          by,
          (at += day.int(0, 2) * SECOND),
          what,
          what === 'organizations:DescribeOrganization' ? { error: 'AccessDeniedException' } : {},
        );
      for (const region of REGIONS)
        for (const what of EVERYWHERE) {
          const refused = what.startsWith('bedrock')
            ? { error: 'AccessDeniedException' }
            : day.chance(0.003)
              ? { error: ['ThrottlingException', 'Rate exceeded'] as const }
              : {};
          yield write.call(by, (at += day.int(0, 1) * SECOND), what, { region, ...refused });
        }
      yield* deep(by, at, day, write);
    }
  },
};

/** Of each thing in the account its settings: also what instances are started with, and each bucket's policy. */
function* deep(by: Caller, from: number, day: Day, write: Writer): Iterable<Made> {
  for (let i = 0; i < 24; i++)
    yield write.call(by, from + i * SECOND, 'ec2:DescribeInstanceAttribute', {
      parameters: { instanceId: `i-0${day.digits(16)}`, attribute: 'userData' },
    });
  for (let i = 0; i < 40; i++) {
    const parameters = { bucketName: `shop-data-${i}` };
    yield write.call(by, from + i * SECOND, 's3:GetBucketPolicy', {
      parameters,
      ...(i % 3 === 0 ? {} : { error: ['NoSuchBucketPolicy', 'The bucket policy does not exist'] as const }),
    });
    yield write.call(by, from + i * SECOND, 's3:GetBucketPublicAccessBlock', { parameters });
    // Two buckets have policies that let in their owners only.
    if (i < 2) yield write.call(by, from + i * SECOND, 's3:GetBucketAcl', { parameters, error: 'AccessDenied' });
  }
  for (let i = 0; i < 90; i++)
    yield write.call(
      by,
      from + i * SECOND,
      day.pick([
        'iam:ListAttachedRolePolicies',
        'iam:GetRolePolicy',
        'iam:ListAccessKeys',
        'iam:GetLoginProfile',
        'iam:ListMFADevices',
      ]),
      day.chance(0.1) ? { error: ['NoSuchEntityException', 'Login Profile for User cannot be found.'] } : {},
    );
}
