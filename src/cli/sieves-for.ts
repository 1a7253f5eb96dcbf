import type { CompiledRule } from '../match/rule-set.ts';
import { fieldsAsked } from '../sieve/fields-asked.ts';
import { Sieves } from '../sieve/sieves.ts';

/** Sieves of rules that were read from their files. */
export const sievesFor = (rules: readonly CompiledRule[], wasm: Uint8Array): Sieves =>
  new Sieves(wasm, { rules, fields: fieldsAsked(rules.map(({ condition }) => condition)) });
