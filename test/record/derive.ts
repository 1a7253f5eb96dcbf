import type { JsonObject } from '../../src/json.ts';
import { DERIVED } from '../../src/record/derived.ts';
import { GRANT_WORDS } from '../../src/record/policy/grant-words.ts';

/** A derived field. What lets somebody in must hold one of the words by which the sieve knows such requests. */
export function derive(name: string, raw: JsonObject): unknown {
  const value = DERIVED.get(name)?.(raw);
  const grants = name.startsWith('policy.') && value !== undefined && value !== false;
  if (grants && !mayGrant(JSON.stringify(raw['requestParameters']))) {
    throw new Error(`no word of GRANT_WORDS is in ${JSON.stringify(raw)}`);
  }
  return value;
}

const mayGrant = (json: string): boolean =>
  json.includes('\\') || GRANT_WORDS.some((word) => json.toLowerCase().includes(word));
