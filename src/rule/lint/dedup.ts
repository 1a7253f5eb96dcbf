import { mustEqual } from '../../match/access.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { Remark } from './finding.ts';
import { inSigma } from './in-sigma.ts';
import type { RuleText } from './rule-text.ts';

/**
 * The key that a rule has when it gives none holds eventName: for a rule about named events that is one alert for each
 * deed. A rule about any event would tell every name that somebody calls.
 */
export function lintDedup({ compiled }: LoadedRule, text: RuleText): Remark[] {
  // A rule that is only counted is never told.
  if (compiled.untold || text.node('alert', 'dedup') !== undefined) return [];
  const condition = inSigma(compiled.condition);
  const named = mustEqual(condition, 'eventName') ?? mustEqual(condition, 'eventSource');
  if (named !== undefined) return [];
  return [
    {
      severity: 'warning',
      ...text.place(text.node('alert') ?? text.conditionNode),
      message: 'the rule names no event and gives no alert.dedup, so every event name is an alert of its own',
      hint: 'Name the fields that make one case, like dedup: [recipientAccountId, derived.actor]',
    },
  ];
}
