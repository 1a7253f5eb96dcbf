import { isObject, own, parseJson } from '../json.ts';
import type { StoredRules } from './memory-rule.ts';

const FORMAT = 2 satisfies StoredRules['format'];

/**
 * Reads what the build wrote. A function that starts with rules of another version would misread them at every record.
 *
 * @param file its name, for the error
 * @throws where the text is of another format
 */
export function storedRulesIn(text: string, file: string): StoredRules {
  const parsed = parseJson(text);
  const format = parsed.ok && isObject(parsed.value) ? own(parsed.value, 'format') : undefined;
  if (!parsed.ok || format !== FORMAT) {
    const found = parsed.ok ? `format ${JSON.stringify(format) ?? 'none'}` : `no JSON (${parsed.message})`;
    throw new Error(
      `${file}: expected rules of format ${FORMAT}, found ${found}. Compile them with this version: npx trailhound compile`,
    );
  }
  return parsed.value as StoredRules;
}
