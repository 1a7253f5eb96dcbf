import { readFileSync } from 'node:fs';
import { RuleSet } from '../src/match/rule-set.ts';
import type { CompiledRules } from '../src/memory/memory-rule.ts';
import { type Configuration, readConfiguration } from '../src/rule/configuration.ts';
import { compiledRules, loadRuleFiles } from '../src/rule/load.ts';
import { formatRuleError, type RuleError } from '../src/rule/rule-error.ts';
import { select } from '../src/rule/selection.ts';
import { scan } from '../src/scan/scan.ts';
import type { ScanEvent, ScanTotals } from '../src/scan/scan-event.ts';

/** What a deployment has on that wants both quiet and the benchmark. */
export const USUAL = ['essentials', 'cis'];

/**
 * The rules of this checkout that are in some packs, with the lists of trailhound.yml and, where there is one, those of a
 * second file in their place. Ends the program where they are wrong.
 */
export async function rulesOf(packs: readonly string[], company?: string): Promise<CompiledRules> {
  const files = ['trailhound.yml', ...(company === undefined ? [] : [company])];
  const configurations = files.map((file) => readConfiguration(file, readFileSync(file, 'utf8')));
  const lists = new Map(configurations.flatMap(({ lists }: Configuration) => [...lists]));
  const loaded = await loadRuleFiles(['rules'], lists, 'without tests');
  endWith([...configurations.flatMap(({ errors }) => errors), ...loaded.errors]);
  return compiledRules(select(loaded, { on: packs, staged: [], off: [] }));
}

function endWith(errors: readonly RuleError[]): void {
  if (errors.length === 0) return;
  for (const error of errors) process.stderr.write(`${formatRuleError(error)}\n`);
  process.exit(2);
}

export type Told = Extract<ScanEvent, { kind: 'alert' }>['alert'];

/** What files make the engine tell, as a scan of them would: memory and quiet windows in event time, informational left out. */
export async function* toldOf(
  files: readonly string[],
  rules: CompiledRules,
  totals: ScanTotals,
): AsyncGenerator<Told> {
  for await (const found of scan(files, new RuleSet(rules), { totals, memory: rules.memory })) {
    if (found.kind === 'refused') process.stderr.write(`${found.file}: ${found.place}: ${found.detail}\n`);
    else if (found.alert.rule.level !== 'informational') yield found.alert;
  }
}

/** Rules with what those with memory count, which is what they can be asked about on a single event. */
export function withCounted(names: readonly string[], { memory }: CompiledRules): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all)
    for (const counted of memory.find((rule) => rule.name === name)?.memory.rules ?? []) all.add(counted);
  return all;
}
