import { storeRule } from '../match/stored-rule.ts';
import type { CompiledRules, StoredRules } from '../memory/memory-rule.ts';
import { fieldsAsked } from '../sieve/fields-asked.ts';

/**
 * The text of `rules.json`, as the handlers read it. In ASCII: one letter of another alphabet would make the whole text take
 * twice the memory, and longer to read.
 */
export function storeRules({ rules, memory }: CompiledRules): string {
  const fields = fieldsAsked(rules.map(({ condition }) => condition));
  const file: StoredRules = { format: 2, fields, rules: rules.map(storeRule), memory };
  return JSON.stringify(file).replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
