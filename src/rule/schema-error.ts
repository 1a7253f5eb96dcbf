import type { core } from 'zod';
import { suggest } from './nearest.ts';
import type { RuleError } from './rule-error.ts';
import { ALERT_KEYS, SUPPRESSION_KEYS, TEST_KEYS } from './rule-schema.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What zod found, in the words of a rule file and with its line and column. */
export function schemaError(document: YamlDocument, issue: core.$ZodIssue): RuleError[] {
  const { path } = issue;
  const where = path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = path[0] === 'tests' ? TEST_KEYS : path[0] === 'suppress' ? SUPPRESSION_KEYS : ALERT_KEYS;
      return issue.keys.map((key) =>
        document.errorAtKey([...path, key], `unknown key "${key}" in ${where}`, suggest(key, known)),
      );
    }
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
