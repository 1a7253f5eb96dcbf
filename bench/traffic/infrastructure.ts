import { HOME, SECURITY } from './callers.ts';
import type { Day } from './chance.ts';

export type Change = readonly [what: string, parameters: object];

/** What an apply of Terraform may change, a few calls each; most days nothing that anybody would look at. */
export function infrastructureChanges(account: string, day: Day): readonly (readonly Change[])[] {
  const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const allow = (Action: string | string[], Resource: string, more: object = {}): object => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });
  const groupId = `sg-0${day.digits(16)}`;
  const world = {
    groupId,
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    },
  };
  const fromGroup = {
    groupId,
    ipPermissions: {
      items: [
        { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, groups: { items: [{ groupId: 'sg-0aaaabbbbccccdddd' }] } },
      ],
    },
  };
  const origin = document({
    ...allow('s3:GetObject', 'arn:aws:s3:::shop-assets/*'),
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${account}:distribution/E2EXAMPLE` } },
  });
  const trust = (principal: object): string =>
    document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
  return [
    [
      ['ec2:CreateSecurityGroup', { groupName: 'alb', vpcId: 'vpc-0a1b2c3d4e5f60718' }],
      ['ec2:AuthorizeSecurityGroupIngress', world],
      ['ec2:RevokeSecurityGroupEgress', { groupId }],
    ],
    [
      ['ec2:AuthorizeSecurityGroupIngress', fromGroup],
      ['ec2:RevokeSecurityGroupIngress', fromGroup],
    ],
    [
      [
        'iam:CreatePolicyVersion',
        {
          policyArn: `arn:aws:iam::${account}:policy/shop`,
          setAsDefault: true,
          policyDocument: document(allow(['s3:*', 'sqs:*'], '*')),
        },
      ],
      ['iam:DeletePolicyVersion', { policyArn: `arn:aws:iam::${account}:policy/shop`, versionId: 'v3' }],
    ],
    [
      [
        'iam:CreateRole',
        { roleName: 'worker', assumeRolePolicyDocument: trust({ Service: 'ecs-tasks.amazonaws.com' }) },
      ],
      ['iam:AttachRolePolicy', { roleName: 'worker', policyArn: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess' }],
    ],
    [
      [
        'iam:UpdateAssumeRolePolicy',
        { roleName: 'reader', policyDocument: trust({ AWS: `arn:aws:iam::${SECURITY}:root` }) },
      ],
    ],
    [
      ['s3:PutBucketPolicy', { bucketName: 'shop-assets', bucketPolicy: JSON.parse(origin) }],
      [
        's3:PutBucketLifecycle',
        {
          bucketName: 'shop-assets',
          LifecycleConfiguration: { Rule: { ID: 'old', Status: 'Enabled', Expiration: { Days: 365 } } },
        },
      ],
    ],
    [
      ['logs:PutRetentionPolicy', { logGroupName: '/ecs/basket', retentionInDays: 90 }],
      ['cloudwatch:PutMetricAlarm', { alarmName: 'queue-age' }],
    ],
    [['rds:ModifyDBInstance', { dBInstanceIdentifier: 'shop', allocatedStorage: 200, applyImmediately: false }]],
    [
      [
        'ec2:CreateRoute',
        {
          routeTableId: 'rtb-0123456789abcdef0',
          destinationCidrBlock: '10.9.0.0/16',
          vpcPeeringConnectionId: 'pcx-0123456789abcdef0',
        },
      ],
    ],
    [
      ['route53:ChangeResourceRecordSets', { hostedZoneId: 'Z0EXAMPLE', changeBatch: {} }],
      ['wafv2:UpdateWebACL', { name: 'shop', scope: 'REGIONAL' }],
    ],
    [
      [
        'kms:PutKeyPolicy',
        {
          keyId: 'alias/shop',
          policyName: 'default',
          policy: document({ ...allow('kms:*', '*'), Principal: { AWS: `arn:aws:iam::${account}:root` } }),
        },
      ],
    ],
    [
      ['secretsmanager:CreateSecret', { name: 'shop/database', secretString: 'HIDDEN' }],
      [
        'sns:SetTopicAttributes',
        { topicArn: `arn:aws:sns:${HOME}:${account}:alarms`, attributeName: 'DisplayName', attributeValue: 'Alarms' },
      ],
    ],
  ];
}
