import type { core } from 'zod';
import { suggest } from './nearest.ts';
import type { RuleError } from './rule-error.ts';
import { ruleKeysAt } from './rule-schema.ts';
import type { YamlDocument } from './yaml-document.ts';

/** The keys that may stand at a place of a document. */
export type KeysAt = (path: readonly PropertyKey[]) => readonly string[];

/** What zod found, in the words of a rule file and with its line and column. */
export function schemaError(document: YamlDocument, issue: core.$ZodIssue, keysAt: KeysAt = ruleKeysAt): RuleError[] {
  const { path } = issue;
  const where = path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        document.errorAtKey([...path, key], `unknown key "${key}" in ${where}`, suggest(key, keysAt(path))),
      );
    case 'invalid_union':
      return document.has(path)
        ? [document.errorAt(path, `${where}: ${issue.message}`)]
        : [document.errorAt(path, missing(path))];
    case 'invalid_value':
    case 'invalid_type':
      if (!document.has(path)) return [document.errorAt(path, missing(path))];
      return [document.errorAt(path, `${where}: ${expectation(issue)}`)];
    default:
      return [document.errorAt(path, `${where}: ${issue.message}`)];
  }
}

function missing(path: readonly PropertyKey[]): string {
  const inside = path.slice(0, -1).join('.');
  return `"${String(path.at(-1))}" is missing${inside === '' ? '' : ` in ${inside}`}`;
}

/** zod's own words, without "Invalid input". */
const expectation = (issue: core.$ZodIssueInvalidValue | core.$ZodIssueInvalidType): string =>
  issue.code === 'invalid_type'
    ? issue.message.replace(/^Invalid input: /, '')
    : `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
