import type { JsonObject } from '../../src/json.ts';
import { compileCloudWatchLeaf } from '../../src/match/dialects/cloudwatch/compile.ts';
import { type CloudWatchCondition, isCloudWatchLeaf } from '../../src/match/dialects/cloudwatch/leaf.ts';
import { lintFilterPattern } from '../../src/match/dialects/cloudwatch/lint.ts';
import { parseFilterPattern } from '../../src/match/dialects/cloudwatch/parse.ts';

/** The metric filters of the CIS AWS Foundations benchmark, as CIS and AWS publish them, with what lint says of them. */
interface Pattern {
  readonly name: string;
  readonly pattern: string;
  readonly fires: JsonObject;
  readonly silent: JsonObject;
  /** In order of their offsets; none for a pattern that means what it says. */
  readonly lints: readonly RegExp[];
}

const WEAK = /beside \|\| is true for nearly every record/;
const MISSED = /is false where the field is missing/;
const NO_SOURCE = /without its eventSource/;

const event = (service: string, eventName: string, more: JsonObject = {}): JsonObject => ({
  eventSource: `${service}.amazonaws.com`,
  eventName,
  eventType: 'AwsApiCall',
  sourceIPAddress: '192.0.2.7',
  recipientAccountId: '123456789012',
  userIdentity: { type: 'IAMUser', accountId: '123456789012' },
  ...more,
});
const login = (more: JsonObject): JsonObject =>
  event('signin', 'ConsoleLogin', { responseElements: { ConsoleLogin: 'Success' }, ...more });

const PATTERNS: readonly Pattern[] = [
  {
    name: '4.1 as published by CIS fires on what it means to leave out',
    pattern:
      '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") || ($.sourceIPAddress!="delivery.logs.amazonaws.com") || ($.eventName!="HeadBucket") }',
    fires: event('ec2', 'DescribeInstances'),
    silent: { eventName: 'HeadBucket', sourceIPAddress: 'delivery.logs.amazonaws.com' },
    lints: [WEAK, WEAK],
  },
  {
    name: '4.1 as published by AWS',
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    fires: event('ec2', 'DescribeInstances', { errorCode: 'Client.UnauthorizedOperation' }),
    silent: event('ec2', 'DescribeInstances', { errorCode: 'Client.InvalidInstanceID.NotFound' }),
    lints: [],
  },
  {
    name: '4.1 corrected',
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
    fires: event('s3', 'GetBucketAcl', { errorCode: 'AccessDenied' }),
    silent: event('s3', 'HeadBucket', { errorCode: 'AccessDenied' }),
    lints: [],
  },
  {
    name: '4.2 as published by CIS misses a login without the field',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
    fires: login({ additionalEventData: { MFAUsed: 'No' } }),
    silent: login({ additionalEventData: {} }),
    lints: [NO_SOURCE, MISSED],
  },
  {
    name: '4.2 for IAM users',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    fires: login({ additionalEventData: { MFAUsed: 'No' } }),
    silent: login({ additionalEventData: { MFAUsed: 'No' }, userIdentity: { type: 'AssumedRole' } }),
    lints: [NO_SOURCE, MISSED],
  },
  {
    name: '4.2 corrected',
    pattern:
      '{ $.eventSource = signin.amazonaws.com && $.eventName = ConsoleLogin && $.userIdentity.type = IAMUser && $.responseElements.ConsoleLogin = Success && ($.additionalEventData.MFAUsed != "Yes" || $.additionalEventData.MFAUsed NOT EXISTS) }',
    fires: login({ additionalEventData: {} }),
    silent: login({ additionalEventData: { MFAUsed: 'Yes' } }),
    lints: [],
  },
  {
    name: '4.3',
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    fires: event('iam', 'ListUsers', { userIdentity: { type: 'Root' } }),
    silent: event('s3', 'GetBucketAcl', { userIdentity: { type: 'Root', invokedBy: 'access-analyzer.amazonaws.com' } }),
    lints: [],
  },
  {
    name: '4.4 as published by CIS',
    pattern:
      '{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}',
    fires: event('organizations', 'CreatePolicy'),
    silent: event('iam', 'GetPolicy'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.4 corrected',
    pattern:
      '{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}',
    fires: event('iam', 'DetachGroupPolicy'),
    silent: event('organizations', 'CreatePolicy'),
    lints: [],
  },
  {
    name: '4.5',
    pattern:
      '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    fires: event('cloudtrail', 'StopLogging'),
    silent: event('cloudtrail', 'DescribeTrails'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.6',
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    fires: login({ errorMessage: 'Failed authentication' }),
    silent: login({}),
    lints: [NO_SOURCE],
  },
  {
    name: '4.7 without its inner parentheses deletes any service’s keys',
    pattern: '{ ($.eventSource = kms.amazonaws.com) && ($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion) }',
    fires: event('payment-cryptography', 'ScheduleKeyDeletion'),
    silent: event('payment-cryptography', 'DisableKey'),
    lints: [/mixed without parentheses/, NO_SOURCE],
  },
  {
    name: '4.7',
    pattern: '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    fires: event('kms', 'ScheduleKeyDeletion'),
    silent: event('payment-cryptography', 'ScheduleKeyDeletion'),
    lints: [],
  },
  {
    name: '4.8',
    pattern:
      '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    fires: event('s3', 'PutBucketPolicy'),
    silent: event('s3', 'GetBucketPolicy'),
    lints: [],
  },
  {
    name: '4.9',
    pattern:
      '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    fires: event('config', 'StopConfigurationRecorder'),
    silent: event('config', 'DescribeConfigurationRecorders'),
    lints: [],
  },
  {
    name: '4.10',
    pattern:
      '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    fires: event('ec2', 'AuthorizeSecurityGroupIngress'),
    silent: event('ec2', 'DescribeSecurityGroups'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.11',
    pattern:
      '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    fires: event('ec2', 'ReplaceNetworkAclEntry'),
    silent: event('ec2', 'DescribeNetworkAcls'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.12',
    pattern:
      '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    fires: event('ec2', 'AttachInternetGateway'),
    silent: event('ec2', 'DescribeInternetGateways'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.13',
    pattern:
      '{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}',
    fires: event('ec2', 'CreateRoute'),
    silent: event('apigateway', 'CreateRoute'),
    lints: [],
  },
  {
    name: '4.14',
    pattern:
      '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    fires: event('ec2', 'EnableVpcClassicLink'),
    silent: event('ec2', 'DescribeVpcs'),
    lints: [NO_SOURCE],
  },
  {
    name: '4.15',
    pattern:
      '{($.eventSource=organizations.amazonaws.com) && (($.eventName=AcceptHandshake) || ($.eventName=AttachPolicy) || ($.eventName=CreateAccount) || ($.eventName=CreateOrganizationalUnit) || ($.eventName=CreatePolicy) || ($.eventName=DeclineHandshake) || ($.eventName=DeleteOrganization) || ($.eventName=DeleteOrganizationalUnit) || ($.eventName=DeletePolicy) || ($.eventName=DetachPolicy) || ($.eventName=DisablePolicyType) || ($.eventName=EnablePolicyType) || ($.eventName=InviteAccountToOrganization) || ($.eventName=LeaveOrganization) || ($.eventName=MoveAccount) || ($.eventName=RemoveAccountFromOrganization) || ($.eventName=UpdatePolicy) || ($.eventName=UpdateOrganizationalUnit))}',
    fires: event('organizations', 'LeaveOrganization'),
    silent: event('iam', 'DeletePolicy'),
    lints: [],
  },
];

function holds(condition: CloudWatchCondition, record: JsonObject): boolean {
  if (isCloudWatchLeaf(condition)) return compileCloudWatchLeaf(condition)(record);
  return 'all' in condition
    ? condition.all.every((part) => holds(part, record))
    : condition.any.some((part) => holds(part, record));
}

describe.each(PATTERNS)('$name', ({ pattern, fires, silent, lints }) => {
  const read = parseFilterPattern(pattern);
  const condition: CloudWatchCondition = read.ok ? read.condition : { any: [] };

  test('parses as pasted', () => {
    expect(read).toMatchObject({ ok: true });
  });

  test('fires', () => {
    expect(holds(condition, fires)).toBe(true);
  });

  test('does not fire', () => {
    expect(holds(condition, silent)).toBe(false);
  });

  test('lint names its mistakes and nothing else', () => {
    expect(lintFilterPattern(pattern, condition)).toEqual(
      lints.map((message): unknown => expect.objectContaining({ message: expect.stringMatching(message) })),
    );
  });
});

test('all fifteen are here', () => {
  const numbers = new Set(PATTERNS.map(({ name }) => name.split(' ')[0]));
  expect([...numbers]).toEqual(Array.from({ length: 15 }, (_, n) => `4.${n + 1}`));
});
