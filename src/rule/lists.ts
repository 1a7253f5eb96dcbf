import { z } from 'zod';
import type { RuleError } from './rule-error.ts';
import { readYaml } from './yaml-document.ts';

/** The lists that an operator owns, by name: used regions, own accounts, trusted roles … */
export type Lists = ReadonlyMap<string, readonly string[]>;

const SCHEMA = z.strictObject({ lists: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).default({}) });

/** Reads the deployment's configuration file, `trailhound.yml`. */
export function readLists(file: string, text: string): { lists: Lists; errors: RuleError[] } {
  const { documents, errors } = readYaml(file, text);
  const document = documents[0];
  if (document === undefined) return { lists: new Map(), errors };
  const parsed = SCHEMA.safeParse(document.value);
  if (parsed.success) {
    const lists = Object.entries(parsed.data.lists).map(([name, values]) => [name, values.map(String)] as const);
    return { lists: new Map(lists), errors };
  }
  for (const issue of parsed.error.issues) errors.push(document.errorAt(issue.path, issue.message));
  return { lists: new Map(), errors };
}

const PLACEHOLDER = /%([A-Za-z0-9_.-]+)%/;

/**
 * Replaces the `%name%` of a value by every entry of that list; a value without one stands for itself.
 * What is missing is an answer of its own, so that the error can name the list and the rule.
 */
export function expand(
  text: string,
  lists: Lists,
): { ok: true; values: readonly string[] } | { ok: false; missing: string } {
  const match = PLACEHOLDER.exec(text);
  if (match === null) return { ok: true, values: [text] };
  const name = match[1] as string;
  const list = lists.get(name);
  if (list === undefined) return { ok: false, missing: name };
  const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
  return { ok: true, values: list.map((entry) => `${before}${entry}${after}`) };
}
