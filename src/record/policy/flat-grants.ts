import { type JsonObject, objectOf, own, textOf } from '../../json.ts';
import { valuesOf } from './element.ts';
import { valuesIn } from './values.ts';

/**
 * Requests that grant without a policy document, as the statement that AWS makes of them. By eventName without the
 * API date (`AddPermission20150331v2`).
 */
export function flatStatements(eventName: string, request: JsonObject): readonly JsonObject[] {
  return FLAT.get(eventName)?.(request) ?? [];
}

type Flat = (request: JsonObject) => readonly JsonObject[];

/** Lambda, SQS, SNS, EventBridge: whom, and on what condition. */
const permission: Flat = (request) => {
  const grantees = PERMISSION_GRANTEES.flatMap((name) => valuesOf(request, name));
  const condition: Record<string, unknown> = {};
  for (const [name, key] of PERMISSION_CONDITIONS) {
    const value = own(request, name);
    if (value !== undefined && value !== null) condition[key] = value;
  }
  const asked = objectOf(request, 'condition') ?? {};
  const [key] = valuesOf(asked, 'key');
  if (key === 'aws:PrincipalOrgID') condition[key] = valuesOf(asked, 'value');
  return [{ ...allow(grantees), Condition: { StringLike: condition } }];
};

const PERMISSION_GRANTEES = ['principal', 'awsaccountid', 'awsaccountids'];
const PERMISSION_CONDITIONS = [
  ['sourceArn', 'aws:SourceArn'],
  ['sourceAccount', 'aws:SourceAccount'],
  ['principalOrgID', 'aws:PrincipalOrgID'],
  ['organizationId', 'aws:PrincipalOrgID'],
] as const;

/** EC2 snapshots and images: `createVolumePermission: { add: { items: [{ group: all }, { userId: … }] } }`, or flat. */
const attribute: Flat = (request) => {
  const added = ['createVolumePermission', 'launchPermission', 'loadPermission']
    .map((name) => own(objectOf(request, name) ?? {}, 'add'))
    .concat(textOf(request, 'operationType') === 'add' ? request : []);
  return [allow(added.flatMap(granteesIn))];
};

const GRANTEE = /^(?:userids?|(?:user)?groups?)$/i;

const granteesIn = (added: unknown): unknown[] =>
  [...valuesIn(added)]
    .filter(({ key, value }) => GRANTEE.test(key) && typeof value !== 'object')
    .map(({ value }) => value);

/** One parameter holds the grantees. */
const listedIn =
  (name: string): Flat =>
  (request) => [allow(valuesOf(request, name))];

/** Predefined groups, and canned ACLs that stand for them (S3 user guide, "Access control list overview"). */
const WORLD_GROUP = /acs\.amazonaws\.com\/groups\/global\/(?:AllUsers|AuthenticatedUsers)\b/;
const WORLD_ACL: ReadonlySet<unknown> = new Set(['public-read', 'public-read-write', 'authenticated-read']);
const ACL_KEY = /^(?:x-amz-)?acl$/i;
const GRANTEE_KEY = /^(?:uri|x-amz-grant-.*)$/i;

const s3Acl: Flat = (request) => {
  for (const { key, value } of valuesIn(request)) {
    if (typeof value !== 'string') continue;
    if (ACL_KEY.test(key) && WORLD_ACL.has(value)) return [allow(['*'])];
    if (GRANTEE_KEY.test(key) && WORLD_GROUP.test(value)) return [allow(['*'])];
  }
  return [];
};

const FLAT: ReadonlyMap<string, Flat> = new Map([
  ['AddPermission', permission],
  ['AddLayerVersionPermission', permission],
  ['PutPermission', permission],
  ['CreateGrant', listedIn('granteeprincipal')],
  ['ModifySnapshotAttribute', attribute],
  ['ModifyImageAttribute', attribute],
  ['ModifyFpgaImageAttribute', attribute],
  ['ModifyDBSnapshotAttribute', listedIn('valuestoadd')],
  ['ModifyDBClusterSnapshotAttribute', listedIn('valuestoadd')],
  ['AuthorizeSnapshotAccess', listedIn('accountwithrestoreaccess')],
  ['CreateResourceShare', listedIn('principals')],
  ['AssociateResourceShare', listedIn('principals')],
  ['PutBucketAcl', s3Acl],
  ['PutObjectAcl', s3Acl],
  ['PutObject', s3Acl],
  ['CopyObject', s3Acl],
  ['CreateMultipartUpload', s3Acl],
  ['CreateBucket', s3Acl],
]);

/** `all` is what EC2 and RDS call everybody; a name with a dot that is no ARN is a service. */
function allow(grantees: readonly unknown[]): JsonObject {
  return {
    Effect: 'Allow',
    Principal: {
      Service: grantees.filter(isService),
      AWS: grantees.filter((grantee) => !isService(grantee)).map((grantee) => (grantee === 'all' ? '*' : grantee)),
    },
  };
}

const isService = (grantee: unknown): boolean =>
  typeof grantee === 'string' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(grantee);
