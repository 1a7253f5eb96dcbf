import { z } from 'zod';
import type { Deployment } from './lint/finding.ts';
import type { Lists } from './lists.ts';
import { suggest } from './nearest.ts';
import type { RuleError } from './rule-error.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** What is particular to one deployment: the file `trailhound.yml`. */
export interface Configuration {
  readonly lists: Lists;
  /** Where records come from, as far as the file says so; `trailhound check` tells rules that cannot fire there. */
  readonly deployment: Deployment;
}

const SOURCES = ['s3', 'eventbridge', 'eventbridge-read-only', 'cloudwatch-logs'] as const;

const DEPLOYMENT = z.strictObject({
  sources: z.array(z.enum(SOURCES)).optional(),
  region: z.string().optional(),
  dataEvents: z.array(z.string()).optional(),
  insights: z.boolean().optional(),
});
const SCHEMA = z.strictObject({
  lists: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).default({}),
  deployment: DEPLOYMENT.default({}),
});

const NOTHING_KNOWN: Deployment = { sources: new Set() };

/** Reads the configuration file. What is wrong with it is told with line and column; what is right still counts. */
export function readConfiguration(
  file: string,
  text: string,
): Configuration & { readonly errors: readonly RuleError[] } {
  // A file of comments alone says nothing, which is fine.
  const { documents, errors } =
    text.replaceAll(/^\s*#.*$/gm, '').trim() === '' ? { documents: [], errors: [] } : readYaml(file, text);
  const [document] = documents;
  if (document === undefined) return { lists: new Map(), deployment: NOTHING_KNOWN, errors };
  const parsed = SCHEMA.safeParse(document.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => problemOf(document, issue));
    return { lists: new Map(), deployment: NOTHING_KNOWN, errors: [...errors, ...problems] };
  }
  const { lists, deployment } = parsed.data;
  return { lists: listsOf(lists), deployment: deploymentOf(deployment), errors };
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
  if (issue.code !== 'unrecognized_keys')
    return [document.errorAt(issue.path, `${issue.path.join('.')}: ${issue.message}`)];
  const known = Object.keys(issue.path[0] === 'deployment' ? DEPLOYMENT.shape : SCHEMA.shape);
  return issue.keys.map((key) => document.errorAt([...issue.path, key], `unknown key "${key}"`, suggest(key, known)));
}
