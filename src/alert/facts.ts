import type { Level } from '../match/level.ts';
import type { Alert } from './alert.ts';
import { MISSING } from './field-text.ts';
import { cut } from './text.ts';

/** For destinations, which know alerts and nothing of matching. */
export { LEVELS, type Level } from '../match/level.ts';
export { MISSING } from './field-text.ts';

/** An alert in the words that e-mail and Slack share. The values are still raw: each medium makes them harmless. */
export interface Facts {
  readonly what: string;
  readonly who: string;
  readonly where: string;
  readonly when: string;
  readonly from: string;
  readonly often: string;
}

const OUTCOMES = { success: 'succeeded', denied: 'was denied', failure: 'failed' } as const;

/** Program and version come first; an SDK goes on for 200 characters. The whole is in the JSON. */
const AGENT_MAX = 80;

/** Enough hex digits to find an alert by, few enough to read aloud. */
const SHORT_ID = 12;

export function factsOf(alert: Alert): Facts {
  const { event, actor, from } = alert;
  return {
    what: `${orDash(event.name)} (${orDash(event.source)}) ${OUTCOMES[event.outcome]}`,
    who: isMissing(actor.type) ? orDash(actor.name) : `${orDash(actor.name)} (${actor.type})`,
    where:
      isMissing(event.account) && isMissing(event.region)
        ? MISSING
        : `account ${orDash(event.account)}, region ${orDash(event.region)}`,
    when: alert.kind === 'alert' ? utc(event.time) : `latest ${utc(event.time)}`,
    from: isMissing(from.userAgent)
      ? orDash(from.address)
      : `${orDash(from.address)} with ${cut(from.userAgent, AGENT_MAX)}`,
    often: howOften(alert),
  };
}

export const errorOf = ({ event }: Alert): string | undefined => {
  if (event.errorCode === undefined) return event.errorMessage;
  return event.errorMessage === undefined ? event.errorCode : `${event.errorCode}: ${event.errorMessage}`;
};

/** How often it was seen in a window: what was told in full, and what was kept silent since. */
export const timesSeen = ({ episode, silenced }: Alert): number => episode?.count ?? (silenced?.count ?? 0) + 1;

/** What an episode counted, from when to when, and what would have been usual. */
function counted({ count, atLeast, from, until, usual }: NonNullable<Alert['episode']>): string {
  const much = `${atLeast ? 'at least ' : ''}${rounded(count)}`;
  const than = usual === undefined ? '' : ` (usually ${rounded(usual)})`;
  return from === until ? `${much}${than} at ${utc(from)}` : `${much}${than} from ${utc(from)} to ${utc(until)}`;
}

const rounded = (count: number): string => String(Math.round(count * 10) / 10);

/** On a repeat: the count so far; on an alert: what was silent before it, and what will be silent after it. */
function howOften(alert: Alert): string {
  const { silenced, dedup, episode } = alert;
  if (alert.kind === 'summary') return summaryOfQuiet(alert);
  if (episode !== undefined) return `${alert.kind === 'ended' ? 'over: ' : ''}${counted(episode)}`;
  if (alert.kind === 'ended') return 'over';
  if (alert.kind === 'repeat') return `seen ${times(timesSeen(alert))} since ${utc(silenced?.since)}`;
  const before =
    silenced === undefined || silenced.count === 0
      ? 'once so far'
      : `once now, and ${times(silenced.count)} in silence since ${utc(silenced.since)}`;
  return dedup.quietMs > 0 ? `${before}; counted in silence for the next ${span(dedup.quietMs)}` : before;
}

/** `rule root_activity for 123456789012, alice: 12 more in the hour since 2026-11-20 14:03:22 UTC` */
export function summaryOfQuiet({ rule, dedup, silenced }: Alert): string {
  const values = dedup.fields.map(({ value }) => orDash(cut(value, VALUE_MAX))).join(', ');
  const during = dedup.quietMs === HOUR_MS ? 'hour' : span(dedup.quietMs);
  return `rule ${rule.name}${values === '' ? '' : ` for ${values}`}: ${silenced?.count ?? 0} more in the ${during} since ${utc(silenced?.since)}`;
}

/** What comes after it must be read too. */
const VALUE_MAX = 40;
const HOUR_MS = 60 * 60 * 1000;

export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** `2026-11-20 14:03:22 UTC`; a dash where there is no time, or one that is not ISO 8601 in UTC. */
export function utc(time: string | undefined): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/.exec(time ?? '');
  return parts === null ? MISSING : `${parts[1]} ${parts[2]} UTC`;
}

const SPANS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** The largest unit that divides the span evenly; seconds otherwise. */
function span(ms: number): string {
  for (const [unit, size] of SPANS) if (ms % size === 0) return `${ms / size} ${unit}`;
  return `${Math.ceil(ms / 1000)} s`;
}

/** The alert that a person saw: a repeat points back to it. */
export const shortId = (alert: Alert): string => (alert.repeats ?? alert.id).slice(0, SHORT_ID);

export const levelWord = (level: Level): string => level.toUpperCase();

export const orDash = (text: string): string => (text === '' ? MISSING : text);

const isMissing = (text: string): boolean => text === '' || text === MISSING;
