import { RuleSet } from './match/rule-set.ts';
import type { Lists } from './rule/lists.ts';
import { compiledRules, loadRuleFiles } from './rule/load.ts';
import { RuleErrors } from './rule/rule-error.ts';

export type { Alert } from './alert/alert.ts';
export { alertFor } from './alert/build.ts';
export { LEVELS, type Level } from './match/level.ts';
export type { CompiledRule } from './match/rule.ts';
export type { Match } from './match/rule-set.ts';
export { RuleSet } from './match/rule-set.ts';
export type { CompiledRules, MemoryRule } from './memory/memory-rule.ts';
export { readRecord } from './record/read-record.ts';
export { type CloudTrailRecord, recordFrom } from './record/record.ts';
export { readConfiguration } from './rule/configuration.ts';
export type { Lists } from './rule/lists.ts';
export { type RuleError, RuleErrors } from './rule/rule-error.ts';
export { type ScanOptions, scan } from './scan/scan.ts';
export type { ScanEvent } from './scan/scan-event.ts';

/**
 * Reads rule files and folders.
 *
 * @throws RuleErrors with every error of every file, each with file, line and column
 * @example
 * const { lists } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
 * const rules = await loadRules(['rules'], lists);
 * const record = recordFrom(JSON.parse(text));
 * if (record.ok) for (const { rule } of rules.match(record.value)) console.log(rule.level, rule.title);
 */
export async function loadRules(paths: readonly string[], lists: Lists = new Map()): Promise<RuleSet> {
  const loaded = await loadRuleFiles(paths, lists);
  if (loaded.errors.length > 0) throw new RuleErrors(loaded.errors);
  return new RuleSet(compiledRules(loaded));
}
