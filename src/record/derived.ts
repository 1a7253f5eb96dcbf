import { type JsonObject, objectOf } from '../json.ts';
import { actorOf, isAwsService } from './actor.ts';
import { apiName } from './api-name.ts';
import { fromConsole } from './from-console.ts';
import { isGlobalService } from './global-service.ts';
import { opensToWorld } from './opens-to-world.ts';
import { outcomeOf } from './outcome.ts';
import { grantsOf } from './policy/grants.ts';
import { principalOf } from './principal.ts';
import { sourceNetwork } from './source-network.ts';

/**
 * Computed from the record when a rule or a title asks for it; usable like any field, and never in its way. Named without
 * `derived.`; undefined where the record does not tell, as if the field were not there. docs/derived-fields.md lists them.
 */
export const DERIVED: ReadonlyMap<string, (raw: JsonObject) => unknown> = new Map<string, (raw: JsonObject) => unknown>(
  [
    ['actor', actorOf],
    ['principal', principalOf],
    ['isAwsService', isAwsService],
    ['success', (raw) => outcomeOf(raw) === 'success'],
    ['denied', (raw) => outcomeOf(raw) === 'denied'],
    ['apiName', apiName],
    ['isGlobalService', isGlobalService],
    ['fromConsole', fromConsole],
    ['sourceNetwork', sourceNetwork],
    ['policy.public', (raw) => grantsOf(raw)?.anybody],
    ['policy.externalAccounts', (raw) => someOf(grantsOf(raw)?.accounts)],
    ['policy.admin', (raw) => grantsOf(raw)?.everything],
    ['opensToWorld', opensToWorld],
    ['parametersOmitted', (raw) => objectOf(raw, 'requestParameters')?.['omitted'] === true],
  ],
);

/** An empty list would be a field that exists. */
function someOf(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
