import type { JsonObject } from '../../src/json.ts';
import { eventTimeOf } from '../../src/record/event-time.ts';
import { derive } from './derive.ts';

const OWN = '123456789012';
const OTHER = '210987654321';

/** A bucket policy that lets in anybody on a condition. */
const anybodyIf = (Condition: JsonObject, eventName = 'PutBucketPolicy'): JsonObject => ({
  eventName,
  recipientAccountId: OWN,
  requestParameters: {
    bucketPolicy: { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition } },
  },
});

describe('each key that tells who calls, with a value that fixes it and one that a stranger has too', () => {
  test.each([
    ['aws:SourceArn', `arn:aws:sns:us-east-1:${OWN}:orders`, 'arn:aws:sns:*:*:orders'],
    ['aws:SourceAccount', OWN, '*'],
    ['aws:SourceOwner', OWN, '1234567890??'],
    ['aws:SourceOrgID', 'o-a', 'o-*'],
    ['aws:SourceOrgPaths', 'o-a/r-b/*', 'o-*/r-b'],
    ['aws:PrincipalArn', `arn:aws:iam::${OWN}:role/*`, 'arn:aws:iam::*:role/Admin'],
    ['aws:PrincipalAccount', OWN, '${aws:PrincipalAccount}'],
    ['aws:PrincipalOrgID', 'o-a', '*'],
    ['aws:PrincipalOrgPaths', 'o-a/*', '*/r-b'],
    ['aws:userid', 'AROAEXAMPLE:*', '*:alice'],
    ['aws:SourceVpc', 'vpc-1', 'vpc-*'],
    ['aws:SourceVpcArn', `arn:aws:ec2:us-east-1:${OWN}:vpc/*`, 'arn:aws:ec2:us-east-1:*:vpc/*'],
    ['aws:SourceVpce', 'vpce-1', ''],
    ['aws:VpceAccount', OWN, '*'],
    ['aws:VpceOrgID', 'o-a', '?-a'],
    ['aws:VpceOrgPaths', 'o-a/r-b/*', '*'],
    ['aws:SourceIp', '192.0.2.0/24', '0.0.0.0/0'],
    ['kms:CallerAccount', OWN, '*'],
    ['s3:DataAccessPointAccount', OWN, '*'],
    ['s3:DataAccessPointArn', `arn:aws:s3:us-east-1:${OWN}:accesspoint/*`, 'arn:aws:s3:us-east-1:*:accesspoint/*'],
    ['elasticfilesystem:AccessPointArn', `arn:aws:elasticfilesystem:us-east-1:${OWN}:access-point/a`, 'arn:aws:*'],
    ['elasticfilesystem:AccessedViaMountTarget', 'true', 'false'],
  ])('%s', (key, fixed, loose) => {
    expect(derive('policy.public', anybodyIf({ StringLike: { [key]: fixed } }))).toBe(false);
    expect(derive('policy.public', anybodyIf({ StringLike: { [key]: loose } }))).toBe(true);
    // One of two values that anybody meets is a way in.
    expect(derive('policy.public', anybodyIf({ StringLike: { [key]: [fixed, loose] } }))).toBe(true);
  });

  test.each([
    ['StringEquals', 'aws:SourceVpc', 'vpc-1'],
    ['StringEqualsIgnoreCase', 'aws:SourceVpc', 'vpc-1'],
    ['StringLike', 'aws:SourceVpc', 'vpc-1'],
    ['ArnEquals', 'aws:SourceArn', 'arn:aws:s3:::example-bucket'],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::example-bucket'],
    ['IpAddress', 'aws:SourceIp', '192.0.2.0/24'],
    ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'true'],
    ['ForAnyValue:StringEquals', 'aws:SourceVpc', 'vpc-1'],
  ])('%s leaves out the world, and a caller without the key passes its relatives', (operator, key, value) => {
    const isPublic = (name: string) => derive('policy.public', anybodyIf({ [name]: { [key]: value } }));
    expect(isPublic(operator)).toBe(false);
    expect(isPublic(`${operator}IfExists`)).toBe(true);
    expect(isPublic(`Not${operator}`)).toBe(true);
    expect(isPublic(`ForAllValues:${operator}`)).toBe(true);
    // The part in front is only taken away where it stands.
    expect(isPublic(`${operator}ForAnyValue:`)).toBe(true);
  });
});

describe('a condition of an administrator', () => {
  const admin = (Condition: JsonObject) =>
    derive('policy.admin', {
      requestParameters: { policyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } } },
    });

  test.each([
    'aws:PrincipalTag/team',
    'aws:SourceIp',
    'aws:VpcSourceIp',
    'aws:MultiFactorAuthPresent',
    'aws:FederatedProvider',
    'aws:UserAgent',
    'aws:TokenIssueTime',
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:SecureTransport',
    'aws:Referer',
    'aws:ViaAWSService',
    'aws:Ec2InstanceSourceVpc',
  ])('%s is about the call: still an administrator', (key) => {
    expect(admin({ StringEquals: { [key]: 'x' } })).toBe(true);
  });

  test.each<[string, JsonObject, boolean]>([
    ['one region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, false],
    ['a service', { StringLike: { 'iam:PassedToService': 'ec2.*' } }, false],
    ['a key that only ends like one about the call', { StringEquals: { 'x:aws:SourceIp': 'x' } }, false],
    ['any region', { StringLike: { 'aws:RequestedRegion': '*' } }, true],
    ['one of two is any', { StringLike: { 'aws:RequestedRegion': ['eu-west-1', '*'] } }, true],
    ['a variable', { StringEquals: { 'iam:ResourceTag/owner': '${aws:username}' } }, true],
    ['all but one region', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, true],
    ['if exists', { StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } }, true],
    ['for all values of none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }, true],
    ['only that the key is there', { Null: { 'aws:RequestedRegion': 'false' } }, true],
    [
      'the second condition narrows',
      { Bool: { 'aws:SecureTransport': true }, StringEquals: { 'ec2:Vpc': 'v' } },
      false,
    ],
  ])('%s', (_name, condition, expected) => {
    expect(admin(condition)).toBe(expected);
  });
});

describe('what takes away grants nothing, and what only looks like it grants', () => {
  const grants = (eventSource: string, eventName: string) => {
    const Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const requestParameters = { content: JSON.stringify({ Version: '2012-10-17', Statement }) };
    return derive('policy.admin', { eventSource, eventName, requestParameters });
  };

  test.each([
    ['iam.amazonaws.com', 'CreatePolicy', true],
    ['organizations.amazonaws.com', 'CreatePolicy', false],
    ['organizations.amazonaws.com', 'UpdatePolicy', false],
    ['organizations.amazonaws.com', 'PutResourcePolicy', true],
    ['ec2.amazonaws.com', 'CreateVpcEndpoint', false],
    ['ec2.amazonaws.com', 'ModifyVpcEndpoint', false],
    ['a-service-of-the-future.amazonaws.com', 'UpdatePolicy', true],
  ])('%s %s', (source, name, expected) => {
    expect(grants(source, name)).toBe(expected);
  });
});

describe('a global service is global where it is recorded, and nowhere else', () => {
  test.each(
    'iam sts cloudfront route53 route53domains organizations account globalaccelerator shield support trustedadvisor health ce budgets billingconsole waf'.split(
      ' ',
    ),
  )('%s', (name) => {
    const eventSource = `${name}.amazonaws.com`;
    for (const awsRegion of ['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1'])
      expect(derive('isGlobalService', { eventSource, awsRegion })).toBe(true);
    expect(derive('isGlobalService', { eventSource, awsRegion: 'us-east-2' })).toBe(false);
    expect(derive('isGlobalService', { eventSource })).toBe(false);
  });

  test('nothing is not global', () => {
    expect(derive('isGlobalService', { awsRegion: 'us-east-1' })).toBe(false);
  });
});

describe('names of "you may not"', () => {
  test.each([
    'AccessDenied',
    'AccessDeniedException',
    'Client.AccessDenied',
    'Unauthorized',
    'UnauthorizedAccess',
    'UnauthorizedException',
    'Client.UnauthorizedOperation',
    'Server.UnauthorizedOperation',
    'VpceAccessDenied',
    'NotAuthorized',
    'NotAuthorizedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'Forbidden',
    'ForbiddenException',
    'accessdenied',
  ])('%s', (errorCode) => {
    expect(derive('denied', { errorCode })).toBe(true);
  });

  test.each([
    'NotAccessDenied',
    'UnauthorizedOperationLater',
    'UnauthorizedSomething',
    'NotAuthorizedYet',
    'AuthorizationErrors',
    'ForbiddenFruit',
    'XForbidden',
    'ServerAccessDenied',
    'ClientxAccessDenied',
  ])('%s is another failure', (errorCode) => {
    expect(derive('denied', { errorCode })).toBe(false);
    expect(derive('success', { errorCode })).toBe(false);
  });

  test('a message tells of a failure at a sign-in without a code, and nowhere else', () => {
    const signIn = { eventType: 'AwsConsoleSignIn', errorMessage: 'No username found' };
    expect(derive('success', signIn)).toBe(false);
    expect(derive('success', { ...signIn, errorCode: '200' })).toBe(true);
    expect(derive('success', { ...signIn, eventType: 'AwsApiCall' })).toBe(true);
    expect(derive('success', { eventType: 'AwsConsoleSignIn' })).toBe(true);
    expect(derive('success', { responseElements: { ConsoleLogin: 'Success' } })).toBe(true);
  });
});

describe('grants by a list of parameters', () => {
  const added = (add: unknown) => ({ createVolumePermission: { add } });
  test.each<[string, string, JsonObject, boolean, string[] | undefined]>([
    ['a service among the grantees', 'CreateResourceShare', { principals: ['ec2.amazonaws.com'] }, false, undefined],
    ['a service in the place of a key', 'AddPermission', { principal: 'events.amazonaws.com' }, false, undefined],
    [
      'lists in lists and items in items',
      'ModifySnapshotAttribute',
      added({ items: [[{ items: { group: 'all' } }]] }),
      true,
      undefined,
    ],
    [
      'a key that holds the items of another',
      'ModifySnapshotAttribute',
      added({ userIds: { items: [OTHER] } }),
      false,
      [OTHER],
    ],
    [
      'a key that only contains the name',
      'ModifySnapshotAttribute',
      added({ xuserId: OTHER, userIdx: OTHER }),
      false,
      undefined,
    ],
    ['a group of users', 'ModifyImageAttribute', { operationType: 'add', userGroup: 'all' }, true, undefined],
    ['a key that only begins as an ACL', 'PutObject', { 'acl-note': 'public-read' }, false, undefined],
    ['a key that only ends as an ACL', 'PutObject', { 'my-acl': 'public-read' }, false, undefined],
    [
      'a key that only begins as a URI',
      'PutObject',
      { urix: 'http://acs.amazonaws.com/groups/global/AllUsers' },
      false,
      undefined,
    ],
    ['an FPGA image', 'ModifyFpgaImageAttribute', { loadPermission: { add: [{ group: 'all' }] } }, true, undefined],
    ['an upload in parts', 'CreateMultipartUpload', { 'x-amz-acl': 'public-read' }, true, undefined],
    ['a copy', 'CopyObject', { 'x-amz-acl': 'public-read' }, true, undefined],
  ])('%s', (_name, eventName, requestParameters, anybody, accounts) => {
    const raw = { eventName, recipientAccountId: OWN, requestParameters };
    expect(derive('policy.public', raw)).toBe(anybody);
    expect(derive('policy.externalAccounts', raw)).toEqual(accounts);
  });
});

test.each([
  ['iam:*', false],
  ['IAM:**', false],
  ['iam:*User', true],
  ['xiam:*', true],
  ['*', false],
])('all but %s', (NotAction, expected) => {
  const requestParameters = { policyDocument: { Statement: { Effect: 'Allow', NotAction, Resource: '*' } } };
  expect(derive('policy.admin', { requestParameters })).toBe(expected);
});

test.each<[JsonObject, boolean]>([
  [{ '@timestamp': '2026-11-20T12:00:00Z' }, true],
  [{ eventStartTime: '2026-11-20T12:00:00Z' }, true],
  [{ eventTime: '1795176000' }, true],
  [{ eventTime: '1795176000.25' }, true],
  [{ eventTime: '1795176000.x' }, false],
  [{ eventTime: 'x1795176000' }, false],
  [{ eventTime: '2026-11-20T12:00:00Zulu' }, false],
  [{ eventTime: 'at 2026-11-20T12:00:00Z' }, false],
  [{ eventTime: `2026-11-20T12:00:00.${'0'.repeat(21)}Z` }, false],
])('a time in %j', (fields, readable) => {
  expect(eventTimeOf(fields) !== undefined).toBe(readable);
});
