import { type JsonObject, objectOf, own, textOf } from '../json.ts';

export type Outcome = 'success' | 'denied' | 'failure';

/** AWS has many names for "you may not": seen in published records, and in the service models. */
const DENIED =
  /^(?:Client\.)?(?:AccessDenied.*|Unauthorized(?:Exception|Access)?|.*UnauthorizedOperation|VpceAccessDenied|NotAuthorized(?:Exception)?|AuthorizationError(?:Exception)?|Forbidden(?:Exception)?)$/i;

/**
 * What became of the call. A failed ConsoleLogin has no errorCode: its responseElements say `Failure`. Some services
 * write `errorCode: "200"` on success.
 */
export function outcomeOf(raw: JsonObject): Outcome {
  const code = own(raw, 'errorCode');
  const text = typeof code === 'string' ? code : '';
  if (DENIED.test(text)) return 'denied';
  if (text !== '' && text !== '200') return 'failure';
  const response = objectOf(raw, 'responseElements');
  if (response && textOf(response, 'ConsoleLogin') === 'Failure') return 'failure';
  // Sign-in events tell a failure by the message alone.
  return text === '' && textOf(raw, 'errorMessage') && isSignIn(raw) ? 'failure' : 'success';
}

const isSignIn = (raw: JsonObject): boolean => textOf(raw, 'eventType') === 'AwsConsoleSignIn';
