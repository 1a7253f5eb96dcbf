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

const ROLE = 'arn:aws:iam::123456789012:role/teams/Admin';
const SSO =
  'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
const assumed = (name: string, issuer?: string, role = 'Admin'): JsonObject =>
  identity({
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${name}`,
    arn: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
    ...(issuer === undefined ? {} : { sessionContext: { sessionIssuer: { type: 'Role', arn: issuer } } }),
  });

test.each<[string, JsonObject, string | undefined]>([
  ['a role', assumed('alice', ROLE), ROLE],
  ['a role, another session', assumed('mallory', ROLE), ROLE],
  ['a role without its issuer', assumed('alice'), 'arn:aws:iam::123456789012:role/Admin'],
  [
    'a role of another partition',
    identity({ type: 'AssumedRole', arn: 'arn:aws-us-gov:sts::123456789012:assumed-role/Admin/a/b' }),
    'arn:aws-us-gov:iam::123456789012:role/Admin',
  ],
  ['a role by its id alone', identity({ type: 'AssumedRole', principalId: 'AROAEXAMPLE:alice' }), 'AROAEXAMPLE'],
  ['a person of Identity Center', assumed('alice@example.com', SSO), `${SSO}/alice@example.com`],
  [
    'a role that is only named as those of Identity Center',
    assumed('x', 'arn:aws:iam::123456789012:role/AWSReservedSSO_Admin_0', 'AWSReservedSSO_Admin_0'),
    'arn:aws:iam::123456789012:role/AWSReservedSSO_Admin_0',
  ],
  [
    'a federated user, by whoever made the session',
    identity({
      type: 'FederatedUser',
      arn: 'arn:aws:sts::123456789012:federated-user/any',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice' } },
    }),
    'arn:aws:iam::123456789012:user/alice',
  ],
  [
    'a user',
    identity({ type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', userName: 'alice' }),
    'arn:aws:iam::123456789012:user/alice',
  ],
  [
    'a user without an arn, as at a failed sign-in',
    identity({ type: 'IAMUser', accountId: '123456789012', userName: 'alice' }),
    'arn:aws:iam::123456789012:user/alice',
  ],
  ['a user with nothing but a name', identity({ type: 'IAMUser', userName: 'alice' }), 'alice'],
  ['root', identity({ type: 'Root', arn: 'arn:aws:iam::123456789012:root' }), 'arn:aws:iam::123456789012:root'],
  ['root without an arn', identity({ type: 'Root', accountId: '123456789012' }), 'arn:aws:iam::123456789012:root'],
  ['a service', identity({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }), 'ec2.amazonaws.com'],
  ['Identity Center itself', identity({ type: 'IdentityCenterUser', arn: '', onBehalfOf: { userId: 'u-1' } }), 'u-1'],
  ['SAML', identity({ type: 'SAMLUser', principalId: 'idp:alice', userName: 'alice' }), 'idp:alice'],
  [
    'a role of another account',
    identity({ type: 'AWSAccount', principalId: 'AROAEXAMPLE:any', accountId: '111122223333' }),
    'AROAEXAMPLE',
  ],
  ['another account', identity({ type: 'AWSAccount', accountId: '111122223333' }), '111122223333'],
  ['a type that is new', identity({ type: 'New', userName: 'alice' }), 'alice'],
  ['hostile', identity({ type: 'AssumedRole', arn: ['x'], principalId: 7, sessionContext: 'x' }), undefined],
  ['nobody', {}, undefined],
  ['something that is no identity', { userIdentity: 'alice' }, undefined],
])('principal: %s', (_name, raw, expected) => {
  expect(derive('principal', raw)).toBe(expected);
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
  ['AWS Internal, by a service', { ...identity({ type: 'AWSService' }), sourceIPAddress: 'AWS Internal' }, true],
  [
    'AWS Internal, by a service for somebody',
    { ...identity({ type: 'IAMUser', invokedBy: 'cloudformation.amazonaws.com' }), sourceIPAddress: 'AWS Internal' },
    true,
  ],
  ['AWS Internal, by somebody', { ...identity({ type: 'IAMUser' }), sourceIPAddress: 'AWS Internal' }, false],
  [
    'AWS Internal, twice, by somebody',
    { ...identity({ type: 'AssumedRole', invokedBy: 'AWS Internal' }), sourceIPAddress: 'AWS Internal' },
    false,
  ],
  ['the console, in older records', identity({ type: 'IAMUser', invokedBy: 'signin.amazonaws.com' }), false],
  ['AWS Internal, twice, by nobody', identity({ accountId: '123456789012', invokedBy: 'AWS Internal' }), true],
  [
    'a role that only a service can assume',
    identity({
      type: 'AssumedRole',
      invokedBy: 'AWS Internal',
      sessionContext: {
        sessionIssuer: {
          arn: 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
        },
      },
    }),
    true,
  ],
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

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const CLOUD_SHELL = 'aws-cli/2.31.1 md/awscrt#0.27.6 ua/2.1 os/linux#6.1.147 exec-env/CloudShell';
const session: JsonObject = { userIdentity: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } };

test.each<[string, JsonObject, boolean]>([
  ['a page', { ...session, sessionCredentialFromConsole: 'true', userAgent: BROWSER }, true],
  ['a page, as exports write it', { sessionCredentialFromConsole: 'True', userAgent: BROWSER }, true],
  ['a page, without an agent', { sessionCredentialFromConsole: true }, true],
  ['a server behind a page', { sessionCredentialFromConsole: 'true', userAgent: 'bedrock.amazonaws.com' }, true],
  ['CloudShell', { ...session, sessionCredentialFromConsole: 'true', userAgent: CLOUD_SHELL }, false],
  ['curl in CloudShell', { sessionCredentialFromConsole: 'true', userAgent: 'curl/8.5.0' }, false],
  ['a server, by its name', { ...session, userAgent: 'console.ec2.amazonaws.com' }, true],
  ['a server, by its old name', { userAgent: '[console.amazonaws.com]' }, true],
  ['a server of a region', { userAgent: 'us-east-1.console.amazonaws.com' }, true],
  ['the console of S3', { userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.848]' }, true],
  ['the console of EC2', { userAgent: 'EC2ConsoleFrontend, aws-internal/3 aws-sdk-java/1.11.848' }, true],
  ['what is no call', { eventType: 'AwsConsoleAction', userAgent: BROWSER }, true],
  ['a browser is not said to be the console', { ...session, userAgent: BROWSER }, false],
  ['a sign-in', { eventType: 'AwsConsoleSignIn', userAgent: BROWSER }, false],
  [
    'a long-term key that calls itself the console',
    { userIdentity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, userAgent: 'console.amazonaws.com' },
    false,
  ],
  ['a name that only begins like one', { userAgent: 'console.amazonaws.com.example.com' }, false],
  ['a name that has it inside', { userAgent: 'evil console.amazonaws.com' }, false],
  ['a program', { ...session, sessionCredentialFromConsole: 'false', userAgent: 'Boto3/1.40.45' }, false],
  ['a list of agents', { userAgent: ['console.amazonaws.com'] }, false],
  ['nothing', {}, false],
])('fromConsole: %s', (_name, raw, expected) => {
  expect(derive('fromConsole', raw)).toBe(expected);
});

test.each<[unknown, string | undefined]>([
  ['192.0.2.10', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0DB8:0001::', '2001:db8:1::/48'],
  ['2001:db8::7', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0::/48'],
  ['::ffff:192.0.2.10', '192.0.2.0/24'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['ec2.amazonaws.com', undefined],
  ['AWS Internal', undefined],
  ['192.0.2.10, 10.0.0.1', undefined],
  ['192.0.2.***', undefined],
  ['', undefined],
  ['1'.repeat(100), undefined],
  [undefined, undefined],
  [null, undefined],
  [['192.0.2.10'], undefined],
])('sourceNetwork of %j', (sourceIPAddress, expected) => {
  expect(derive('sourceNetwork', { sourceIPAddress })).toBe(expected);
});
