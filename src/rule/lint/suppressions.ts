import type { LoadedRule } from '../compile-rule.ts';
import type { Finding } from './finding.ts';

/**
 * Suppressions that excuse nothing any more. Apart from `lint`, since it is the only check that asks for the time.
 *
 * @param now the moment that counts as today
 */
export const lintSuppressions = ({ file, compiled, document }: LoadedRule, now: Date): readonly Finding[] =>
  (compiled.suppress ?? []).flatMap(({ until, because }, i): Finding[] => {
    if (until > now.getTime()) return [];
    // `until` is the first moment that is told again: the end of the last day.
    const lastDay = new Date(until - 1).toISOString().slice(0, 10);
    const message = `the suppression "${because}" ended on ${lastDay}`;
    const place = document.errorAt(['suppress', i, 'until'], message, 'Remove it, or give it a new end');
    return [{ ...place, file, rule: compiled.name, severity: 'warning' }];
  });
