import type { Criteria, WindowSpec, WindowType } from '../memory-rule.ts';

/** More of these never make the measure smaller. An average is not among them, nor a percentile. */
const GROWING: readonly WindowType[] = ['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum'];

/** The temporal types without criteria want all their rules. */
export function criteriaOf({ type, criteria, rules }: WindowSpec): Criteria {
  if (Object.values(criteria).some((limit) => limit !== undefined)) return criteria;
  if (type === 'temporal') return { gte: new Set(rules).size };
  return type === 'temporal_ordered' ? { gte: rules.length } : criteria;
}

/** Once the condition holds, no event that comes later can make it false: it may be told at once. */
export const isMonotone = ({ type, criteria: { lt, lte, eq, neq } }: WindowSpec): boolean =>
  GROWING.includes(type) && lt === undefined && lte === undefined && eq === undefined && neq === undefined;

export const holds = ({ gt, gte, lt, lte, eq, neq }: Criteria, measure: number): boolean =>
  (gt === undefined || measure > gt) &&
  (gte === undefined || measure >= gte) &&
  (lt === undefined || measure < lt) &&
  (lte === undefined || measure <= lte) &&
  (eq === undefined || measure === eq) &&
  (neq === undefined || measure !== neq);

/** From this whole number on all counts are alike to the criteria. */
export const alikeFrom = (criteria: Criteria): number =>
  Math.floor(Math.max(0, ...Object.values(criteria).filter((limit) => limit !== undefined))) + 1;

/** Of two windows of one episode, the one farther beyond the limit is told. */
export const farther = ({ lt, lte }: Criteria, one: number, other: number): number =>
  lt === undefined && lte === undefined ? Math.max(one, other) : Math.min(one, other);
