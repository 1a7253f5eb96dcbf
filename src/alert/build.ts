import { objectOf, textOf } from '../json.ts';
import { fieldAt, parsePath } from '../match/fields.ts';
import type { RuleHead, StepSpec } from '../match/rule.ts';
import type { Match } from '../match/rule-set.ts';
import { actorOf } from '../record/actor.ts';
import { outcomeOf } from '../record/outcome.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Alert } from './alert.ts';
import { alertId, dedupKey, endId, repeatId, summaryId } from './alert-id.ts';
import { consoleLink } from './console-link.ts';
import { fieldText, fillTitle, MISSING } from './field-text.ts';
import { sqlFor } from './query.ts';

/**
 * What is told of a match. Nothing here changes whether it matched. An Insights event of CloudTrail's comes twice, when
 * something unusual starts and when it ends; the second ends the alert of the first.
 */
export function alertFor({ rule, record }: Match): Alert {
  const alert = alertOf(rule, record);
  const insight = insightIn(record);
  if (insight === undefined) return alert;
  const started = alertId(rule.id, insight.shared);
  return insight.isEnd ? { ...alert, kind: 'ended', id: endId(started), repeats: started } : { ...alert, id: started };
}

/** The id of that alert, for whoever need not know more of it. */
export function alertIdFor({ rule, record }: Match): string {
  const insight = insightIn(record);
  const started = alertId(rule.id, insight?.shared ?? record.id);
  return insight?.isEnd ? endId(started) : started;
}

interface Insight {
  readonly shared: string;
  readonly isEnd: boolean;
}

function insightIn(record: CloudTrailRecord): Insight | undefined {
  if (record.category !== 'Insight') return undefined;
  const { raw } = record;
  // "sharedEventID … the start and end Insights events have the same" (CloudTrail user guide, Insights event fields).
  const shared = textOf(raw, 'sharedEventID');
  const isEnd = textOf(objectOf(raw, 'insightDetails') ?? {}, 'state') === 'End';
  return shared === undefined ? undefined : { shared, isEnd };
}

/** A rule and the record that it is about. */
export function alertOf(rule: RuleHead, record: CloudTrailRecord): Alert {
  const { raw } = record;
  const dedupFields = rule.alert.dedup.map((field) => ({ field, value: fieldText(raw, field) }));
  const event = eventOf(record);
  const link = consoleLink(event.region, record.id);
  return {
    version: 1,
    kind: 'alert',
    id: alertId(rule.id, record.id),
    title: fillTitle(rule.alert.title, raw),
    rule: {
      id: rule.id,
      name: rule.name,
      title: rule.title,
      level: rule.level,
      ...(rule.author === undefined ? {} : { author: rule.author }),
      tags: rule.tags,
      ...(rule.description === undefined ? {} : { description: rule.description }),
      falsepositives: rule.falsepositives,
    },
    tactic: tacticOf(rule.tags),
    event,
    actor: actorWith(record),
    from: { address: fieldText(raw, 'sourceIPAddress'), userAgent: fieldText(raw, 'userAgent') },
    show: rule.alert.show.map((field) => ({ field, value: fieldText(raw, field) })),
    ...(rule.alert.next === undefined ? {} : { next: rule.alert.next }),
    ...(rule.alert.steps === undefined ? {} : { steps: rule.alert.steps.map((step) => stepFor(step, record)) }),
    ...(rule.alert.runbook === undefined ? {} : { runbook: rule.alert.runbook }),
    ...(link === undefined ? {} : { link }),
    dedup: {
      key: dedupKeyFor(rule, record),
      fields: dedupFields,
      quietMs: rule.alert.quietMs,
    },
    evidence: raw,
  };
}

/** The same alert, told as the `count`-th that the quiet window kept silent. */
export const repeatOf = (alert: Alert, holder: string, count: number, since: number): Alert => ({
  ...alert,
  kind: 'repeat',
  id: repeatId(holder, count),
  repeats: holder,
  silenced: { count, since: iso(since) },
});

/** What the quiet window of `holder` kept silent, told of one of the alerts that it silenced. */
export const summaryOf = (alert: Alert, holder: string, count: number, since: number): Alert => ({
  ...alert,
  kind: 'summary',
  id: summaryId(holder),
  repeats: holder,
  silenced: { count, since: iso(since) },
});

/** What keeps an alert of the rule quiet behind another one. */
export const dedupKeyFor = (rule: RuleHead, record: CloudTrailRecord): string =>
  dedupKey(
    rule.id,
    rule.alert.dedup.map((field) => identity(record, field)),
  );

/** The whole value, not the text cut for reading: two long values that differ at the end are two keys. */
const identity = ({ raw }: CloudTrailRecord, field: string): string =>
  JSON.stringify(fieldAt(raw, parsePath(field)).values);

function eventOf(record: CloudTrailRecord): Alert['event'] {
  const { raw } = record;
  const text = (field: string) => textOf(raw, field) || MISSING;
  const optional = (field: 'errorCode' | 'errorMessage') => {
    const value = fieldText(raw, field);
    return value === MISSING ? {} : { [field]: value };
  };
  const insight = objectOf(raw, 'insightDetails') ?? {};
  return {
    id: record.id,
    ...(record.time === undefined ? {} : { time: iso(record.time) }),
    source: textOf(raw, 'eventSource') || textOf(insight, 'eventSource') || MISSING,
    name: textOf(raw, 'eventName') || textOf(insight, 'eventName') || MISSING,
    category: record.category,
    region: text('awsRegion'),
    account: textOf(raw, 'recipientAccountId') || textOf(objectOf(raw, 'userIdentity') ?? {}, 'accountId') || MISSING,
    outcome: outcomeOf(raw),
    ...optional('errorCode'),
    ...optional('errorMessage'),
  };
}

function actorWith({ raw }: CloudTrailRecord): Alert['actor'] {
  const identityFields = objectOf(raw, 'userIdentity') ?? {};
  const arn = textOf(identityFields, 'arn');
  return {
    name: actorOf(raw) || MISSING,
    type: textOf(identityFields, 'type') || MISSING,
    ...(arn ? { arn } : {}),
  };
}

/** ATT&CK tactics as Sigma tags them, `attack.initial-access`; techniques begin with t and a digit. */
const TACTIC = /^attack\.(?!t\d)([a-z][a-z_-]*)$/;

const tacticOf = (tags: readonly string[]): string => {
  for (const tag of tags) {
    const tactic = TACTIC.exec(tag)?.[1];
    if (tactic !== undefined) return tactic.replaceAll('_', '-');
  }
  return 'none';
};

function stepFor(step: StepSpec, { raw, time }: CloudTrailRecord): { do: string; query?: string } {
  const query = sqlFor(step, raw, time);
  return query === undefined ? { do: step.do } : { do: step.do, query };
}

/** Whole seconds, as CloudTrail writes them. */
export const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
