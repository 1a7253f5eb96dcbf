import type { RuleHead } from '../match/rule.ts';
import type { Loaded } from './load.ts';
import { suggestRule } from './nearest.ts';

/** Which rules are deployed: packs, or names of rules. What is off is off, whatever else names it. */
export interface Selection {
  readonly on: readonly string[];
  /** These match and are reported, and nobody is told. */
  readonly staged: readonly string[];
  readonly off: readonly string[];
}

/** `on`: it tells; `staged`: it only reports; `counted`: rules with memory need it, and it says nothing by itself. */
export type Standing = 'on' | 'staged' | 'counted' | 'off';

/** Every rule. */
const FULL = 'full';
/** Every rule that is about a control of the CIS benchmark, by its tags. */
const CIS = 'cis';
/** What a new deployment begins with. */
const ESSENTIALS = 'essentials';
const PACK = 'pack.';

export const BY_DEFAULT: Selection = { on: [ESSENTIALS], staged: [], off: [] };

export const EVERYTHING: Selection = { on: [FULL], staged: [], off: [] };

/** The packs that a rule is in. */
export const packsOf = ({ tags }: Pick<RuleHead, 'tags'>): string[] => [
  ...tags.filter((tag) => tag.startsWith(PACK)).map((tag) => tag.slice(PACK.length)),
  ...(tags.some((tag) => tag.startsWith('cis.')) ? [CIS] : []),
  FULL,
];

/**
 * The rules that a selection chooses, marked with what they do. A rule that names no pack is one of the user's own and is
 * on unless the selection says otherwise. What a chosen rule with memory counts comes with it.
 */
export function select(loaded: Loaded, selection: Selection): Loaded {
  const standings = standingsOf(loaded, selection);
  const chosen = <R extends { readonly compiled: RuleHead }>(rules: readonly R[]): R[] =>
    rules.flatMap((rule) => {
      const standing = standings.get(rule.compiled.name) ?? 'off';
      if (standing === 'off') return [];
      const mark = standing === 'staged' ? { staged: true } : standing === 'counted' ? { untold: true } : {};
      return [{ ...rule, compiled: { ...rule.compiled, ...mark } }];
    });
  return { ...loaded, rules: chosen(loaded.rules), memory: chosen(loaded.memory) };
}

/** What each rule does under a selection, by its name. */
export function standingsOf({ rules, memory }: Loaded, selection: Selection): ReadonlyMap<string, Standing> {
  const heads = [...rules, ...memory].map(({ compiled }) => compiled);
  const standings = new Map(heads.map((head) => [head.name, standingOf(head, selection)]));
  // A rule stands behind those that it counts, so that going backwards each is settled before what it needs.
  for (const { compiled } of memory.toReversed()) {
    if (standings.get(compiled.name) === 'off') continue;
    for (const name of compiled.memory.rules) if (standings.get(name) === 'off') standings.set(name, 'counted');
  }
  return standings;
}

function standingOf(rule: RuleHead, { on, staged, off }: Selection): Standing {
  const names = [rule.name, ...packsOf(rule)];
  const isIn = (list: readonly string[]): boolean => list.some((name) => names.includes(name));
  if (isIn(off)) return 'off';
  if (isIn(on)) return 'on';
  if (isIn(staged)) return 'staged';
  return rule.tags.some((tag) => tag.startsWith(PACK)) ? 'off' : 'on';
}

/** What a selection names that is no pack and no rule, with what was perhaps meant. */
export function unknownNames({ rules, memory }: Loaded, selection: Selection): UnknownName[] {
  const heads = [...rules, ...memory].map(({ compiled }) => compiled);
  const packs = new Set([ESSENTIALS, CIS, FULL, ...heads.flatMap(packsOf)]);
  const known = new Set([...packs, ...heads.map(({ name }) => name)]);
  return (['on', 'staged', 'off'] as const).flatMap((key) =>
    selection[key].flatMap((name, i) => {
      if (known.has(name)) return [];
      const near = suggestRule(name, known);
      const hint = near.startsWith('Did') ? near : `Packs are ${[...packs].join(', ')}. ${near}`;
      return [{ path: ['rules', key, i], message: `there is no pack and no rule "${name}"`, hint }];
    }),
  );
}

export interface UnknownName {
  /** In trailhound.yml. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
}
