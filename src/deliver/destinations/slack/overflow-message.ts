import type { Alert } from '../../../alert/alert.ts';
import { LEVELS, MISSING, shortId, utc } from '../../../alert/facts.ts';
import { cut } from '../../../alert/text.ts';
import { context, header, lines, message, type SlackMessage } from './blocks.ts';
import { mrkdwnText } from './escape.ts';
import { MESSAGE_MAX } from './limits.ts';
import { mark } from './message.ts';

/** Of names, accounts, ids so many are spelt out; a tired eye takes in no more. */
const NAMES = 3;
/** One long name must not hide the others. */
const NAME_MAX = 60;
const RULES_MAX = 12;
const LINE_MAX = 250;
const FOOTER_MAX = 400;
const FALLBACK_MAX = 300;

interface Group {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/**
 * Alerts for which the channel had no time, in one message: for each rule, the most severe first, how many, what, who,
 * where and when. Where it is too long, rules go, from the last; the footer counts them.
 */
export function overflowMessage(alerts: readonly Alert[]): SlackMessage {
  const groups = groupsOf(alerts);
  const title = headline(alerts, groups);
  const sections = groups.slice(0, RULES_MAX).map((group) => lines(linesFor(group), LINE_MAX));
  let count = sections.length;
  const built = () =>
    message(mrkdwnText(title, FALLBACK_MAX), [
      header(title),
      ...sections.slice(0, count),
      ...(count === groups.length ? [] : [context(`And ${tallies(groups.slice(count))}`, FOOTER_MAX)]),
      context('More than this channel takes at once. Each of them in full: by e-mail, and as JSON.', FOOTER_MAX),
    ]);
  while (count > 1 && JSON.stringify(built()).length > MESSAGE_MAX) count -= 1;
  return built();
}

/** For when Slack refuses the full one: nothing in it but names of rules and counts. */
export function minimalOverflow(alerts: readonly Alert[]): SlackMessage {
  const texts = [`${amount(alerts)}: ${tallies(groupsOf(alerts))}`];
  return message(mrkdwnText(texts.join(), FALLBACK_MAX), [lines(texts, FOOTER_MAX)]);
}

function groupsOf(alerts: readonly Alert[]): readonly Group[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) groups.set(alert.rule.name, [...(groups.get(alert.rule.name) ?? []), alert]);
  return [...groups]
    .map(([name, alerts]) => ({ name, alerts }))
    .sort((a, b) => severity(b) - severity(a) || b.alerts.length - a.alerts.length);
}

/** `🟠 HIGH · 37 more alerts of rule root_activity`, or `… of 4 rules` */
function headline(alerts: readonly Alert[], groups: readonly Group[]): string {
  const [first] = groups;
  const [worst] = first?.alerts ?? [];
  const rules = groups.length === 1 ? `rule ${first?.name ?? MISSING}` : `${groups.length} rules`;
  return `${worst === undefined ? '' : `${mark(worst)} · `}${amount(alerts)} of ${rules}`;
}

function linesFor({ name, alerts }: Group): string[] {
  const [sample] = alerts;
  if (sample === undefined) return [];
  const times = alerts.flatMap(({ event }) => event.time ?? []).sort();
  const [from, until] = [utc(times[0]), utc(times.at(-1))];
  const like = alerts.length === 1 ? '' : ` (one of ${alerts.length})`;
  return [
    `${mark(sample)} · ${amount(alerts)} of rule ${name}`,
    `${sample.title}${like}`,
    `Who: ${some(alerts.map(({ actor }) => actor.name))}. From: ${some(alerts.map((alert) => alert.from.address))}`,
    `Where: ${some(alerts.map(({ event }) => `${event.account} ${event.region}`))}`,
    `When: ${from === until ? from : `${from} to ${until}`}`,
    `Alerts ${some(alerts.map(shortId))}`,
  ];
}

/** Repeats, ends and summaries are news of alerts that were told before. */
function amount(alerts: readonly Alert[]): string {
  const news = alerts.filter(({ kind }) => kind !== 'alert').length;
  const parts = [
    ...(alerts.length > news
      ? [`${alerts.length - news} more ${alerts.length - news === 1 ? 'alert' : 'alerts'}`]
      : []),
    ...(news > 0 ? [`${news} ${news === 1 ? 'update' : 'updates'}`] : []),
  ];
  return parts.join(' and ');
}

function some(values: readonly string[]): string {
  const distinct = [...new Set(values.map((value) => cut(value, NAME_MAX) || MISSING))];
  const left = distinct.length - NAMES;
  return `${distinct.slice(0, NAMES).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

const tallies = (groups: readonly Group[]): string =>
  groups.map(({ name, alerts }) => `${alerts.length} of ${name}`).join(', ');

const severity = ({ alerts: [first] }: Group): number => (first === undefined ? -1 : LEVELS.indexOf(first.rule.level));
