import { isObject, type JsonObject, objectOf, own, textOf } from '../../json.ts';
import { apiName } from '../api-name.ts';
import { allowsEverything } from './admin.ts';
import { statementsIn } from './documents.ts';
import { valuesOf } from './element.ts';
import { flatStatements } from './flat-grants.ts';
import { principalsOf } from './principal.ts';
import { restrictionOf } from './restriction.ts';

/** What the policy documents of a request, and the requests that stand for one, would grant. */
export interface Grants {
  /** To any principal, without a condition that leaves out the world. */
  readonly anybody: boolean;
  /** The ids of other accounts that are let in, sorted. */
  readonly accounts: readonly string[];
  /** Any action on any resource, to whoever gets the policy. */
  readonly everything: boolean;
}

/**
 * Reads every policy document in the request. Whether the call succeeded is another field (`derived.success`). Undefined
 * where CloudTrail left the parameters out: nothing is known then.
 *
 * It is computed for each field that asks, not remembered: an ordinary policy takes 15 microseconds, 100 KB of statements
 * 6 milliseconds, 100 KB of broken JSON 40, and only rules about policies ask.
 */
export function grantsOf(raw: JsonObject): Grants | undefined {
  const request = own(raw, 'requestParameters');
  if (isObject(request) && request['omitted'] === true) return undefined;
  const accounts = new Set<string>();
  let anybody = false;
  let everything = false;
  for (const statement of statementsOf(raw, request)) {
    if (!isAllow(statement)) continue;
    everything ||= allowsEverything(statement);
    const granted = granteesOf(statement);
    anybody ||= granted.anybody;
    for (const account of granted.accounts) accounts.add(account);
  }
  for (const account of ownAccounts(raw)) accounts.delete(account);
  return { anybody, accounts: [...accounts].sort(), everything };
}

function statementsOf(raw: JsonObject, request: unknown): readonly JsonObject[] {
  const name = apiName(raw) ?? '';
  if (onlyLimits(raw, name)) return [];
  return isObject(request) ? [...statementsIn(request), ...flatStatements(name, request)] : statementsIn(request);
}

/** Control policies of an organization, and those of VPC endpoints, take away: their Allow lets nobody in. */
function onlyLimits(raw: JsonObject, name: string): boolean {
  if (name === 'CreateVpcEndpoint' || name === 'ModifyVpcEndpoint') return true;
  return (name === 'CreatePolicy' || name === 'UpdatePolicy') && textOf(raw, 'eventSource') === ORGANIZATIONS;
}

const ORGANIZATIONS = 'organizations.amazonaws.com';

const isAllow = (statement: JsonObject): boolean =>
  valuesOf(statement, 'effect').some((effect) => typeof effect === 'string' && effect.toLowerCase() === 'allow');

function granteesOf(statement: JsonObject): { readonly anybody: boolean; readonly accounts: readonly string[] } {
  const principals = principalsOf(statement);
  if (principals === undefined) return { anybody: false, accounts: [] };
  if (!principals.anybody && !principals.service) return principals;
  const restriction = restrictionOf(statement);
  return {
    anybody: principals.anybody && !restriction.restricts,
    accounts: [...principals.accounts, ...restriction.accounts],
  };
}

/** Where the record was recorded for, and whose the resources are. The caller's own account can be a stranger's. */
function* ownAccounts(raw: JsonObject): Generator<string> {
  const recipient = textOf(raw, 'recipientAccountId') ?? textOf(objectOf(raw, 'userIdentity') ?? {}, 'accountId');
  if (recipient !== undefined) yield recipient;
  const resources = own(raw, 'resources');
  for (const resource of Array.isArray(resources) ? (resources as unknown[]) : []) {
    const owner = isObject(resource) ? textOf(resource, 'accountId') : undefined;
    if (owner !== undefined) yield owner;
  }
}
