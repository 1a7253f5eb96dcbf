import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Alert } from '../../../alert/alert.ts';
import { errorOf, factsOf, type Level, levelWord, MISSING, shortId, timesSeen } from '../../../alert/facts.ts';
import { consoleUrl, runbookUrl } from '../../../alert/links.ts';
import type { ActivitySummary } from '../../../ports.ts';
import { context, type Field, fields, header, lines, links, message, type SlackMessage, section } from './blocks.ts';
import { mrkdwnText } from './escape.ts';
import { FIELDS_MAX, MESSAGE_MAX } from './limits.ts';

/** Read on a phone at night: far below Slack's own limits, and small enough that all but the shown fields always fit. */
const FACT_MAX = 300;
const PROSE_MAX = 500;
const STEPS_MAX = 6;
const STEP_MAX = 300;
const FOOTER_MAX = 200;
const FALLBACK_MAX = 300;

/** A colour and the word, since neither a banner on a phone nor every eye shows the colour. */
const MARKS: Record<Level, string> = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵', informational: '⚪' };

/** Everything a person needs in five seconds. Where it is too long, shown fields go, from the last. */
export function fullMessage(alert: Alert, activity?: ActivitySummary): SlackMessage {
  const shown = alert.show.filter(({ field }) => !SAID_ANYWAY.has(field));
  const rows = fields(shown.map(asField), FACT_MAX);
  const [before, after, text] = [blocksBefore(alert), blocksAfter(alert, activity), fallback(alert)];
  let count = Math.min(shown.length, FIELDS_MAX);
  const built = () => message(text, [...before, ...shownBlocks(rows, count, shown.length - count), ...after]);
  while (count > 0 && JSON.stringify(built()).length > MESSAGE_MAX) count -= 1;
  return built();
}

/** A repeat, an end or a summary in one line, also as a reply in a thread. */
export function shortMessage(repeat: Alert): SlackMessage {
  const { often } = factsOf(repeat);
  const state = repeat.kind === 'repeat' ? ' still going on,' : '';
  const line = `${mark(repeat)} alert ${shortId(repeat)}${state} ${often}: ${repeat.title}`;
  return message(mrkdwnText(line, FALLBACK_MAX), [section(line, PROSE_MAX)]);
}

/** For when Slack refuses the full one: nothing in it that could be refused again. */
export function minimalMessage(alert: Alert): SlackMessage {
  const texts = [`${mark(alert)} ${alert.title}`, `Alert ${alert.id}`, consoleUrl(alert) ?? 'no console link'];
  return message(mrkdwnText(texts.slice(0, 2).join(', '), FALLBACK_MAX), [lines(texts, PROSE_MAX * 2)]);
}

/** What the facts say in their own words. */
const SAID_ANYWAY = new Set([
  'awsRegion',
  'derived.actor',
  'errorCode',
  'errorMessage',
  'eventName',
  'eventSource',
  'eventTime',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
]);

function blocksBefore(alert: Alert): KnownBlock[] {
  const error = errorOf(alert);
  const often = { alert: '', repeat: ` ×${timesSeen(alert)}`, ended: ' · over', summary: ` ×${timesSeen(alert)}` }[
    alert.kind
  ];
  return [
    header(`${mark(alert)}${often} · ${alert.title}`),
    fields(facts(alert), FACT_MAX),
    ...(error === undefined ? [] : [section(`Error: ${error}`, PROSE_MAX)]),
  ];
}

function shownBlocks(rows: SectionBlock, count: number, left: number): KnownBlock[] {
  return [
    ...(count === 0 ? [] : [{ ...rows, fields: (rows.fields ?? []).slice(0, count) }]),
    ...(left === 0
      ? []
      : [
          context(
            `${left} more ${left === 1 ? 'field' : 'fields'}: see the e-mail or the JSON of this alert`,
            FOOTER_MAX,
          ),
        ]),
  ];
}

function blocksAfter(alert: Alert, activity: ActivitySummary | undefined): KnownBlock[] {
  return [
    ...(activity === undefined ? [] : [context(activityLine(activity), FOOTER_MAX)]),
    ...(alert.next ? [section(`Next: ${alert.next}`, PROSE_MAX)] : []),
    ...stepBlocks(alert),
    ...links([
      ['Open the event in the console', consoleUrl(alert)],
      ['Runbook', runbookUrl(alert)],
    ]),
    context(footer(alert), FOOTER_MAX),
  ];
}

/** What to do, numbered; searches are long, and the e-mail and the JSON have them. */
function stepBlocks({ steps = [] }: Alert): KnownBlock[] {
  if (steps.length === 0) return [];
  return [
    lines(
      steps.slice(0, STEPS_MAX).map((step, index) => `${index + 1}. ${step.do}`),
      STEP_MAX,
    ),
  ];
}

const asField = ({ field, value }: Alert['show'][number]): Field => ({ label: field, value });

function facts(alert: Alert): Field[] {
  const { what, who, where, when, from, often } = factsOf(alert);
  return [
    { label: 'What', value: what },
    { label: 'Who', value: who },
    { label: 'Where', value: where },
    { label: 'When', value: when },
    { label: 'From', value: from },
    { label: 'How often', value: often },
  ].filter(({ value }) => value !== MISSING);
}

/** What a banner on a locked phone shows; a silence before this alert is said here too. */
function fallback(alert: Alert): string {
  const { who, where } = factsOf(alert);
  const by = [who, where].every((part) => part === MISSING) ? '' : `, by ${who} in ${where}`;
  const { silenced } = alert;
  const silence = silenced === undefined || silenced.count === 0 ? '' : ` (${silenced.count} kept silent)`;
  return mrkdwnText(`${mark(alert)} ${alert.title}${silence}${by}`, FALLBACK_MAX);
}

function activityLine({ calls, errors, addresses, regions, complete }: ActivitySummary): string {
  const counts = [
    plural(calls, 'call'),
    plural(errors, 'error'),
    plural(addresses, 'address', 'addresses'),
    plural(regions, 'region'),
  ];
  return `In the hour around it, this actor made ${complete ? '' : 'at least '}${counts.join(', ')}`;
}

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const footer = (alert: Alert): string => {
  const { name, author } = alert.rule;
  return `${name}${author === undefined ? '' : ` by ${author}`} · alert ${shortId(alert)}`;
};

export const mark = ({ rule: { level } }: Alert): string => `${MARKS[level]} ${levelWord(level)}`;
