import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { tactics as TACTICS, techniques as TECHNIQUES } from '../../src/cli/attack.ts';

/** What one reads first comes first, in every rule of ours. */
const ORDER = [
  'title',
  'id',
  'name',
  'level',
  'author',
  'sigma-version',
  'tags',
  'logsource',
  'description',
  'falsepositives',
  'detection',
  'eventbridge',
  'cloudwatch',
  'correlation',
  'alert',
  'suppress',
  'tests',
];

interface Document {
  readonly name: string;
  readonly level: string;
  readonly author: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly falsepositives?: readonly string[];
  readonly correlation?: {
    readonly rules: string | readonly string[];
    readonly generate?: boolean | readonly string[];
  };
  readonly alert?: { readonly next?: string; readonly steps?: readonly (string | { readonly query?: string })[] };
}

const files = readdirSync('rules', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yml'))
  .map((file) => join('rules', file));
const documents = files.sort().flatMap((file) =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((parsed) => ({
    file,
    keys: (parsed.toJS() && Object.keys(parsed.toJS() as object)) as string[],
    rule: parsed.toJS() as Document,
  })),
);
/** A rule that another one counts is told to nobody, unless any of them says so. */
const correlations = documents.flatMap(({ rule: { correlation } }) => (correlation === undefined ? [] : [correlation]));
const generated = new Set(
  correlations.flatMap(({ rules, generate = false }) => {
    if (generate === false) return [];
    return generate === true ? [rules].flat() : generate;
  }),
);
const counted = new Set(correlations.flatMap(({ rules }) => [rules].flat()).filter((name) => !generated.has(name)));
const told = documents.filter(({ rule }) => !counted.has(rule.name));
const named = <T extends { readonly rule: Document }>(of: readonly T[]): [string, T][] =>
  of.map((one) => [one.rule.name, one]);

describe.each(named(documents))('%s', (_name, { keys, rule }) => {
  const tags = rule.tags ?? [];

  test('its fields stand in their order', () => {
    expect(keys).toEqual(ORDER.filter((key) => keys.includes(key)));
  });

  test('it is ours, and in one pack', () => {
    expect(rule.author).toBe('Trailhound');
    expect(tags.filter((tag) => tag.startsWith('pack.'))).toHaveLength(1);
  });

  test('each tactic and technique belongs to another one that it names', () => {
    const techniques = tags.filter((tag) => /^attack\.t\d/.test(tag)).map((tag) => tag.slice(7).toUpperCase());
    const tactics = tags.filter((tag) => /^attack\.[a-su-z]|^attack\.t[a-z]/.test(tag)).map((tag) => tag.slice(7));
    const pairs = techniques.map((id) => TECHNIQUES.get(id)?.tactics.filter((tactic) => tactics.includes(tactic)));
    expect(pairs.filter((found) => found === undefined || found.length === 0)).toEqual([]);
    expect(
      tactics.filter(
        (tactic) =>
          !(TACTICS as readonly string[]).includes(tactic) ||
          !pairs.some((found) => (found as readonly string[] | undefined)?.includes(tactic)),
      ),
    ).toEqual([]);
  });

  test('a control of CIS is named by its number in every version', () => {
    const numbers = (prefix: string) =>
      tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
    expect(numbers('cis.aws.v1-2.3.')).toEqual(numbers('cis.aws.4.'));
    expect(numbers('cis.aws.v6-7.5.')).toEqual(numbers('cis.aws.4.'));
  });
});

describe.each(named(told))('%s is told', (_name, { rule }) => {
  test('with why it matters, and what is no attack', () => {
    expect(rule.description?.length).toBeGreaterThan(60);
    expect(rule.falsepositives?.length).toBeGreaterThan(0);
  });

  test('with three to six steps, one of which searches', () => {
    const { steps = [], next } = rule.alert ?? {};
    expect(next).toBeUndefined();
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.length).toBeLessThanOrEqual(6);
    expect(steps.some((step) => typeof step === 'object' && step.query !== undefined)).toBe(true);
  });
});

test('what is informational is only counted', () => {
  expect(told.flatMap(({ rule }) => (rule.level === 'informational' ? [rule.name] : []))).toEqual([]);
});

test('every control of CIS about monitoring has a rule', () => {
  const held = new Set(told.flatMap(({ rule }) => rule.tags ?? []));
  const controls = Array.from({ length: 16 }, (_, at) => `cis.aws.4.${at + 1}`);
  expect(controls.filter((control) => !held.has(control))).toEqual([]);
});

test('essentials are some thirty rules beside those that guard Trailhound, and each is looked at the same day', () => {
  const essentials = told.filter(({ rule }) => rule.tags?.includes('pack.essentials'));
  const others = essentials.filter(({ rule }) => !rule.name.startsWith('trailhound_'));
  expect(others.length).toBeGreaterThanOrEqual(20);
  expect(others.length).toBeLessThanOrEqual(32);
  expect(essentials.filter(({ rule }) => !['high', 'critical'].includes(rule.level))).toEqual([]);
});
