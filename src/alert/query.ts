import type { JsonObject } from '../json.ts';
import { fieldAt, parsePath } from '../match/fields.ts';
import type { StepSpec } from '../match/rule.ts';

interface Query {
  readonly column: string;
  /** The field whose value is looked for, unless the step names another; `mentions` has none of its own. */
  readonly of?: string;
}

/**
 * Searches that a step of a rule may name. Each compares one column of the CloudTrail table of Athena with one value of
 * the record: https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */
export const QUERIES: ReadonlyMap<string, Query> = new Map([
  ['by_access_key', { column: 'useridentity.accesskeyid', of: 'userIdentity.accessKeyId' }],
  ['by_actor', { column: 'useridentity.arn', of: 'userIdentity.arn' }],
  ['by_user', { column: 'useridentity.username', of: 'userIdentity.userName' }],
  [
    'by_role',
    {
      column: 'useridentity.sessioncontext.sessionissuer.arn',
      of: 'userIdentity.sessionContext.sessionIssuer.arn',
    },
  ],
  ['by_address', { column: 'sourceipaddress', of: 'sourceIPAddress' }],
  ['by_event', { column: 'eventname', of: 'eventName' }],
  // Requests that name a thing, such as a bucket.
  ['mentions', { column: 'requestparameters' }],
]);

const COLUMNS =
  'eventtime, eventsource, eventname, awsregion, sourceipaddress, useridentity.arn, errorcode, requestparameters';

/** Whoever acts today was seldom here for longer. */
const BEFORE_MS = 7 * 24 * 60 * 60 * 1000;
/** An ARN has at most 2,048 characters: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html */
const VALUE_MAX = 2_048;
/** What an editor shows as it is. Line ends, controls and bidi marks are in no name that AWS gives. */
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u;

/**
 * The search of a step as SQL, ready to paste; undefined where the step has none, or the record nothing to look for. A
 * value of the record is in it as a quoted text only, and one that might not look like what it is makes no query.
 *
 * @example
 * sqlFor({ do: '…', query: 'by_user' }, record.raw, record.time) // SELECT … WHERE useridentity.username = 'alice' …
 */
export function sqlFor(step: StepSpec, raw: JsonObject, time: number | undefined): string | undefined {
  const query = QUERIES.get(step.query ?? '');
  const field = step.of ?? query?.of;
  if (query === undefined || field === undefined) return undefined;
  const value = fieldAt(raw, parsePath(field)).values.find((found) => typeof found === 'string' && found !== '');
  if (typeof value !== 'string' || value.length > VALUE_MAX || !PLAIN.test(value)) return undefined;
  const literal = `'${value.replaceAll("'", "''")}'`;
  const where = query.of === undefined ? `strpos(${query.column}, ${literal}) > 0` : `${query.column} = ${literal}`;
  return `SELECT ${COLUMNS} FROM cloudtrail_logs WHERE ${where}${since(time)} ORDER BY eventtime LIMIT 1000`;
}

const since = (time: number | undefined): string =>
  time === undefined ? '' : ` AND eventtime > '${new Date(time - BEFORE_MS).toISOString().slice(0, 19)}Z'`;
