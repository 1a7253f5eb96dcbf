import { type JsonObject, objectOf, textOf } from '../json.ts';
import { actorOf, isAwsService } from './actor.ts';
import { outcomeOf } from './outcome.ts';

/** Computed from the record when a rule or a title asks for it; usable like any field, and never in its way. */
export const DERIVED: ReadonlyMap<string, (raw: JsonObject) => unknown> = new Map<string, (raw: JsonObject) => unknown>(
  [
    ['actor', actorOf],
    ['isAwsService', isAwsService],
    ['success', (raw) => outcomeOf(raw) === 'success'],
    ['denied', (raw) => outcomeOf(raw) === 'denied'],
    ['apiName', apiName],
    ['isGlobalService', isGlobalService],
    ['parametersOmitted', (raw) => objectOf(raw, 'requestParameters')?.['omitted'] === true],
  ],
);

/** `UpdateFunctionCode20150331v2` → `UpdateFunctionCode`; `UpdateDistribution2020_05_31` → `UpdateDistribution`. */
export function apiName(raw: JsonObject): string | undefined {
  return textOf(raw, 'eventName')?.replace(/(?:\d{4}_\d\d_\d\d|\d{8})(?:v\d+)?$/, '');
}

/**
 * Services whose events are recorded in one region (us-east-1 of the commercial partition) wherever the caller is
 * (CloudTrail user guide, "global service events", and the services' own endpoint tables).
 */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'cloudfront.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'organizations.amazonaws.com',
  'account.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'shield.amazonaws.com',
  'support.amazonaws.com',
  'trustedadvisor.amazonaws.com',
  'signin.amazonaws.com',
  'health.amazonaws.com',
  'ce.amazonaws.com',
  'budgets.amazonaws.com',
  'billingconsole.amazonaws.com',
  'waf.amazonaws.com',
]);
const GLOBAL_REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1']);

/**
 * True where the region says nothing about the caller. Sign-in is recorded in the region of the endpoint that was asked,
 * which is often us-east-2 or another one that nobody chose, so it counts as global everywhere.
 */
function isGlobalService(raw: JsonObject): boolean {
  const source = textOf(raw, 'eventSource') ?? '';
  if (source === 'signin.amazonaws.com') return true;
  return GLOBAL_SERVICES.has(source) && GLOBAL_REGIONS.has(textOf(raw, 'awsRegion') ?? '');
}
