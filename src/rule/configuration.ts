import * as z from 'zod';
import type { Deployment } from './lint/finding.ts';
import type { Lists } from './lists.ts';
import { suggest } from './nearest.ts';
import type { RuleError } from './rule-error.ts';
import { text } from './rule-schema.ts';
import { schemaError } from './schema-error.ts';
import { BY_DEFAULT, type Selection } from './selection.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** What is particular to one deployment: the file `trailhound.yml`. */
export interface Configuration {
  readonly lists: Lists;
  /** Where records come from, as far as the file says so; `trailhound check` tells rules that cannot fire there. */
  readonly deployment: Deployment;
  /** Which rules are deployed; the essential ones, where the file does not say. */
  readonly selection: Selection;
  /** An error at a key path of the file. */
  readonly errorAt: YamlDocument['errorAt'];
}

const SOURCES = ['s3', 'eventbridge', 'eventbridge-read-only', 'cloudwatch-logs'] as const;

const DEPLOYMENT = z.strictObject({
  sources: z.array(z.enum(SOURCES)).optional(),
  region: z.string().optional(),
  dataEvents: z.array(z.string()).optional(),
  insights: z.boolean().optional(),
});
const NAMES = z.array(z.string().min(1), 'expected a list of packs and rules, like [essentials, logging_stopped]');
const SELECTION = z.strictObject({
  on: NAMES.default([...BY_DEFAULT.on]),
  staged: NAMES.default([]),
  off: NAMES.default([]),
});
const SCHEMA = z.strictObject({
  rules: SELECTION.default({ on: [...BY_DEFAULT.on], staged: [], off: [] }),
  lists: z.record(z.string(), z.array(text)).default({}),
  deployment: DEPLOYMENT.default({}),
});

/** What holds where the file says nothing, or cannot be read. */
export const nothingConfigured = (file: string): Configuration => ({
  lists: new Map(),
  deployment: { sources: new Set() },
  selection: BY_DEFAULT,
  errorAt: (_path, message, hint) => ({ file, message, ...(hint === undefined ? {} : { hint }) }),
});

/** Reads the configuration file. What is wrong with it is told with line and column; what is right still counts. */
export function readConfiguration(
  file: string,
  text: string,
): Configuration & { readonly errors: readonly RuleError[] } {
  // A file of comments alone says nothing, which is fine.
  const { documents, errors } =
    text.replaceAll(/^\s*#.*$/gm, '').trim() === '' ? { documents: [], errors: [] } : readYaml(file, text);
  const [document] = documents;
  if (document === undefined) return { ...nothingConfigured(file), errors };
  const parsed = SCHEMA.safeParse(document.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => problemOf(document, issue));
    return { ...nothingConfigured(file), errors: [...errors, ...problems] };
  }
  const { lists, deployment, rules } = parsed.data;
  return {
    lists: listsOf(lists),
    deployment: deploymentOf(deployment),
    selection: rules,
    errorAt: (...place) => document.errorAt(...place),
    errors,
  };
}

const listsOf = (lists: Readonly<Record<string, readonly (string | number)[]>>): Lists =>
  new Map(Object.entries(lists).map(([name, values]) => [name, values.map(String)]));

const deploymentOf = ({ sources = [], region, dataEvents, insights }: z.infer<typeof DEPLOYMENT>): Deployment => ({
  sources: new Set(sources),
  ...(region === undefined ? {} : { region }),
  ...(dataEvents === undefined ? {} : { dataEvents: new Set(dataEvents) }),
  ...(insights === undefined ? {} : { insights }),
});

function problemOf(document: YamlDocument, issue: z.core.$ZodIssue): RuleError[] {
  if (issue.code !== 'unrecognized_keys') return schemaError(document, issue);
  const shapes = new Map<unknown, object>([
    ['deployment', DEPLOYMENT.shape],
    ['rules', SELECTION.shape],
  ]);
  const known = Object.keys(shapes.get(issue.path[0]) ?? SCHEMA.shape);
  return issue.keys.map((key) => document.errorAt([...issue.path, key], `unknown key "${key}"`, suggest(key, known)));
}
