import type { CompiledRules } from '../memory/memory-rule.ts';
import { fieldsAsked } from '../sieve/fields-asked.ts';
import { Sieves } from '../sieve/sieves.ts';

/** Sieves of rules that were read from their files. */
export const sievesFor = ({ rules, memory }: CompiledRules, wasm: Uint8Array): Sieves =>
  new Sieves(wasm, { rules, memory, fields: fieldsAsked(rules.map(({ condition }) => condition)) });
