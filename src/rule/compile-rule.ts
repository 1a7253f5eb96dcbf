import { createHash } from 'node:crypto';
import { isScalar, type YAMLMap } from 'yaml';
import type { Condition } from '../match/condition.ts';
import type { AlertSpec, CompiledRule, Suppression } from '../match/rule-set.ts';
import type { Lists } from './lists.ts';
import { nearest } from './nearest.ts';
import { readRuleCondition } from './rule-condition.ts';
import type { RuleError } from './rule-error.ts';
import { milliseconds, NOT_YET, RULE, type RuleSource, type RuleTest, TOP_LEVEL_KEYS } from './rule-schema.ts';
import { schemaError } from './schema-error.ts';
import { readSuppressions } from './suppressions.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A rule with what only the author's tools need: where it stands, and its tests. */
export interface LoadedRule {
  readonly file: string;
  readonly document: YamlDocument;
  readonly compiled: CompiledRule;
  readonly tests: readonly RuleTest[];
  /** The same rule with other lists, for tests that bring their own. */
  readonly withLists: (lists: Lists) => CompiledRule;
}

/** One YAML document as a rule. Every error of it is told. */
export function compileRule(
  document: YamlDocument,
  map: YAMLMap,
  lists: Lists,
): { readonly rule?: LoadedRule; readonly errors: readonly RuleError[] } {
  const notYet = NOT_YET.filter((key) => map.has(key));
  if (notYet.length > 0) {
    return { errors: notYet.map((key) => document.errorAtKey([key], `"${key}" is not supported by this version`)) };
  }
  const parsed = RULE.safeParse(document.value);
  const read = readRuleCondition(document, map, lists);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaError(document, issue));
  const errors = [...misspeltKeys(document, map), ...issues, ...read.errors];
  if (!parsed.success || read.condition === undefined) return { errors };
  const source = parsed.data;
  const { suppressions, errors: excuses } = readSuppressions(document, map, source, lists);
  errors.push(...excuses);
  if (errors.length > 0) return { errors };
  const compiled = assemble(source, read.condition, suppressions);
  return {
    rule: {
      file: document.file,
      document,
      compiled,
      tests: source.tests ?? [],
      // The lists of a test add to those the rule was loaded with, so nothing can be missing that was there before.
      withLists: (others) => {
        const condition = readRuleCondition(document, map, new Map([...lists, ...others])).condition;
        return { ...compiled, condition: condition ?? compiled.condition };
      },
    },
    errors: [],
  };
}

/** Sigma allows keys of one's own; what is nearly a key of ours is a mistake. */
export function misspeltKeys(document: YamlDocument, map: YAMLMap): RuleError[] {
  return map.items.flatMap(({ key }) => {
    const name = String(isScalar(key) ? key.value : key);
    const near = TOP_LEVEL_KEYS.includes(name) ? undefined : nearest(name, TOP_LEVEL_KEYS);
    return near === undefined ? [] : [document.error(key, `unknown key "${name}"`, `Did you mean "${near}"?`)];
  });
}

function assemble(source: RuleSource, condition: Condition, suppress: readonly Suppression[]): CompiledRule {
  const name = source.name ?? slug(source.title);
  return {
    id: source.id ?? createHash('sha256').update(name).digest('hex').slice(0, 32),
    name,
    title: source.title,
    level: source.level ?? 'medium',
    ...(source.author === undefined ? {} : { author: source.author }),
    ...(source.description === undefined ? {} : { description: source.description.trim() }),
    tags: source.tags ?? [],
    falsepositives: [source.falsepositives ?? []].flat(),
    condition,
    alert: alertSpec(source),
    ...(suppress.length === 0 ? {} : { suppress }),
  };
}

/** Who did what where: two people who do the same are two alerts, one person who does it again is a repeat. */
const DEFAULT_DEDUP = ['recipientAccountId', 'awsRegion', 'eventName', 'derived.actor'];
const DEFAULT_QUIET = '1h';

function alertSpec({ title, alert }: RuleSource): AlertSpec {
  return {
    title: alert?.title ?? title,
    dedup: alert?.dedup ?? DEFAULT_DEDUP,
    quietMs: milliseconds(alert?.quiet ?? DEFAULT_QUIET),
    show: alert?.show ?? [],
    ...(alert?.next === undefined ? {} : { next: alert.next.trim() }),
    ...(alert?.runbook === undefined ? {} : { runbook: alert.runbook }),
  };
}

export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
