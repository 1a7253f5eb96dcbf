import { type JsonObject, objectOf, textOf } from '../json.ts';
import { actorOf } from './actor.ts';

/**
 * Whose rights were used, as one text that whoever has them cannot change: the role and not the session, whose name the
 * caller chooses; the user and not the federated name. Of Identity Center's own roles, which many people share and nobody
 * else can take on, the person as well.
 */
export function principalOf(raw: JsonObject): string | undefined {
  const identity = objectOf(raw, 'userIdentity');
  return identity === undefined ? undefined : ofIdentity(identity) || actorOf(raw) || undefined;
}

function ofIdentity(identity: JsonObject): string {
  const arn = textOf(identity, 'arn') ?? '';
  switch (textOf(identity, 'type')) {
    case 'Root':
      return arn || rootOf(identity);
    case 'AssumedRole':
      return withPerson(issuerOf(identity) || roleArn(arn) || withoutSession(identity), arn);
    case 'FederatedUser':
      return issuerOf(identity) || arn || withoutSession(identity);
    case 'IAMUser':
      return arn || userArn(identity);
    case 'AWSService':
      return textOf(identity, 'invokedBy') ?? '';
    case 'IdentityCenterUser':
      return textOf(objectOf(identity, 'onBehalfOf') ?? {}, 'userId') ?? '';
    case 'SAMLUser':
    case 'WebIdentityUser':
      return textOf(identity, 'principalId') ?? '';
    // Somebody of another account, as the owner of a bucket sees them.
    case 'AWSAccount':
      return withoutSession(identity) || (textOf(identity, 'accountId') ?? '');
    default:
      return issuerOf(identity) || roleArn(arn);
  }
}

const issuerOf = (identity: JsonObject): string =>
  textOf(objectOf(objectOf(identity, 'sessionContext') ?? {}, 'sessionIssuer') ?? {}, 'arn') ?? '';

const ASSUMED = /^(arn:[^:]*):sts:(:\d*):assumed-role\/([^/]+)/;

/** `arn:aws:sts::123456789012:assumed-role/Admin/alice` → `arn:aws:iam::123456789012:role/Admin` */
function roleArn(arn: string): string {
  const [, partition, account, role] = ASSUMED.exec(arn) ?? [];
  return role === undefined ? '' : `${partition}:iam:${account}:role/${role}`;
}

/** The path is kept for the service; a role that only has such a name is another one. */
const IDENTITY_CENTER = ':role/aws-reserved/sso.amazonaws.com/';

const withPerson = (role: string, arn: string): string =>
  role.includes(IDENTITY_CENTER) ? `${role}/${arn.split('/').slice(2).join('/')}` : role;

/** `AROAEXAMPLE:alice` → `AROAEXAMPLE` */
const withoutSession = (identity: JsonObject): string => (textOf(identity, 'principalId') ?? '').split(':')[0] ?? '';

const userArn = (identity: JsonObject): string => {
  const [account, name] = [textOf(identity, 'accountId'), textOf(identity, 'userName')];
  return account && name ? `arn:aws:iam::${account}:user/${name}` : (name ?? '');
};

const rootOf = (identity: JsonObject): string => {
  const account = textOf(identity, 'accountId');
  return account ? `arn:aws:iam::${account}:root` : 'root';
};
