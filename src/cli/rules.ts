import { LEVELS } from '../match/level.ts';
import type { CompiledRule } from '../match/rule-set.ts';
import { type ExitCode, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { LEVEL_STYLE, paintFor } from './paint.ts';
import { table } from './table.ts';

/** `trailhound rules`: what there is, most urgent first, and which controls and techniques it covers. */
export async function listRules(options: RuleOptions, json: boolean): Promise<ExitCode> {
  const { rules, errors } = await rulesFrom(options);
  const broken = tellErrors(errors);
  const listed = rules
    .map(({ compiled }) => compiled)
    .sort((a, b) => urgency(b) - urgency(a) || (a.name < b.name ? -1 : 1));
  if (json) {
    out(
      JSON.stringify(
        listed.map(({ condition: _condition, ...rule }) => rule),
        undefined,
        2,
      ),
    );
  } else {
    const paint = paintFor(process.stdout);
    out(
      table(
        ['level', 'rule', 'covers', 'title'],
        listed.map((rule) => [paint(LEVEL_STYLE[rule.level], rule.level), rule.name, covers(rule), rule.title]),
      ),
    );
    out(
      `\n${listed.length} rules · CIS ${count(listed, /^cis\./)} controls · ATT&CK ${count(listed, /^attack\.t\d/)} techniques`,
    );
  }
  return broken ? 2 : 0;
}

const urgency = (rule: CompiledRule): number => LEVELS.indexOf(rule.level);

const covers = (rule: CompiledRule): string =>
  rule.tags
    .filter((tag) => /^(?:cis\.|attack\.t\d)/.test(tag))
    .map((tag) =>
      tag
        .replace(/^attack\./, '')
        .replace(/^cis\.aws\./, 'CIS ')
        .replace(/^t\d/, (start) => start.toUpperCase()),
    )
    .join(' ');

const count = (rules: readonly CompiledRule[], tag: RegExp): number =>
  new Set(rules.flatMap(({ tags }) => tags.filter((name) => tag.test(name)))).size;
