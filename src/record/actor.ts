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

/**
 * A service acts: for itself (`type: AWSService`, or a role that only it can assume), for somebody (`invokedBy`), or seen by
 * the host name it calls from. Not by `AWS Internal`, as an address or in `invokedBy`: this is also how the console's own
 * servers call for somebody who clicks, and `signin.amazonaws.com` how they did in older records.
 */
export function isAwsService(raw: JsonObject): boolean {
  const address = textOf(raw, 'sourceIPAddress') ?? '';
  if (address.endsWith('.amazonaws.com') && !CONSOLE.has(address)) return true;
  const identity = raw['userIdentity'];
  if (!isObject(identity)) return false;
  const type = textOf(identity, 'type');
  if (type === 'AWSService' || isOfService(identity)) return true;
  const invokedBy = textOf(identity, 'invokedBy');
  return Boolean(invokedBy) && !(Boolean(type) && CONSOLE.has(invokedBy ?? ''));
}

const CONSOLE: ReadonlySet<string> = new Set(['AWS Internal', 'signin.amazonaws.com']);

const isOfService = (identity: JsonObject): boolean => {
  const issuer = objectOf(objectOf(identity, 'sessionContext') ?? {}, 'sessionIssuer') ?? {};
  return (textOf(issuer, 'arn') ?? '').includes(':role/aws-service-role/');
};
