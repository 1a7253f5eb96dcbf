import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { storeRules } from '../../src/cli/store-rules.ts';
import type { Lists } from '../../src/rule/lists.ts';
import { compiledRules, loadRuleFiles } from '../../src/rule/load.ts';
import { type Detection } from '../../test/reference/sigma.ts';

/**
 * The rules of the soak: those of the pack that are plain Sigma over CloudTrail's own fields, so that the slow reference
 * can judge them without a line of the product.
 */
export const SOAK_RULES = [
  'cloudtrail/event-selectors-changed',
  'cloudtrail/logging-stopped',
  'cloudtrail/trail-changed',
  'cloudtrail/trail-deleted',
  'guardduty/coverage-reduced',
  'iam/key-quarantine-removed',
  'iam/key-quarantined',
  'organizations/account-closed',
  'organizations/handshake-accepted',
  'organizations/left-organization',
  'root/root-activity',
  'root/root-mfa-removed',
  'root/root-password-or-email-changed',
  's3log/logs-deleted',
  'securityhub/disabled',
  'signin/console-login-without-mfa',
  'signin/failed-console-login',
  'signin/root-console-login-without-mfa',
];

export const LISTS: Lists = new Map([
  ['trail_buckets', ['company-trail-logs']],
  ['security_scanners', []],
]);

/** The rules of the kills: one that tells, and one that counts. */
export const KILL_RULES = ['cloudtrail/logging-stopped', 'access/unauthorized-api-calls', 'access/denied-calls-burst'];

export interface ReferenceRule {
  readonly id: string;
  readonly level: string;
  readonly detection: Detection;
}

/** What the reference reads: the YAML of the rule files, without the product's own reader. */
export const referenceRules = (names: readonly string[] = SOAK_RULES): ReferenceRule[] =>
  names.map((name) => parseDocument(readFileSync(fileOf(name), 'utf8')).toJS() as ReferenceRule);

/** What the function processes read, as the build would have written it. */
export async function compiled(names: readonly string[] = SOAK_RULES): Promise<string> {
  const loaded = await loadRuleFiles(names.map(fileOf), LISTS);
  if (loaded.errors.length > 0) throw new Error(loaded.errors.map(({ message }) => message).join('; '));
  return storeRules(compiledRules(loaded));
}

const fileOf = (name: string): string => `rules/${name}.yml`;
