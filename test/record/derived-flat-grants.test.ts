import type { JsonObject } from '../../src/json.ts';
import { derive } from './derive.ts';

const OWN = '123456789012';
const OTHER = '210987654321';
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

const added = (items: unknown) => ({ createVolumePermission: { add: items } });
const grantTo = (URI: string) => ({
  AccessControlPolicy: {
    AccessControlList: { Grant: [{ Grantee: { 'xsi:type': 'Group', URI }, Permission: 'READ' }] },
  },
});

type Row = readonly [name: string, eventName: string, request: JsonObject, anybody: boolean, accounts?: string[]];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'function, queue, topic and bus permissions': [
    ['anybody', 'AddPermission20150331v2', { principal: '*', action: 'lambda:InvokeFunction' }, true],
    ['anybody in the organization', 'AddPermission20150331v2', { principal: '*', principalOrgID: 'o-a' }, false],
    ['anybody from one account', 'AddPermission20150331v2', { principal: '*', sourceAccount: OTHER }, false, [OTHER]],
    ['an account', 'AddPermission20150331v2', { principal: OTHER }, false, [OTHER]],
    ['a role', 'AddPermission20150331', { principal: `arn:aws:iam::${OTHER}:role/x` }, false, [OTHER]],
    ['a service', 'AddPermission20150331v2', { principal: 's3.amazonaws.com', sourceAccount: OWN }, false],
    [
      'a service for a topic of another account',
      'AddPermission20150331v2',
      { principal: 'sns.amazonaws.com', sourceArn: `arn:aws:sns:us-east-1:${OTHER}:x` },
      false,
      [OTHER],
    ],
    ['a source that fixes nothing', 'AddPermission20150331v2', { principal: '*', sourceArn: 'arn:aws:s3:::*' }, true],
    ['a layer for everybody', 'AddLayerVersionPermission20181031', { principal: '*' }, true],
    ['a layer for an organization', 'AddLayerVersionPermission', { principal: '*', organizationId: 'o-a' }, false],
    ['a queue', 'AddPermission', { label: 'x', aWSAccountIds: [OTHER, OWN], actions: ['*'] }, false, [OTHER]],
    ['a topic', 'AddPermission', { label: 'x', aWSAccountId: [OTHER] }, false, [OTHER]],
    ['a bus', 'PutPermission', { principal: '*', statementId: 'x' }, true],
    [
      'a bus for an organization',
      'PutPermission',
      { principal: '*', condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-a' } },
      false,
    ],
    ['a KMS grant', 'CreateGrant', { granteePrincipal: `arn:aws:iam::${OTHER}:root` }, false, [OTHER]],
    ['a KMS grant to a service', 'CreateGrant', { granteePrincipal: 'rds.us-east-1.amazonaws.com' }, false],
    ['a resource share', 'CreateResourceShare', { principals: [OTHER] }, false, [OTHER]],
    [
      'a resource share with an organization',
      'AssociateResourceShare',
      { principals: [`arn:aws:organizations::${OTHER}:organization/o-a`] },
      false,
    ],
    ['a permission taken away', 'RemovePermission20150331v2', { principal: '*' }, false],
  ],
  'snapshots and images': [
    ['everybody', 'ModifySnapshotAttribute', added({ items: [{ group: 'all' }] }), true],
    ['everybody, as a plain list', 'ModifySnapshotAttribute', added([{ group: 'all' }]), true],
    ['another group', 'ModifySnapshotAttribute', added({ items: [{ group: 'none' }] }), false],
    ['accounts', 'ModifySnapshotAttribute', added({ items: [{ userId: OWN }, { userId: OTHER }] }), false, [OTHER]],
    [
      'removed',
      'ModifySnapshotAttribute',
      { createVolumePermission: { remove: { items: [{ group: 'all' }] } } },
      false,
    ],
    ['an image', 'ModifyImageAttribute', { launchPermission: { add: { items: [{ group: 'all' }] } } }, true],
    ['flat', 'ModifyImageAttribute', { operationType: 'add', userGroups: ['all'], userIds: [OTHER] }, true, [OTHER]],
    ['flat, removed', 'ModifyImageAttribute', { operationType: 'remove', userGroups: ['all'] }, false],
    ['RDS, everybody', 'ModifyDBSnapshotAttribute', { attributeName: 'restore', valuesToAdd: ['all'] }, true],
    ['RDS, an account', 'ModifyDBClusterSnapshotAttribute', { valuesToAdd: [OTHER] }, false, [OTHER]],
    ['RDS, nobody', 'ModifyDBSnapshotAttribute', { valuesToAdd: [], valuesToRemove: ['all'] }, false],
    ['Redshift', 'AuthorizeSnapshotAccess', { accountWithRestoreAccess: OTHER }, false, [OTHER]],
  ],
  'S3 access control lists': [
    ['a group', 'PutBucketAcl', grantTo(ALL_USERS), true],
    ['every AWS user', 'PutObjectAcl', grantTo(ALL_USERS.replace('AllUsers', 'AuthenticatedUsers')), true],
    ['the group of log delivery', 'PutBucketAcl', grantTo('http://acs.amazonaws.com/groups/s3/LogDelivery'), false],
    ['canned', 'PutBucketAcl', { acl: '', 'x-amz-acl': 'public-read' }, true],
    ['canned, as a list', 'PutObject', { 'x-amz-acl': ['public-read-write'] }, true],
    ['canned, for every AWS user', 'CreateBucket', { 'x-amz-acl': 'authenticated-read' }, true],
    ['private', 'PutBucketAcl', { 'x-amz-acl': 'private' }, false],
    ['a header', 'PutObject', { accessControlList: { 'x-amz-grant-read': `uri="${ALL_USERS}"` } }, true],
    ['an object of that name', 'PutObject', { key: `${ALL_USERS} public-read` }, false],
    ['only asked for', 'GetBucketAcl', { acl: '', 'x-amz-acl': 'public-read' }, false],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  // Jest passes `done` in the place of a column that is not there.
  const columns = rows.map(
    ([name, event, request, anybody, accounts]) => [name, event, request, anybody, accounts] as const,
  );
  test.each(columns)('%s: %s', (_case, eventName, requestParameters, anybody, accounts) => {
    const raw = { eventName, recipientAccountId: OWN, requestParameters };
    expect(derive('policy.public', raw)).toBe(anybody);
    expect(derive('policy.externalAccounts', raw)).toEqual(accounts);
    expect(derive('policy.admin', raw)).toBe(false);
  });
});
