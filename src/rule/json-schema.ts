import * as z from 'zod';
import { CORRELATION } from './correlation-schema.ts';
import { FILTER, RULE } from './rule-schema.ts';

/**
 * The shape of a rule file as JSON Schema, for editors: they complete keys and mark mistakes while a rule is written.
 * What only the loader can know (values, conditions, lists) it tells in `trailhound check`.
 */
export function ruleJsonSchema(): object {
  const rule = z.toJSONSchema(RULE, { io: 'input', unrepresentable: 'any' });
  const correlation = z.toJSONSchema(CORRELATION, { io: 'input', unrepresentable: 'any' });
  const filter = z.toJSONSchema(FILTER, { io: 'input', unrepresentable: 'any' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A Trailhound rule, a rule with memory, or a Sigma filter',
    if: { required: ['filter'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: withoutDialect(filter),
    else: {
      if: { required: ['correlation'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: withoutDialect(correlation),
      else: withoutDialect(rule),
    },
  };
}

const withoutDialect = ({ $schema: _dialect, ...schema }: { readonly $schema?: unknown }): object => schema;
