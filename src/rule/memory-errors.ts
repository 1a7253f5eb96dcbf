import type { WindowSpec } from '../memory/memory-rule.ts';
import { MOST_COUNTED } from '../memory/windows/extract.ts';
import { type CorrelationType, CRITERIA_KEYS } from './correlation-schema.ts';
import type { RuleError } from './rule-error.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What one key says about another. */
export function windowErrors(
  document: YamlDocument,
  { type, rules, criteria, field, percentile, timespanMs }: WindowSpec,
): RuleError[] {
  const at = (key: string) => ['correlation', ...(key === '' ? [] : [key])];
  const errors: RuleError[] = [];
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const hasValue = type.startsWith('value_');
  const given = Object.keys(criteria);
  if (timespanMs === 0) errors.push(document.errorAt(at('timespan'), 'a timespan of nothing holds no event'));
  if (given.length === 0 && !isTemporal) {
    errors.push(
      document.errorAt(
        at('condition'),
        `"${type}" needs a condition with ${CRITERIA_KEYS.join(', ')}`,
        'Like condition: { gte: 10 }',
      ),
    );
  }
  if (hasValue && field === undefined) {
    errors.push(
      document.errorAt(
        at('condition'),
        `"${type}" needs the field whose values it looks at`,
        'Like condition: { field: userIdentity.userName, gte: 5 }',
      ),
    );
  }
  if (!hasValue && field !== undefined)
    errors.push(
      document.errorAt(
        [...at('condition'), 'field'],
        `"${type}" looks at no field`,
        'value_count counts distinct values',
      ),
    );
  if ((type === 'value_percentile') !== (percentile !== undefined)) {
    errors.push(
      document.errorAt(
        at('condition'),
        percentile === undefined ? '"value_percentile" needs a percentile' : `"${type}" has no percentile`,
        'Like condition: { field: …, percentile: 95, gte: 100 }',
      ),
    );
  }
  if (isTemporal && rules.length < 2)
    errors.push(
      document.errorAt(at('rules'), `"${type}" needs at least two rules`, 'event_count counts the matches of one'),
    );
  const high = Math.max(criteria.gt ?? 0, criteria.gte ?? 0, criteria.eq ?? 0);
  if ((type === 'event_count' || type === 'value_count') && high > MOST_COUNTED) {
    errors.push(
      document.errorAt(
        at('condition'),
        `a threshold of ${high} is more than ${MOST_COUNTED}, what a group can count`,
        'Use a shorter timespan, or type: baseline',
      ),
    );
  }
  if (isTemporal && high > rules.length) {
    errors.push(document.errorAt(at('condition'), `${high} different rules never match: there are ${rules.length}`));
  }
  return errors;
}

export function generateErrors(document: YamlDocument, { rules, generate }: CorrelationType): RuleError[] {
  const names = Array.isArray(generate) ? generate : [];
  return names.flatMap((name, i) =>
    [rules].flat().includes(name)
      ? []
      : [document.errorAt(['correlation', 'generate', i], `generate names "${name}", which is not under rules`)],
  );
}

export function aliasErrors(
  document: YamlDocument,
  { rules, groupBy, aliases }: Pick<WindowSpec, 'rules' | 'groupBy' | 'aliases'>,
): RuleError[] {
  return Object.entries(aliases).flatMap(([alias, fields]) => {
    const at = ['correlation', 'aliases', alias];
    const strangers = Object.keys(fields).filter((rule) => !rules.includes(rule));
    return [
      ...strangers.map((rule) =>
        document.errorAtKey(
          [...at, rule],
          `the alias names "${rule}", which is not under rules`,
          'Aliases take the names that stand under rules',
        ),
      ),
      ...(groupBy.includes(alias)
        ? []
        : [document.errorAtKey(at, `the alias "${alias}" is not used`, 'Name it under group-by')]),
    ];
  });
}
