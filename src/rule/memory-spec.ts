import type { BaselineSpec, Criteria, FirstSeenSpec, MemorySpec, WindowSpec } from '../memory/memory-rule.ts';
import { MOST_COUNTED } from '../memory/windows/extract.ts';
import { type CorrelationType, CRITERIA_KEYS } from './correlation-schema.ts';
import type { RuleError } from './rule-error.ts';
import { milliseconds } from './rule-schema.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Learning takes two weeks, so that every day of the week was seen twice; a quarter later a value is new again. */
const LEARN = '14d';
const REMEMBER = '90d';
/** Chosen by `npm run bench:baseline`. */
const BASELINE_FACTOR = { above: 2.5, below: 4 };
const BASELINE_MINIMUM = 20;

interface Read {
  readonly spec?: MemorySpec;
  readonly errors: readonly RuleError[];
}

type Of<T> = Extract<CorrelationType, { type: T }>;

/** The `correlation` of a rule, as the memory wants it. */
export function memorySpec(document: YamlDocument, correlation: CorrelationType): Read {
  const shared = {
    rules: [correlation.rules].flat(),
    groupBy: [correlation['group-by'] ?? []].flat(),
    aliases: correlation.aliases ?? {},
  };
  const errors = [...aliasErrors(document, shared), ...generateErrors(document, correlation)];
  switch (correlation.type) {
    case 'first_seen':
      return { spec: firstSeen(correlation, shared), errors };
    case 'baseline':
      return { spec: baseline(correlation, shared), errors };
    default: {
      const spec = windowSpec(correlation, shared);
      return { spec, errors: [...errors, ...windowErrors(document, spec)] };
    }
  }
}

type Shared = Pick<WindowSpec, 'rules' | 'groupBy' | 'aliases'>;

const firstSeen = (source: Of<'first_seen'>, shared: Shared): FirstSeenSpec => ({
  type: 'first_seen',
  ...shared,
  field: source.field,
  learnMs: milliseconds(source.learn ?? LEARN),
  rememberMs: milliseconds(source.remember ?? REMEMBER),
});

const baseline = (source: Of<'baseline'>, shared: Shared): BaselineSpec => {
  const { direction = 'above', factor = BASELINE_FACTOR[direction], minimum = BASELINE_MINIMUM } = source;
  return { type: 'baseline', ...shared, direction, factor, minimum, learnMs: milliseconds(source.learn ?? LEARN) };
};

function windowSpec({ type, timespan, condition = {} }: Of<WindowSpec['type']>, shared: Shared): WindowSpec {
  const { field, percentile, ...rest } = condition;
  const criteria: Criteria = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    type,
    ...shared,
    timespanMs: milliseconds(timespan),
    criteria,
    ...(field === undefined ? {} : { field }),
    ...(percentile === undefined ? {} : { percentile }),
  };
}

/** What one key says about another. */
function windowErrors(
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

function generateErrors(document: YamlDocument, { rules, generate }: CorrelationType): RuleError[] {
  const names = Array.isArray(generate) ? generate : [];
  return names.flatMap((name, i) =>
    [rules].flat().includes(name)
      ? []
      : [document.errorAt(['correlation', 'generate', i], `generate names "${name}", which is not under rules`)],
  );
}

function aliasErrors(document: YamlDocument, { rules, groupBy, aliases }: Shared): RuleError[] {
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
