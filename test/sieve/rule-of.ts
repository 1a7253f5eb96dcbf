import type { Condition } from '../../src/match/condition.ts';
import type { CompiledRule } from '../../src/match/rule.ts';

/** A rule of which only the condition matters. */
export const ruleOf = (name: string, condition: Condition): CompiledRule => ({
  id: name,
  name,
  title: name,
  level: 'low',
  tags: [],
  falsepositives: [],
  alert: { title: name, dedup: [], quietMs: 0, show: [] },
  condition,
});
