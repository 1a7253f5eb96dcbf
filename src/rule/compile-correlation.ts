import type { YAMLMap } from 'yaml';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { misspeltKeys } from './compile-rule.ts';
import {
  CORRELATION,
  CORRELATION_TYPE,
  type CorrelationType,
  correlationKeysAt,
  type MemoryTest,
} from './correlation-schema.ts';
import { memorySpec } from './memory-spec.ts';
import type { RuleError } from './rule-error.ts';
import { ruleHead } from './rule-head.ts';
import { schemaError } from './schema-error.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A rule with memory, and what only the author's tools need. */
export interface LoadedMemoryRule {
  readonly file: string;
  readonly document: YamlDocument;
  /** `memory.rules` as the file writes them, ids or names, until they are resolved (references.ts). */
  readonly compiled: MemoryRule;
  /** Of the rules that it counts those that are told by themselves as well, as the file writes them. */
  readonly generate: readonly string[];
  readonly tests: readonly MemoryTest[];
}

export const isCorrelation = (map: YAMLMap): boolean => map.has('correlation');

/** One YAML document as a rule with memory. Every error of it is told. */
export function compileCorrelation(
  document: YamlDocument,
  map: YAMLMap,
): { readonly rule?: LoadedMemoryRule; readonly errors: readonly RuleError[] } {
  const parsed = CORRELATION.safeParse(document.value);
  const asked = CORRELATION_TYPE.safeParse(document.valueAt('correlation'));
  const keysAt = correlationKeysAt(document.valueAt('correlation', 'type'));
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaError(document, issue, keysAt));
  const errors = [...misspeltKeys(document, map), ...issues];
  if (map.has('detection')) {
    errors.push(
      document.errorAtKey(
        ['detection'],
        'a correlation has no detection',
        'Write the detection as a rule of its own, and name it under rules',
      ),
    );
  }
  const { spec, errors: wrong } = asked.success ? memorySpec(document, asked.data) : { errors: [] };
  errors.push(...wrong);
  if (!parsed.success || spec === undefined || errors.length > 0) return { errors };
  return {
    rule: {
      file: document.file,
      document,
      // An episode is an alert of its group, so the group is what makes two alerts one.
      compiled: { ...ruleHead(parsed.data, spec.groupBy), memory: spec },
      generate: generated(parsed.data.correlation),
      tests: parsed.data.tests ?? [],
    },
    errors: [],
  };
}

/** Sigma knows true and false; a list of names is ours. */
const generated = ({ generate = false, rules }: CorrelationType): string[] =>
  typeof generate === 'boolean' ? (generate ? [rules].flat() : []) : generate;
