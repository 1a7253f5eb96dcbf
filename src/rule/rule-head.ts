import { createHash } from 'node:crypto';
import type { AlertSpec, RuleHead, StepSpec } from '../match/rule.ts';
import { milliseconds, type RuleSource } from './rule-schema.ts';

const DEFAULT_QUIET = '1h';

/** What every rule says of itself, with what it leaves out filled in. */
export function ruleHead(source: HeadSource, dedup: readonly string[]): RuleHead {
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
    alert: alertSpec(source, dedup),
  };
}

type HeadSource = Pick<
  RuleSource,
  'title' | 'id' | 'name' | 'level' | 'author' | 'description' | 'tags' | 'falsepositives' | 'alert'
>;

const alertSpec = ({ title, alert }: HeadSource, dedup: readonly string[]): AlertSpec => ({
  title: alert?.title ?? title,
  dedup: alert?.dedup ?? dedup,
  quietMs: milliseconds(alert?.quiet ?? DEFAULT_QUIET),
  show: alert?.show ?? [],
  ...(alert?.next === undefined ? {} : { next: alert.next.trim() }),
  ...(alert?.steps === undefined
    ? {}
    : { steps: alert.steps.map((step) => (typeof step === 'string' ? { do: step.trim() } : stepOf(step))) }),
  ...(alert?.runbook === undefined ? {} : { runbook: alert.runbook }),
});

const stepOf = ({ do: text, query, of }: { do: string; query: string; of?: string | undefined }): StepSpec => ({
  do: text.trim(),
  query,
  ...(of === undefined ? {} : { of }),
});

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
