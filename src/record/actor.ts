import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';

/**
 * Who acted, as one text to read by: `role/session`, a user's name, `root`, a service. A session's name is its caller's
 * choice: principal.ts has what to count by. Names repeat between accounts: group by `recipientAccountId` as well.
 */
export function actorOf(raw: JsonObject): string {
  const identity = objectOf(raw, 'userIdentity');
  if (identity === undefined) return '';
  const arn = textOf(identity, 'arn') ?? '';
  const userName = textOf(identity, 'userName') ?? '';
  switch (textOf(identity, 'type')) {
    case 'Root':
      return 'root';
    case 'AssumedRole':
    case 'FederatedUser':
      return afterSlash(arn) || roleOf(identity) || fallback(identity);
    case 'IAMUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
      return userName || afterSlash(arn) || fallback(identity);
    case 'AWSService':
      return textOf(identity, 'invokedBy') || fallback(identity);
    case 'IdentityCenterUser':
      return userName || textOf(objectOf(identity, 'onBehalfOf') ?? {}, 'userId') || fallback(identity);
    default:
      return userName || afterSlash(arn) || fallback(identity);
  }
}

/** `arn:aws:sts::123456789012:assumed-role/Admin/alice` → `Admin/alice` */
const afterSlash = (arn: string): string => {
  const slash = arn.indexOf('/');
  return slash === -1 ? '' : arn.slice(slash + 1);
};

const roleOf = (identity: JsonObject): string => {
  const issuer = objectOf(objectOf(identity, 'sessionContext') ?? {}, 'sessionIssuer') ?? {};
  return textOf(issuer, 'userName') ?? '';
};

const fallback = (identity: JsonObject): string =>
  textOf(identity, 'principalId') || textOf(identity, 'invokedBy') || textOf(identity, 'accountId') || '';

/** A service acts: for itself (`type: AWSService`), for somebody (`invokedBy`), or seen by the address it calls from. */
export function isAwsService(raw: JsonObject): boolean {
  const identity = raw['userIdentity'];
  if (isObject(identity)) {
    if (textOf(identity, 'type') === 'AWSService') return true;
    if (textOf(identity, 'invokedBy')) return true;
  }
  const address = textOf(raw, 'sourceIPAddress') ?? '';
  return address === 'AWS Internal' || address.endsWith('.amazonaws.com');
}
