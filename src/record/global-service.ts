import { type JsonObject, textOf } from '../json.ts';

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
export function isGlobalService(raw: JsonObject): boolean {
  const source = textOf(raw, 'eventSource') ?? '';
  if (source === 'signin.amazonaws.com') return true;
  return GLOBAL_SERVICES.has(source) && GLOBAL_REGIONS.has(textOf(raw, 'awsRegion') ?? '');
}
