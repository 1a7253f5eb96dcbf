import type { CompiledRule } from '../match/rule.ts';
import type { StoredRule } from '../match/stored-rule.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';

/** Rules, and the fields that their conditions ask for (fields-asked.ts). */
export interface SieveRules {
  readonly rules: readonly (CompiledRule | StoredRule)[];
  readonly fields: readonly (readonly string[])[];
  readonly memory: readonly MemoryRule[];
}
