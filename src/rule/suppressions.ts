import { isMap, isSeq, type YAMLMap } from 'yaml';
import type { Condition } from '../match/condition.ts';
import type { Suppression } from '../match/rule.ts';
import { readFields } from './detection.ts';
import type { Lists } from './lists.ts';
import type { RuleError } from './rule-error.ts';
import type { RuleSource } from './rule-schema.ts';
import type { YamlDocument } from './yaml-document.ts';

const DAY_MS = 86_400_000;

/** What excuses a match for a while. The shape was checked by the schema; here the fields become conditions. */
export function readSuppressions(
  document: YamlDocument,
  rule: YAMLMap,
  source: RuleSource,
  lists: Lists,
): { readonly suppressions: readonly Suppression[]; readonly errors: readonly RuleError[] } {
  const list = document.resolve(rule.get('suppress', true));
  const errors: RuleError[] = [];
  const suppressions = (source.suppress ?? []).map(({ because, until }, i): Suppression => {
    const entry = isSeq(list) ? document.resolve(list.items[i]) : undefined;
    const when = isMap(entry) ? document.resolve(entry.get('when', true)) : undefined;
    const read = readFields(document, when, lists);
    errors.push(...read.errors);
    return { condition: read.condition ?? NEVER, because, until: Date.parse(`${until}T00:00:00Z`) + DAY_MS };
  });
  return { suppressions, errors };
}

const NEVER: Condition = { any: [] };
