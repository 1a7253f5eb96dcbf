import type { Overflow } from '../memory/admission.ts';
import type { Found } from '../memory/remember.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { Alert } from './alert.ts';
import { alertId, dedupKey, endId, repeatId } from './alert-id.ts';
import { alertOf, iso } from './build.ts';

/**
 * What is told of an episode of a rule with memory when it opens. Titles and shown fields may name what is remembered, as
 * `memory.count`, `memory.values`, `memory.usual`, and the fields and aliases of `group-by`.
 */
export function alertForEpisode(found: Found): Alert {
  const { rule, values, episode } = found;
  const alert = alertOf(rule, withMemory(found));
  const groupBy = rule.memory.groupBy.map((field, i) => ({ field, value: values[i] ?? '' }));
  const { count, more, from, until, values: examples, usual } = episode;
  const isByGroup = rule.alert.dedup.join() === rule.memory.groupBy.join();
  return {
    ...alert,
    id: episodeAlertId(found),
    dedup: isByGroup ? { ...alert.dedup, key: dedupKey(rule.id, values), fields: groupBy } : alert.dedup,
    evidence: found.record.raw,
    episode: {
      count,
      atLeast: more === true,
      from: iso(from),
      until: iso(until),
      group: groupBy,
      ...(examples === undefined ? {} : { values: examples }),
      ...(usual === undefined ? {} : { usual }),
    },
  };
}

/** The id of that alert, for whoever need not know more of it. */
export const episodeAlertId = ({ rule, group, episode }: Found): string => alertId(rule.id, `${group} ${episode.key}`);

/** The same episode, when it has grown tenfold, a hundredfold … since it was told. */
export const grownAlert = (alert: Alert, milestone: number): Alert => ({
  ...alert,
  kind: 'repeat',
  id: repeatId(alert.id, milestone),
  repeats: alert.id,
});

/** The same episode, when it is over. */
export const endedAlert = (alert: Alert): Alert => ({
  ...alert,
  kind: 'ended',
  id: endId(alert.id),
  repeats: alert.id,
});

/** The record with what is remembered beside it; whatever a record itself holds under these names stays out of it. */
function withMemory({ rule, values, episode, record }: Found): CloudTrailRecord {
  const aliases = rule.memory.groupBy.flatMap((name, i) => (name in rule.memory.aliases ? [[name, values[i]]] : []));
  const { count, values: examples = [], usual } = episode;
  const { memory } = rule;
  const looked =
    'field' in memory && memory.field !== undefined && memory.field in memory.aliases ? [memory.field] : [];
  const { id, category, time, pruned } = record;
  return {
    id,
    category,
    ...(time === undefined ? {} : { time }),
    pruned,
    raw: {
      ...record.raw,
      ...Object.fromEntries([...aliases, ...looked.map((name) => [name, examples])]),
      memory: { count, values: examples, ...(usual === undefined ? {} : { usual }) },
    },
  };
}

/** Too many groups of a rule began within an hour. Somebody may make them up so that what they do is not counted. */
export function overflowAlert({ rule, hour, record }: Overflow, max: number): Alert {
  const alert = alertOf(rule, record);
  return {
    ...alert,
    id: alertId(rule.id, `overflow ${hour}`),
    title: `Rule ${rule.name} met more than ${max} new groups in an hour; further ones are not counted`,
    next: 'Look at what the events of this hour have in common. Somebody may be making up names or addresses.',
    dedup: { key: dedupKey(rule.id, ['overflow']), fields: [], quietMs: 60 * 60 * 1000 },
  };
}
