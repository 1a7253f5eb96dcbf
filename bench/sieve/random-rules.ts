import type { Condition, OperatorName, SigmaLeaf } from '../../src/match/condition.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import type { Chance } from './chance.ts';

type Fields = Record<string, unknown>;

const DERIVED = [
  'apiName',
  'isAwsService',
  'isGlobalService',
  'success',
  'denied',
  'parametersOmitted',
  'actor',
  'policy.public',
];
const OPERATORS: readonly OperatorName[] = [
  'equals',
  'equals',
  'equals',
  'startswith',
  'endswith',
  'contains',
  'glob',
  'null',
  'exists',
  'fieldref',
  'number',
];

/** Rules that nobody would write, over fields and values of the records: any condition may decide, not only eventName. */
export function randomRules(bases: readonly Fields[], count: number, chance: Chance): CompiledRule[] {
  const leaves = bases.flatMap((base) => leavesOf(base));
  return Array.from({ length: count }, (_, number) => ({
    id: `random-${number}`,
    name: `random_${number}`,
    title: '',
    level: 'low',
    tags: [],
    falsepositives: [],
    alert: { title: '', dedup: [], quietMs: 0, show: [] },
    condition: condition(leaves, chance, 3),
  }));
}

interface Found {
  readonly path: readonly string[];
  readonly value: string;
}

/** Seldom true as a whole: most parts are joined by `all`. */
function condition(leaves: readonly Found[], chance: Chance, depth: number): Condition {
  if (depth === 0) return leaf(leaves, chance);
  const parts = Array.from({ length: 1 + chance.below(3) }, () => condition(leaves, chance, depth - 1));
  if (chance.is(0.15)) return { not: parts[0] as Condition };
  return chance.is(0.65) ? { all: [...parts, leaf(leaves, chance)] } : { any: parts };
}

function leaf(leaves: readonly Found[], chance: Chance): SigmaLeaf {
  const { path, value } = chance.one(leaves);
  const op = chance.one(OPERATORS);
  if (op === 'fieldref') return { dialect: 'sigma', path, op, value: chance.one(leaves).path.join('.') };
  if (op === 'exists') return { dialect: 'sigma', path, op, value: 'true' };
  if (op === 'number') return { dialect: 'sigma', path, op, value: String(chance.below(3)) };
  if (chance.is(0.15)) {
    const derived = ['derived', ...chance.one(DERIVED).split('.')];
    return { dialect: 'sigma', path: derived, op: 'equals', value: chance.one(['true', 'false', value]) };
  }
  const half = Math.ceil(value.length / 2);
  const part = op === 'startswith' ? value.slice(0, half) : op === 'endswith' ? value.slice(-half) : value;
  return { dialect: 'sigma', path, op, value: op === 'glob' ? `${part.slice(0, half)}*` : part };
}

function leavesOf(base: Fields): Found[] {
  const found: Found[] = [];
  const waiting: { path: string[]; value: unknown }[] = [{ path: [], value: base }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    if (typeof value !== 'object' || value === null) found.push({ path, value: String(value) });
    else if (!Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) waiting.push({ path: [...path, key], value: inner });
    }
  }
  return found;
}

const SPEC = { type: 'event_count', aliases: {}, timespanMs: 60_000, criteria: { gte: 2 } } as const;
const GROUPED = ['derived.principal', 'derived.actor', 'derived.sourceNetwork', 'eventName', 'requestParameters'];

/** Rules with memory that count each of some rules, by any fields of the records. */
export function randomMemory(rules: readonly CompiledRule[], bases: readonly Fields[], chance: Chance): MemoryRule[] {
  const fields = [...GROUPED, ...bases.flatMap((base) => leavesOf(base)).map(({ path }) => pathText(path))];
  return rules.map((rule, number) => ({
    ...rule,
    id: `memory-${number}`,
    name: `memory_${number}`,
    memory: {
      ...SPEC,
      rules: [rule.name],
      groupBy: Array.from({ length: 1 + chance.below(3) }, () => chance.one(fields)),
    },
  }));
}

const pathText = (path: readonly string[]): string => path.map((key) => key.replaceAll('.', String.raw`\.`)).join('.');
