import type { JsonObject } from '../../src/json.ts';
import { DERIVED } from '../../src/record/derived.ts';

const derive = (name: string, raw: JsonObject) => DERIVED.get(name)?.(raw);
const identity = (userIdentity: JsonObject): JsonObject => ({ userIdentity });

test.each<[string, JsonObject, string]>([
  ['root', identity({ type: 'Root', arn: 'arn:aws:iam::123456789012:root' }), 'root'],
  ['a user', identity({ type: 'IAMUser', userName: 'alice' }), 'alice'],
  [
    'a role and its session',
    identity({ type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/Admin/alice' }),
    'Admin/alice',
  ],
  [
    'a role without an arn',
    identity({ type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Admin' } } }),
    'Admin',
  ],
  [
    'a role without anything',
    identity({ type: 'AssumedRole', principalId: 'AROAX:alice', sessionContext: { sessionIssuer: {} } }),
    'AROAX:alice',
  ],
  ['a service', identity({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }), 'ec2.amazonaws.com'],
  [
    'Identity Center, whose arn is empty',
    identity({ type: 'IdentityCenterUser', arn: '', onBehalfOf: { userId: 'u-1' } }),
    'u-1',
  ],
  ['SAML, without arn and account', identity({ type: 'SAMLUser', userName: 'alice@example.com' }), 'alice@example.com'],
  [
    'a service event without a type',
    identity({ accountId: '123456789012', invokedBy: 'backup.amazonaws.com' }),
    'backup.amazonaws.com',
  ],
  ['nobody', {}, ''],
  ['something that is no identity', { userIdentity: 'alice' }, ''],
])('actor: %s', (_name, raw, expected) => {
  expect(derive('actor', raw)).toBe(expected);
});

test.each<[string, JsonObject, 'success' | 'denied' | 'failure']>([
  ['no error', {}, 'success'],
  ['null', { errorCode: null }, 'success'],
  ['200, which some services write', { errorCode: '200' }, 'success'],
  ['AccessDenied', { errorCode: 'AccessDenied' }, 'denied'],
  ['AccessDeniedException', { errorCode: 'AccessDeniedException' }, 'denied'],
  ['EC2', { errorCode: 'Client.UnauthorizedOperation' }, 'denied'],
  ['EC2 without the prefix', { errorCode: 'UnauthorizedOperation' }, 'denied'],
  ['UnauthorizedException', { errorCode: 'UnauthorizedException' }, 'denied'],
  ['a VPC endpoint', { errorCode: 'VpceAccessDenied' }, 'denied'],
  ['another error', { errorCode: 'NoSuchBucketPolicy' }, 'failure'],
  ['throttling', { errorCode: 'ThrottlingException' }, 'failure'],
  ['a failed sign-in, which has no errorCode', { responseElements: { ConsoleLogin: 'Failure' } }, 'failure'],
  [
    'a failed sign-in told by its message',
    { eventType: 'AwsConsoleSignIn', errorMessage: 'Failed authentication' },
    'failure',
  ],
  ['a message without an error', { errorMessage: 'note' }, 'success'],
])('outcome: %s', (_name, raw, expected) => {
  expect(derive('denied', raw)).toBe(expected === 'denied');
  expect(derive('success', raw)).toBe(expected === 'success');
});

test.each([
  ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
  ['ListFunctions20150331', 'ListFunctions'],
  ['UpdateDistribution2020_05_31', 'UpdateDistribution'],
  ['GetObject', 'GetObject'],
  ['S3', 'S3'],
])('apiName of %s', (eventName, expected) => {
  expect(derive('apiName', { eventName })).toBe(expected);
});

test.each<[string, JsonObject, boolean]>([
  ['the service itself', identity({ type: 'AWSService' }), true],
  ['for somebody', identity({ type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' }), true],
  ['by its address', { sourceIPAddress: 'ec2.amazonaws.com' }, true],
  ['AWS Internal', { sourceIPAddress: 'AWS Internal' }, true],
  ['a person', { ...identity({ type: 'IAMUser' }), sourceIPAddress: '192.0.2.1' }, false],
  ['an address that only ends like one', { sourceIPAddress: 'amazonaws.com.example.com' }, false],
])('isAwsService: %s', (_name, raw, expected) => {
  expect(derive('isAwsService', raw)).toBe(expected);
});

test.each<[string, JsonObject, boolean]>([
  ['IAM in us-east-1', { eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1' }, true],
  ['IAM elsewhere, which cannot be', { eventSource: 'iam.amazonaws.com', awsRegion: 'eu-west-1' }, false],
  ['STS of a region', { eventSource: 'sts.amazonaws.com', awsRegion: 'eu-west-1' }, false],
  ['a sign-in anywhere', { eventSource: 'signin.amazonaws.com', awsRegion: 'us-east-2' }, true],
  ['EC2', { eventSource: 'ec2.amazonaws.com', awsRegion: 'us-east-1' }, false],
])('isGlobalService: %s', (_name, raw, expected) => {
  expect(derive('isGlobalService', raw)).toBe(expected);
});
