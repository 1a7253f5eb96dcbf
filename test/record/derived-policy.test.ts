import type { JsonObject } from '../../src/json.ts';
import { derive as deriveField } from './derive.ts';

const OWN = '123456789012';
const OTHER = '210987654321';

const derive = (name: string, raw: JsonObject) => deriveField(`policy.${name}`, raw);
const request = (requestParameters: unknown, eventName = 'PutBucketPolicy'): JsonObject => ({
  eventName,
  recipientAccountId: OWN,
  requestParameters,
});
const policy = (...Statement: unknown[]): JsonObject => ({ Version: '2012-10-17', Statement });
const allow = (more: JsonObject): JsonObject => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });

describe('policy.public: who is anybody', () => {
  test.each<[string, JsonObject, boolean]>([
    ['a star', { Principal: '*' }, true],
    ['a star as an AWS principal', { Principal: { AWS: '*' } }, true],
    ['a star in a list', { Principal: { AWS: ['*'] } }, true],
    ['a star behind an account', { Principal: { AWS: [OWN, '*'] } }, true],
    ['a star as a canonical user', { Principal: { CanonicalUser: '*' } }, true],
    ['a wildcard in the place of the account', { Principal: { AWS: 'arn:aws:iam::*:root' } }, true],
    ['a wildcard in the account', { Principal: { AWS: 'arn:aws:iam::12345678901?:root' } }, true],
    ['a wildcard behind the account', { Principal: { AWS: `arn:aws:iam::${OTHER}:role/*` } }, false],
    ['everybody but one', { NotPrincipal: { AWS: OTHER } }, true],
    ['everybody but one, in the organization', { NotPrincipal: { AWS: OTHER }, ...orgCondition() }, false],
    ['element names in another case', { principal: { aws: '*' } }, true],
    ['one account', { Principal: { AWS: OTHER } }, false],
    ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['nobody: an identity policy', {}, false],
    ['denied', { Effect: 'Deny', Principal: '*' }, false],
    ['no effect', { Effect: undefined, Principal: '*' }, false],
    ['a principal that is no principal', { Principal: [null, 7, true, { AWS: null }] }, false],
  ])('%s', (_name, statement, expected) => {
    expect(derive('public', request({ bucketPolicy: policy(allow(statement)) }))).toBe(expected);
  });

  function orgCondition(): JsonObject {
    return { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } };
  }
});

describe('policy.public: which conditions leave out the world', () => {
  test.each<[string, unknown, boolean]>([
    ['SourceAccount', { StringEquals: { 'aws:SourceAccount': OWN } }, false],
    ['SourceAccount, as a number', { StringEquals: { 'aws:SourceAccount': 123456789012 } }, false],
    ['keys have no case', { StringEquals: { 'AWS:SOURCEACCOUNT': OWN } }, false],
    ['an organization', { StringEquals: { 'aws:PrincipalOrgID': ['o-exampleorgid'] } }, false],
    ['a path of an organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a/r-b/ou-c/*' } }, false],
    ['a path of any organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-b/*' } }, true],
    ['SourceArn of an account', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWN}:*` } }, false],
    ['SourceArn of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:*:orders' } }, true],
    ['SourceArn of a bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-bucket' } }, false],
    ['SourceArn of buckets anybody can make', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-*' } }, true],
    ['PrincipalArn', { ArnEquals: { 'aws:PrincipalArn': `arn:aws-cn:iam::${OWN}:role/*` } }, false],
    ['a role by its id', { StringLike: { 'aws:userid': 'AROAEXAMPLEID:*' } }, false],
    ['a VPC endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, false],
    ['any VPC endpoint', { StringLike: { 'aws:SourceVpce': 'vpce-*' } }, true],
    ['a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }, false],
    ['a network', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, false],
    ['an address', { IpAddress: { 'aws:SourceIp': '2001:db8::1' } }, false],
    ['the world as a network', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, true],
    ['half the world', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, true],
    ['the world behind a network', { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } }, true],
    ['too much of IPv6', { IpAddress: { 'aws:SourceIp': '2001::/16' } }, true],
    ['an address of no network', { IpAddress: { 'aws:SourceIp': 'everywhere' } }, true],
    ['KMS', { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }, false],
    ['an S3 access point', { StringEquals: { 's3:DataAccessPointAccount': OWN } }, false],
    ['an EFS mount target', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }, false],
    ['not an EFS mount target', { Bool: { 'elasticfilesystem:AccessedViaMountTarget': false } }, true],
    ['the account of the resource', { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }, false],
    ['the caller is the caller', { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }, true],
    ['only wildcards', { StringLike: { 'aws:PrincipalArn': '*' } }, true],
    ['one value is a wildcard', { StringLike: { 'aws:SourceAccount': [OWN, '*'] } }, true],
    ['negated', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, true],
    ['a network left out', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, true],
    ['if exists: a stranger has no organization', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a' } }, true],
    ['for all values of none', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a' } }, true],
    ['in any organization', { Null: { 'aws:PrincipalOrgID': 'false' } }, true],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['a referer', { StringLike: { 'aws:Referer': 'https://example.com/*' } }, true],
    ['an external id', { StringEquals: { 'sts:ExternalId': 'x' } }, true],
    [
      'one of two that restricts',
      { Bool: { 'aws:SecureTransport': true }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
      false,
    ],
    ['no value at all', { StringEquals: { 'aws:SourceAccount': null } }, true],
    ['an operator that does not exist', { StringIs: { 'aws:SourceAccount': OWN } }, true],
    ['a key that every object has', { StringEquals: { constructor: 'x', toString: 'x' } }, true],
    ['an empty condition', {}, true],
    ['a condition that is text', 'aws:SourceAccount', true],
  ])('%s', (_name, Condition, expected) => {
    const statement = allow({ Principal: '*', Condition });
    expect(derive('public', request({ bucketPolicy: policy(statement) }))).toBe(expected);
  });
});

describe('policy.public: where documents are found', () => {
  const open = policy(allow({ Principal: '*' }));
  const text = JSON.stringify(open);
  test.each<[string, unknown, boolean]>([
    ['an object', { bucketPolicy: open }, true],
    ['one statement, no list', { bucketPolicy: { Statement: allow({ Principal: '*' }) } }, true],
    ['text', { policy: text }, true],
    ['text in attributes', { attributes: { Policy: text } }, true],
    ['text in a list', { policies: [[text]] }, true],
    ['text with a line break before', { policyText: `\n${text}` }, true],
    ['URL-encoded', { policyDocument: encodeURIComponent(text) }, true],
    ['URL-encoded with a blank before', { policyDocument: `%20%0A${encodeURIComponent(text)}` }, true],
    ['form-encoded', { policyDocument: encodeURIComponent(`{ ${text.slice(1)}`).replaceAll('%20', '+') }, true],
    ['an escaped key', { policy: text.replace('Statement', '\\u0053tatement') }, true],
    ['the request itself', open, true],
    ['a request that is text', text, true],
    ['the second statement', { policy: policy(allow({ Principal: { AWS: OWN } }), allow({ Principal: '*' })) }, true],
    ['the second document', { a: policy(allow({})), b: text }, true],
    ['not text that is cut off', { policy: text.slice(0, -1) }, false],
    ['not with a broken encoding', { policy: `${encodeURIComponent(text)}%G` }, false],
    ['not text that speaks of one', { description: `see ${text}` }, false],
    ['not a statement of something else', { rules: [{ statement: { byteMatch: '*' } }], statement: 'SELECT 1' }, false],
    ['not without a request', null, false],
  ])('%s', (_name, requestParameters, expected) => {
    expect(derive('public', request(requestParameters))).toBe(expected);
  });

  test.each<[string, JsonObject]>([
    ['a control policy', { eventSource: 'organizations.amazonaws.com', eventName: 'CreatePolicy' }],
    ['a VPC endpoint', { eventSource: 'ec2.amazonaws.com', eventName: 'ModifyVpcEndpoint' }],
  ])('%s takes away and grants nothing', (_name, event) => {
    const all = JSON.stringify(policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }));
    const raw = { ...event, requestParameters: { content: all } };
    expect([derive('public', raw), derive('admin', raw)]).toEqual([false, false]);
  });

  test.each(['public', 'admin', 'externalAccounts'])('%s is not known where the parameters were left out', (name) => {
    expect(derive(name, request({ omitted: true, reason: 'requestParameters too large' }))).toBeUndefined();
  });
});

describe('policy.externalAccounts', () => {
  test.each<[string, JsonObject, string[] | undefined]>([
    ['an id', { Principal: { AWS: OTHER } }, [OTHER]],
    ['an id without quotes', { Principal: { AWS: 12345678901 } }, ['012345678901']],
    ['a root', { Principal: { AWS: `arn:aws:iam::${OTHER}:root` } }, [OTHER]],
    ['a role in China', { Principal: { AWS: `arn:aws-cn:iam::${OTHER}:role/x` } }, [OTHER]],
    ['a session in GovCloud', { Principal: { AWS: [`arn:aws-us-gov:sts::${OTHER}:assumed-role/x/y`] } }, [OTHER]],
    ['several, once each, in order', { Principal: { AWS: [OTHER, '000000000001', OTHER] } }, ['000000000001', OTHER]],
    ['the own account', { Principal: { AWS: `arn:aws:iam::${OWN}:root` } }, undefined],
    ['own and other', { Principal: { AWS: [OWN, OTHER] } }, [OTHER]],
    ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, undefined],
    ['a deleted principal', { Principal: { AWS: 'AIDAEXAMPLEID' } }, undefined],
    ['CloudFront', { Principal: { AWS: 'arn:aws:iam::cloudfront:user/x' } }, undefined],
    ['thirteen digits', { Principal: { AWS: `${OTHER}0` } }, undefined],
    ['an id in a name', { Principal: { AWS: `arn:aws:iam::${OWN}:role/${OTHER}` } }, undefined],
    ['denied', { Effect: 'Deny', Principal: { AWS: OTHER } }, undefined],
    ['anybody', { Principal: '*' }, undefined],
    [
      'anybody of another account',
      { Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/x` } } },
      [OTHER],
    ],
    [
      'a service that acts for another account',
      { Principal: { Service: 's3.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': OTHER } } },
      [OTHER],
    ],
    [
      'anybody not of another account',
      { Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OTHER } } },
      undefined,
    ],
  ])('%s', (_name, statement, expected) => {
    expect(derive('externalAccounts', request({ policy: JSON.stringify(policy(allow(statement))) }))).toEqual(expected);
  });

  const shared = { policy: JSON.stringify(policy(allow({ Principal: { AWS: OTHER } }))) };
  test.each<[string, JsonObject, string[] | undefined]>([
    ['recipient', { recipientAccountId: OTHER }, undefined],
    ['owner of the resource', { recipientAccountId: OWN, resources: [null, { accountId: OTHER }] }, undefined],
    ['caller, where no recipient is named', { userIdentity: { accountId: OTHER } }, undefined],
    ['a stranger who calls', { recipientAccountId: OWN, userIdentity: { accountId: OTHER } }, [OTHER]],
    ['nobody is known', {}, [OTHER]],
  ])('whose account is one’s own: %s', (_name, record, expected) => {
    expect(derive('externalAccounts', { ...record, requestParameters: shared })).toEqual(expected);
  });
});

describe('policy.admin', () => {
  test.each<[string, JsonObject, boolean]>([
    ['everything', { Action: '*', Resource: '*' }, true],
    ['everything, in lists', { Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::x', '*'] }, true],
    ['any service, any action', { Action: '*:*', Resource: '*' }, true],
    ['more stars', { Action: '?*:**', Resource: '**' }, true],
    ['resources as an ARN', { Action: '*', Resource: 'arn:aws:*:*:*:*' }, true],
    ['all but a trifle', { NotAction: 'sqs:PurgeQueue', Resource: '*' }, true],
    ['all but one resource', { Action: '*', NotResource: 'arn:aws:s3:::x' }, true],
    ['a power user', { NotAction: ['iam:*', 'organizations:*'], Resource: '*' }, false],
    ['all but all', { NotAction: '*', Resource: '*' }, false],
    ['one service', { Action: 's3:*', Resource: '*' }, false],
    ['one resource', { Action: '*', Resource: 'arn:aws:s3:::x/*' }, false],
    ['no resource', { Action: '*' }, false],
    ['denied', { Effect: 'Deny', Action: '*', Resource: '*' }, false],
    ['a resource policy: * is the one resource', { Principal: { AWS: OWN }, Action: '*', Resource: '*' }, false],
    [
      'in one region',
      { Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
      false,
    ],
    ['in any region', { Action: '*', Resource: '*', Condition: { StringLike: { 'aws:RequestedRegion': '*' } } }, true],
    [
      'not in one region',
      { Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
      true,
    ],
    ['with MFA', { Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, true],
    [
      'from one address',
      { Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1' } } },
      true,
    ],
    [
      'for the user who has it',
      { Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:username': 'mallory' } } },
      true,
    ],
    ['an empty condition', { Action: '*', Resource: '*', Condition: {} }, true],
  ])('%s', (_name, statement, expected) => {
    const policyDocument = JSON.stringify(policy({ Effect: 'Allow', ...statement }));
    expect(derive('admin', request({ policyDocument }, 'PutUserPolicy'))).toBe(expected);
  });
});
