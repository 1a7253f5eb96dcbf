import { isObject, type JsonObject, parseJson } from '../../json.ts';
import { hasElement, valuesOf } from './element.ts';
import { valuesIn } from './values.ts';

/**
 * Characters of text that are read as JSON in one request. CloudTrail leaves out request parameters over 100 KB (user
 * guide, "CloudTrail record contents"), so a policy cannot hide behind other text; records made elsewhere can be larger.
 */
export const MAX_POLICY_TEXT = 262_144;

/**
 * The shortest document that grants: `{"Statement":{"Effect":"Allow","Principal":"*"}}`. Bad JSON costs twenty
 * microseconds a piece, and this is how few pieces fit into a request.
 */
const MIN_POLICY_TEXT = 48;

/**
 * The statements of every policy document in a request. A document is known by its shape, an object with `Statement`,
 * whatever the parameter's name: `bucketPolicy` is an object, `policyDocument`, `policyText` and `attributes.Policy` are
 * JSON in a text, and some texts are URL-encoded.
 */
export function statementsIn(request: unknown): JsonObject[] {
  const statements: JsonObject[] = [];
  let budget = MAX_POLICY_TEXT;
  for (const { value } of valuesIn(request)) {
    let document = value;
    if (typeof value === 'string') {
      if (value.length < MIN_POLICY_TEXT || value.length > budget || !FIRST_CHARACTER.test(value)) continue;
      budget -= value.length;
      document = documentIn(value);
    }
    if (!isObject(document) || !hasElement(document, 'statement')) continue;
    for (const statement of valuesOf(document, 'statement')) if (isObject(statement)) statements.push(statement);
  }
  return statements;
}

/** An object's, or that of URL-encoded text, which may begin with an encoded blank. */
const FIRST_CHARACTER = /^\s*[{%+]/;

function documentIn(text: string): unknown {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{')) return jsonIn(trimmed);
  // Form encoding writes a blank as +, percent-encoding leaves a + alone: which one it was shows in whether it is JSON.
  return jsonIn(percentDecoded(trimmed)) ?? jsonIn(percentDecoded(trimmed.replaceAll('+', ' ')));
}

function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : undefined;
}

/** Undefined where the encoding is broken, as in `%7G` or `100%`. */
function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
