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
  const wrong = (what: string): RuleError[] => [document.errorAt(path, where === '' ? what : `${where}: ${what}`)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        document.errorAtKey([...path, key], `unknown key "${key}" in ${where}`, suggest(key, keysAt(path))),
      );
    case 'invalid_union':
      return document.has(path) ? wrong(issue.message) : [document.errorAt(path, missing(path))];
    case 'invalid_value':
    case 'invalid_type':
      return document.has(path)
        ? wrong(expectation(issue, document.valueAt(...path)))
        : [document.errorAt(path, missing(path))];
    default:
      return wrong(issue.message);
  }
}

function missing(path: readonly PropertyKey[]): string {
  const inside = path.slice(0, -1).join('.');
  return `"${String(path.at(-1))}" is missing${inside === '' ? '' : ` in ${inside}`}`;
}

/** The schema's own words, where it has some; zod's are about JavaScript. */
function expectation(issue: core.$ZodIssueInvalidValue | core.$ZodIssueInvalidType, found: unknown): string {
  if (!/^Invalid (?:input|option)\b/.test(issue.message)) return issue.message;
  return issue.code === 'invalid_type'
    ? `expected ${named(issue.expected)}, found ${named(typeOf(found))}`
    : `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** The words of those who write YAML. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['null', 'nothing'],
]);

const named = (type: string): string => NAMES.get(type) ?? type;

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
