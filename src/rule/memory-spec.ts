import type { BaselineSpec, Criteria, FirstSeenSpec, MemorySpec, WindowSpec } from '../memory/memory-rule.ts';
import type { CorrelationType } from './correlation-schema.ts';
import { aliasErrors, generateErrors, windowErrors } from './memory-errors.ts';
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
  const field = fieldOf(correlation);
  const aliased = field === undefined ? shared : { ...shared, field };
  const errors = [...aliasErrors(document, aliased), ...generateErrors(document, correlation)];
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

const fieldOf = (correlation: CorrelationType): string | undefined =>
  correlation.type === 'first_seen'
    ? correlation.field
    : correlation.type === 'baseline'
      ? undefined
      : correlation.condition?.field;

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
