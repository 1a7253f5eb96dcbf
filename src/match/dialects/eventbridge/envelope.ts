import { type JsonObject, objectOf, own, textOf } from '../../../json.ts';
import type { EventPattern } from './pattern.ts';

/** Values of `detail-type` (EventBridge user guide, "AWS service events delivered via CloudTrail"), by eventType. */
const DETAIL_TYPES: ReadonlyMap<string, string> = new Map([
  ['AwsConsoleSignIn', 'AWS Console Sign In via CloudTrail'],
  ['AwsServiceEvent', 'AWS Service Event via CloudTrail'],
  ['AwsCloudTrailInsight', 'AWS Insight via CloudTrail'],
]);
const INSIGHT = 'AWS Insight via CloudTrail';
const API_CALL = 'AWS API Call via CloudTrail';

/**
 * The event that EventBridge would have delivered a record in, so that a pattern written for EventBridge runs on records
 * from anywhere. Fields that the record does not tell are left out, and so is `id`, which EventBridge makes up.
 *
 * @example
 * envelopeOf({ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', … }).source // 'aws.iam'
 */
export function envelopeOf(raw: JsonObject): JsonObject {
  const insight = own(raw, 'eventCategory') === 'Insight';
  const type = insight ? INSIGHT : (DETAIL_TYPES.get(textOf(raw, 'eventType') ?? '') ?? API_CALL);
  return {
    version: '0',
    'detail-type': type,
    ...told('source', type === INSIGHT ? 'aws.cloudtrail' : sourceOf(raw)),
    ...told('account', textOf(raw, 'recipientAccountId') ?? textOf(objectOf(raw, 'userIdentity') ?? {}, 'accountId')),
    ...told('time', textOf(raw, 'eventTime')),
    ...told('region', textOf(raw, 'awsRegion')),
    resources: [],
    detail: raw,
  };
}

const told = (key: string, value: string | undefined): JsonObject => (value === undefined ? {} : { [key]: value });

/** `iam.amazonaws.com` → `aws.iam` */
function sourceOf(raw: JsonObject): string | undefined {
  const source = textOf(raw, 'eventSource');
  return source === undefined ? undefined : `aws.${source.replace(/\.amazonaws\.com(?:\.cn)?$/, '')}`;
}

/**
 * What EventBridge writes around a record. Not `resources`, which a record has too: a pattern of that and the record's
 * own fields is about the record.
 */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set([
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'detail',
]);

/**
 * Whether a pattern is about the whole event: one of its fields, in `$or` too, begins with a key of the envelope other
 * than `resources`. Otherwise it is about the bare record. CloudTrail records have no such keys at their top, so a pattern
 * that mixes both is one for EventBridge that matches nothing there, and nothing here.
 */
export const hasDetail = (pattern: EventPattern): boolean =>
  pattern.fields.some(({ path }) => ENVELOPE_KEYS.has(path[0] ?? ''));
