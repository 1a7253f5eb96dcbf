import { readFile } from 'node:fs/promises';
import { messageOf } from '../errors.ts';
import { readBaseEvents } from '../rule/base-events.ts';
import { type Configuration, nothingConfigured, readConfiguration } from '../rule/configuration.ts';
import { type Loaded, loadRuleFiles, type Tests } from '../rule/load.ts';
import { formatRuleError, type RuleError } from '../rule/rule-error.ts';
import { type Selection, select, unknownNames } from '../rule/selection.ts';
import type { BaseEvents } from '../rule/test-event.ts';

/** What a command ends with: 0 fine, 1 findings or failures, 2 wrong usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export interface RuleOptions {
  readonly rules: readonly string[];
  readonly config: string;
  /** The folder of sample records that tests start from. */
  readonly events: string;
  /** Packs and rules that are on, in place of those that the deployment's own file names. */
  readonly pack?: readonly string[];
}

export const out = (text: string): void => void process.stdout.write(`${text}\n`);
export const err = (text: string): void => void process.stderr.write(`${text}\n`);

/** The rules that the options name, with what belongs to them. Errors are part of the answer. */
export interface LoadedWith extends Loaded {
  /** What tests start from. */
  readonly bases: BaseEvents;
  readonly configuration: Configuration;
  /** Whether the deployment's own file is right; if not, rules may have failed only for want of its lists. */
  readonly configured: boolean;
}

export async function rulesFrom({ rules, config, events }: RuleOptions, tests: Tests): Promise<LoadedWith> {
  const { errors, ...configuration } = await configurationFrom(config);
  const loaded = await loadRuleFiles(rules, configuration.lists, tests);
  return {
    ...loaded,
    errors: [...errors, ...loaded.errors],
    bases: tests === 'with tests' ? await readBaseEvents(events) : new Map(),
    configuration,
    configured: errors.length === 0,
  };
}

/** Of the rules those that are on or staged, by the option or by the deployment's own file. */
export const selected = (loaded: LoadedWith, options: RuleOptions): Loaded =>
  select(loaded, selectionOf(loaded.configuration, options));

export const selectionOf = ({ selection }: Configuration, { pack }: RuleOptions): Selection =>
  pack === undefined ? selection : { on: pack, staged: [], off: [] };

/** Names in the selection that are no pack and no rule. */
export const selectionErrors = (loaded: LoadedWith, options: RuleOptions): RuleError[] =>
  unknownNames(loaded, selectionOf(loaded.configuration, options)).map(({ path, message, hint }) =>
    options.pack === undefined ? loaded.configuration.errorAt(path, message, hint) : { file: '--pack', message, hint },
  );

async function configurationFrom(file: string): Promise<ReturnType<typeof readConfiguration>> {
  try {
    return readConfiguration(file, await readFile(file, 'utf8'));
  } catch (thrown) {
    return { ...nothingConfigured(file), errors: [{ file, message: `cannot be read: ${messageOf(thrown)}` }] };
  }
}

/** The same mistake in more places is told once: a list that is missing is missed by each rule that asks for it. */
const SAME_TOLD = 3;

/** Tells rule errors on stderr; true when there were some. */
export function tellErrors(errors: readonly RuleError[]): boolean {
  const alike = new Map<string, RuleError[]>();
  for (const error of errors) {
    const what = JSON.stringify([error.message, error.hint]);
    const known = alike.get(what);
    if (known === undefined) alike.set(what, [error]);
    else known.push(error);
  }
  for (const same of alike.values()) {
    const told = same.length > SAME_TOLD ? same.slice(0, 1) : same;
    for (const error of told) err(formatRuleError(error));
    if (told.length < same.length) err(`  and the same in ${same.length - 1} more places`);
  }
  return errors.length > 0;
}
