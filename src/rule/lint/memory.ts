import type { MemorySpec } from '../../memory/memory-rule.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedMemoryRule } from '../compile-correlation.ts';
import { lintAlertFields, lintField } from './fields.ts';
import type { Finding, Remark } from './finding.ts';
import { RuleText } from './rule-text.ts';
import { lintTestEvents } from './test-events.ts';
import { lintTests } from './tests.ts';

/** What titles and shown fields may name besides the fields of a record (alert/episode.ts). */
const REMEMBERED = ['memory.count', 'memory.values', 'memory.usual'];

/** All that is suspicious about one rule with memory. */
export function lintMemory(rule: LoadedMemoryRule, catalogue: Catalogue): readonly Finding[] {
  const text = new RuleText(rule);
  const { alert, memory } = rule.compiled;
  const remarks: readonly Remark[] = [
    ...lintAsked(memory, text),
    ...lintAlertFields(alert, text, [...REMEMBERED, ...Object.keys(memory.aliases)]),
    ...lintTests(rule),
    ...lintTestEvents(rule, catalogue),
    ...lintGroup(memory, text),
  ];
  return remarks
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map((remark) => ({ rule: rule.compiled.name, file: rule.file, ...remark }));
}

/** Fields that no record has: events without them are left out, so the rule never fires. */
function lintAsked(memory: MemorySpec, text: RuleText): Remark[] {
  const field = 'field' in memory ? memory.field : undefined;
  const asked: [place: readonly string[], field: string][] = [
    ...memory.groupBy
      .filter((name) => !(name in memory.aliases))
      .map((name): [string[], string] => [['group-by'], name]),
    ...Object.values(memory.aliases).flatMap((fields) =>
      Object.values(fields).map((name): [string[], string] => [['aliases'], name]),
    ),
    ...(field === undefined || field in memory.aliases
      ? []
      : [[memory.type === 'first_seen' ? ['field'] : ['condition', 'field'], field] as [string[], string]]),
  ];
  return asked.flatMap(([place, name]) => {
    const remark = lintField(name);
    return remark === undefined ? [] : [{ ...text.place(text.node('correlation', ...place)), ...remark }];
  });
}

/** Without the account, what happens in one account makes another one's alert. */
function lintGroup({ groupBy }: MemorySpec, text: RuleText): Remark[] {
  if (groupBy.length > 0) return [];
  return [
    {
      severity: 'warning',
      ...text.place(text.node('correlation')),
      message: 'the rule has no group-by, so the events of all accounts and actors are counted together',
      hint: 'Name what they have in common, like group-by: [recipientAccountId, derived.principal]',
    },
  ];
}
