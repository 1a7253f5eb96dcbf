import { mustEqual } from '../match/access.ts';
import type { CompiledRule, RuleHead } from '../match/rule.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { ATTACK_VERSION, techniques } from './attack.ts';
import { cisControls } from './cis-controls.ts';

/** One thing that may be covered, and the names of the rules that cover it. */
export interface Covered {
  readonly what: string;
  readonly rules: readonly string[];
}

export interface Coverage {
  /** Every control of the benchmark's section on monitoring, also those without a rule. */
  readonly cis: readonly Covered[];
  /** `initial-access T1078.004 Valid Accounts: Cloud Accounts`, of version 18 */
  readonly attack: readonly Covered[];
  /** By eventSource; rules that look at any service stand under `any`. */
  readonly services: readonly Covered[];
}

/** What the rules say that they cover. */
export function coverageOf(rules: readonly (CompiledRule | MemoryRule)[]): Coverage {
  const services = servicesOf(rules);
  return {
    cis: cisControls.map(({ number, title, before, since }) => ({
      what: `${number} ${title} (${before} in version 1.2, ${since} in 6 and 7)`,
      rules: namesOf(rules, ({ tags }) => tags.includes(`cis.aws.${number}`)),
    })),
    attack: grouped(rules, techniquesOf),
    services: grouped(rules, (rule) => services.get(rule.name) ?? []),
  };
}

const namesOf = <R extends RuleHead>(rules: readonly R[], holds: (rule: R) => boolean): string[] =>
  rules.filter(holds).map(({ name }) => name);

function grouped<R extends RuleHead>(rules: readonly R[], keysOf: (rule: R) => readonly string[]): Covered[] {
  const groups = new Map<string, string[]>();
  for (const rule of rules) for (const key of keysOf(rule)) groups.set(key, [...(groups.get(key) ?? []), rule.name]);
  return [...groups].map(([what, names]) => ({ what, rules: names })).sort((a, b) => (a.what < b.what ? -1 : 1));
}

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/;
const TACTIC = /^attack\.(?!t\d)([a-z][a-z_-]*)$/;

/** Each technique that a rule names, under those of its tactics that the technique belongs to: `discovery T1526 …`. */
export function techniquesOf({ tags }: RuleHead): string[] {
  const named = tags.flatMap((tag) => TACTIC.exec(tag)?.[1]?.replaceAll('_', '-') ?? []);
  return tags.flatMap((tag) => {
    const id = TECHNIQUE.exec(tag)?.[1]?.toUpperCase();
    if (id === undefined) return [];
    const known = techniques.get(id);
    return named
      .filter((tactic) => known?.tactics.some((own) => own === tactic) ?? true)
      .map((tactic) => (known === undefined ? `${tactic} ${id}` : `${tactic} ${id} ${known.name}`));
  });
}

/** The services of a rule with memory are those of the rules that it counts, which stand before it. */
function servicesOf(rules: readonly (CompiledRule | MemoryRule)[]): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, readonly string[]>();
  for (const rule of rules) {
    const own =
      'memory' in rule
        ? rule.memory.rules.flatMap((name) => services.get(name) ?? [])
        : [...(mustEqual(rule.condition, 'eventSource') ?? ['any'])];
    services.set(rule.name, [...new Set(own)]);
  }
  return services;
}

/**
 * A layer for the ATT&CK Navigator: https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
 */
export const navigatorLayer = ({ attack }: Coverage): object => ({
  name: 'Trailhound',
  versions: { attack: ATTACK_VERSION, navigator: '5.1.0', layer: '4.5' },
  domain: 'enterprise-attack',
  description: 'What the rules cover in AWS CloudTrail',
  filters: { platforms: ['IaaS', 'SaaS', 'Identity Provider', 'Office Suite'] },
  techniques: attack.map(({ what, rules }) => {
    const [tactic = '', techniqueID = ''] = what.split(' ');
    return {
      techniqueID,
      tactic,
      score: rules.length,
      comment: rules.join(', '),
      enabled: true,
      showSubtechniques: true,
    };
  }),
  gradient: {
    colors: ['#cfe8ff', '#0b5cad'],
    minValue: 0,
    maxValue: Math.max(1, ...attack.map(({ rules }) => rules.length)),
  },
});
