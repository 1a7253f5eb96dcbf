import type { JsonObject } from '../../json.ts';
import { hasElement, isWildcard, valuesOf } from './element.ts';
import { narrowsActions } from './restriction.ts';

/**
 * Whether an Allow statement of an identity's policy lets it do anything with everything. A statement that names a
 * principal belongs to one resource, where `*` is that resource.
 */
export function allowsEverything(statement: JsonObject): boolean {
  if (hasElement(statement, 'principal') || hasElement(statement, 'notprincipal')) return false;
  return allActions(statement) && allResources(statement) && !narrowsActions(statement);
}

function allActions(statement: JsonObject): boolean {
  if (valuesOf(statement, 'action').some(isEveryAction)) return true;
  // Whoever keeps IAM can give himself what NotAction left out; a power user, who has all but IAM, cannot.
  return (
    hasElement(statement, 'notaction') &&
    !valuesOf(statement, 'notaction').some((action) => isEveryAction(action) || isAllOfIam(action))
  );
}

const isAllOfIam = (action: unknown): boolean => typeof action === 'string' && /^iam:\*+$/i.test(action);

/** `*`, `*:*`, and other spellings of it. */
function isEveryAction(action: unknown): boolean {
  if (typeof action !== 'string') return false;
  const [service = '', name, ...rest] = action.split(':', 3);
  return rest.length === 0 && isWildcard(service) && (name === undefined || isWildcard(name));
}

/** NotResource leaves out a few and gives the rest. */
function allResources(statement: JsonObject): boolean {
  if (valuesOf(statement, 'resource').some(isEveryResource)) return true;
  return hasElement(statement, 'notresource') && !valuesOf(statement, 'notresource').some(isEveryResource);
}

/** `*`, or an ARN that fixes nothing but the partition: `arn:aws:*:*:*:*`. */
const isEveryResource = (resource: unknown): boolean =>
  typeof resource === 'string' && resource.includes('*') && /^(?:arn:(?:aws[a-z-]*:)?)?[*?:]+$/i.test(resource);
