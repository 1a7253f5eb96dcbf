import { type JsonObject, objectOf, own, textOf } from '../json.ts';

/** What the pages of the console, or the servers behind them, call themselves; older records have it in brackets. */
const CONSOLE =
  /^\[?(?:(?:[a-z0-9-]+\.)?console(?:\.[a-z0-9-]+){0,2}\.amazonaws\.com\]?$|[A-Z][A-Za-z0-9]{0,30}Console)/;
/** CloudShell has the credentials of the console session, and what is typed there is typed by hand or by a program. */
const PROGRAM = /exec-env\/|\b(?:aws-cli|boto3?|botocore|terraform|curl|python-requests|go-http-client)\b/i;

/**
 * The call was made by a page of the console, which asks for many things that nobody chose to ask for. CloudTrail says so
 * itself in sessionCredentialFromConsole; where it does not, the user agent does, which a caller may choose: a long-term
 * key is never the console's, whatever it says of itself.
 */
export function fromConsole(raw: JsonObject): boolean {
  const key = textOf(objectOf(raw, 'userIdentity') ?? {}, 'accessKeyId') ?? '';
  if (key.startsWith('AKIA')) return false;
  const agent = textOf(raw, 'userAgent') ?? '';
  if (isTrue(own(raw, 'sessionCredentialFromConsole'))) return !PROGRAM.test(agent);
  return CONSOLE.test(agent) || textOf(raw, 'eventType') === 'AwsConsoleAction';
}

const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
