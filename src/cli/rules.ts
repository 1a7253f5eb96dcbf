import { LEVELS } from '../match/level.ts';
import type { CompiledRule, RuleHead } from '../match/rule.ts';
import type { MemoryRule } from '../memory/memory-rule.ts';
import { type Standing, standingsOf } from '../rule/selection.ts';
import {
  type ExitCode,
  out,
  type RuleOptions,
  rulesFrom,
  selectionErrors,
  selectionOf,
  tellErrors,
} from './context.ts';
import { LEVEL_STYLE, paintFor } from './paint.ts';
import { table } from './table.ts';

/** `trailhound rules`: what there is, most urgent first, and which controls and techniques it covers. */
export async function listRules(options: RuleOptions, json: boolean): Promise<ExitCode> {
  const loaded = await rulesFrom(options, 'without tests');
  const { rules, memory, errors, configuration } = loaded;
  const broken = tellErrors([...errors, ...selectionErrors(loaded, options)]);
  const standings = standingsOf(loaded, selectionOf(configuration, options));
  const standing = ({ name }: RuleHead): Standing => standings.get(name) ?? 'off';
  const listed = [...rules, ...memory]
    .map(({ compiled }): CompiledRule | MemoryRule => compiled)
    .filter((rule) => options.pack === undefined || standing(rule) !== 'off')
    .sort((a, b) => urgency(b) - urgency(a) || (a.name < b.name ? -1 : 1));
  if (json) {
    out(
      JSON.stringify(
        listed.map((rule) => ({ ...rule, condition: undefined, looksAt: looksAt(rule), standing: standing(rule) })),
        undefined,
        2,
      ),
    );
  } else {
    const paint = paintFor(process.stdout);
    out(
      table(
        ['level', 'rule', '', 'looks at', 'covers', 'title'],
        listed.map((rule) => [
          paint(LEVEL_STYLE[rule.level], rule.level),
          rule.name,
          standing(rule),
          looksAt(rule),
          covers(rule),
          rule.title,
        ]),
      ),
    );
    const on = listed.filter((rule) => standing(rule) === 'on').length;
    out(
      `\n${listed.length} rules, ${on} of them on · CIS ${count(listed, /^cis\.aws\.\d/)} controls · ATT&CK ${count(listed, /^attack\.t\d/)} techniques`,
    );
  }
  return broken ? 2 : 0;
}

/** One event, or what a rule with memory makes of many; a rule that others count may not be told by itself. */
const looksAt = (rule: CompiledRule | MemoryRule): string =>
  `${'memory' in rule ? rule.memory.type : 'one event'}${rule.untold ? ', untold' : ''}`;

const urgency = (rule: RuleHead): number => LEVELS.indexOf(rule.level);

const covers = (rule: RuleHead): string =>
  rule.tags
    .filter((tag) => /^(?:cis\.aws\.\d|attack\.t\d)/.test(tag))
    .map((tag) =>
      tag
        .replace(/^attack\./, '')
        .replace(/^cis\.aws\./, 'CIS ')
        .replace(/^t\d/, (start) => start.toUpperCase()),
    )
    .join(' ');

const count = (rules: readonly RuleHead[], tag: RegExp): number =>
  new Set(rules.flatMap(({ tags }) => tags.filter((name) => tag.test(name)))).size;
