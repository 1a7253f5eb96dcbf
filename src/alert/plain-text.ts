import type { Alert } from './alert.ts';
import { errorOf, factsOf, levelWord, orDash, summaryOfQuiet } from './facts.ts';
import { consoleUrl, runbookUrl } from './links.ts';
import { harmless, unlinked } from './text.ts';

/** Code points per value: long enough for an ARN and an error message, short enough to read on a phone. */
const VALUE_MAX = 300;
const TITLE_MAX = 200;
const LABEL_MAX = 60;
const SHOWN_MAX = 20;
const STEPS_MAX = 9;
const STEP_MAX = 500;
/** A query that is cut is of no use: this holds one about an ARN of any length. */
const QUERY_MAX = 3_000;

/** The alert for people who read it as e-mail: no markup, one fact per line, what is most urgent first. */
export function plainText(alert: Alert): string {
  return [headline(alert), factRows(alert), shownRows(alert), stepRows(alert), nextRows(alert), ruleRows(alert)]
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')
    .concat('\n');
}

type Row = readonly [label: string, value: string | undefined];

const headline = (alert: Alert): string[] => {
  const again = {
    alert: '',
    repeat: ' (still going on)',
    ended: ' (over)',
    summary: ` (${value(summaryOfQuiet(alert))})`,
  }[alert.kind];
  return [`${levelWord(alert.rule.level)}  ${value(alert.title, TITLE_MAX)}${again}`];
};

function factRows(alert: Alert): string[] {
  const { what, who, where, when, from, often } = factsOf(alert);
  return aligned([
    ['What', value(what)],
    ['Who', value(who)],
    ['', optional(alert.actor.arn)],
    ['Where', value(where)],
    ['When', value(when)],
    ['From', value(from)],
    ['How often', value(often)],
    ['Error', optional(errorOf(alert))],
  ]);
}

function shownRows({ show }: Alert): string[] {
  const rows = show.slice(0, SHOWN_MAX).map(({ field, value: text }): Row => [value(field, LABEL_MAX), value(text)]);
  const left = show.length - rows.length;
  return aligned(left > 0 ? [...rows, ['…', `${left} more in the JSON of this alert`]] : rows);
}

/** What to do, numbered, each search below its step and as it is: it was quoted when it was made (query.ts). */
function stepRows({ steps = [] }: Alert): string[] {
  return steps
    .slice(0, STEPS_MAX)
    .flatMap((step, index) => [
      `${index + 1}. ${value(step.do, STEP_MAX)}`,
      ...(step.query === undefined ? [] : [`   ${value(step.query, QUERY_MAX)}`]),
    ]);
}

const nextRows = (alert: Alert): string[] =>
  aligned([
    ['Next', optional(alert.next)],
    ['Runbook', runbookUrl(alert)],
    ['Console', consoleUrl(alert)],
  ]);

const ruleRows = ({ id, repeats, rule }: Alert): string[] =>
  aligned([
    ['Why', optional(rule.description)],
    ['Harmless if', rule.falsepositives.length === 0 ? undefined : value(rule.falsepositives.join('; '))],
    ['Rule', value(rule.author === undefined ? rule.name : `${rule.name} by ${rule.author}`)],
    ['Tags', rule.tags.length === 0 ? undefined : value(rule.tags.join(', '))],
    ['Alert', id],
    ['Repeats', repeats],
  ]);

const value = (text: string, budget = VALUE_MAX): string => orDash(unlinked(harmless(text, budget)));

const optional = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : value(text);

/** Labels padded to one width; rows without a value are left out. */
function aligned(rows: readonly Row[]): string[] {
  const present = rows.filter(([, text]) => text !== undefined);
  const width = Math.max(0, ...present.map(([label]) => label.length));
  return present.map(([label, text]) => `${label.padEnd(width)}  ${text}`);
}
