import { splitAlternatives } from '../match/alternatives.ts';
import { type Condition, isLeaf, type Leaf } from '../match/condition.ts';

/**
 * How many questions of a kind one rule may ask, so that the worst rule on the worst text of 1 KB stays near a
 * millisecond (bench/worst-case.ts). Long lists of plain values are one question, however long (match/alternatives.ts).
 */
export const MAX_QUESTIONS = {
  'regular expressions': 40,
  'values with wildcards inside them': 100,
  'comparisons of two fields': 20,
  networks: 1_000,
  'pasted event patterns': 20,
  'other tests': 2_000,
} as const;
type Kind = keyof typeof MAX_QUESTIONS;

const KINDS: Readonly<Partial<Record<string, Kind>>> = {
  re: 'regular expressions',
  glob: 'values with wildcards inside them',
  fieldref: 'comparisons of two fields',
  cidr: 'networks',
};

/** What a rule asks too much of; undefined where its cost is bounded. */
export function tooCostly(condition: Condition): string | undefined {
  const counts = new Map<Kind, number>();
  for (const question of questionsIn(condition)) counts.set(question, (counts.get(question) ?? 0) + 1);
  const beyond = [...counts].find(([kind, count]) => count > MAX_QUESTIONS[kind]);
  return beyond && `${beyond[1]} ${beyond[0]} in one rule are more than ${MAX_QUESTIONS[beyond[0]]}`;
}

/** The depth is bounded by MAX_CONDITION_DEPTH. */
function questionsIn(condition: Condition): Kind[] {
  if (isLeaf(condition)) return [condition, ...othersOf(condition)].map(kindOf);
  if ('not' in condition) return questionsIn(condition.not);
  if ('all' in condition) return condition.all.flatMap(questionsIn);
  const { together, alone } = splitAlternatives(condition.any);
  return [...together.map((): Kind => 'other tests'), ...alone.flatMap(questionsIn)];
}

const othersOf = (leaf: Leaf): readonly Leaf[] => (leaf.dialect === 'sigma' && leaf.or) || [];

function kindOf(leaf: Leaf): Kind {
  if (leaf.dialect === 'eventbridge') return 'pasted event patterns';
  return (leaf.dialect === 'sigma' ? KINDS[leaf.op] : undefined) ?? 'other tests';
}
