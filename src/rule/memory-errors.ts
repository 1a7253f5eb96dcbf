import type { WindowSpec } from '../memory/memory-rule.ts';
import { MOST_COUNTED } from '../memory/windows/extract.ts';
import { type CorrelationType, CRITERIA_KEYS } from './correlation-schema.ts';
import type { RuleError } from './rule-error.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What is wrong, where under `correlation`, and how to mend it. */
type Problem = readonly [is: boolean, place: string, message: string, hint?: string];

/** What one key of a window says against another. */
export const windowErrors = (document: YamlDocument, spec: WindowSpec): RuleError[] =>
  [...conditionProblems(spec), ...valueProblems(spec), ...ruleProblems(spec)].flatMap(([is, place, message, hint]) =>
    is ? [document.errorAt(['correlation', ...place.split('.')], message, hint)] : [],
  );

const isTemporal = ({ type }: WindowSpec): boolean => type === 'temporal' || type === 'temporal_ordered';

const highest = ({ criteria: { gt = 0, gte = 0, eq = 0 } }: WindowSpec): number => Math.max(gt, gte, eq);

function conditionProblems(spec: WindowSpec): Problem[] {
  const { type, criteria, timespanMs } = spec;
  const isCount = type === 'event_count' || type === 'value_count';
  return [
    [timespanMs === 0, 'timespan', 'a timespan of nothing holds no event'],
    [
      Object.keys(criteria).length === 0 && !isTemporal(spec),
      'condition',
      `"${type}" needs a condition with ${CRITERIA_KEYS.join(', ')}`,
      'Like condition: { gte: 10 }',
    ],
    [
      isCount && highest(spec) > MOST_COUNTED,
      'condition',
      `a threshold of ${highest(spec)} is more than ${MOST_COUNTED}, what a group can count`,
      'Use a shorter timespan, or type: baseline',
    ],
  ];
}

function valueProblems({ type, field, percentile }: WindowSpec): Problem[] {
  const hasValue = type.startsWith('value_');
  const hasPercentile = type === 'value_percentile';
  return [
    [
      hasValue && field === undefined,
      'condition',
      `"${type}" needs the field whose values it looks at`,
      'Like condition: { field: userIdentity.userName, gte: 5 }',
    ],
    [
      !hasValue && field !== undefined,
      'condition.field',
      `"${type}" looks at no field`,
      'value_count counts distinct values',
    ],
    [
      hasPercentile !== (percentile !== undefined),
      'condition',
      hasPercentile ? '"value_percentile" needs a percentile' : `"${type}" has no percentile`,
      'Like condition: { field: …, percentile: 95, gte: 100 }',
    ],
  ];
}

const ruleProblems = (spec: WindowSpec): Problem[] => [
  [
    isTemporal(spec) && spec.rules.length < 2,
    'rules',
    `"${spec.type}" needs at least two rules`,
    'event_count counts the matches of one',
  ],
  [
    isTemporal(spec) && highest(spec) > spec.rules.length,
    'condition',
    `${highest(spec)} different rules never match: there are ${spec.rules.length}`,
  ],
];

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
  { rules, groupBy, aliases, field }: Pick<WindowSpec, 'rules' | 'groupBy' | 'aliases' | 'field'>,
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
      ...(groupBy.includes(alias) || field === alias
        ? []
        : [document.errorAtKey(at, `the alias "${alias}" is not used`, 'Name it under group-by, or as the field')]),
    ];
  });
}
