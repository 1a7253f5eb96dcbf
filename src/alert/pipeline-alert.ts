import type { Alert } from './alert.ts';
import { alertId, dedupKey } from './alert-id.ts';
import { MISSING } from './field-text.ts';

/** What could not be read, and why; one alert for each object or message. */
export interface Unreadable {
  /** `s3://bucket/key`, or the kind of message. */
  readonly where: string;
  readonly reason: string;
  readonly detail: string;
  /** How many records of it were refused for this reason. */
  readonly count: number;
}

const RULE_ID = 'trailhound-unreadable-input';
const QUIET_MS = 60 * 60 * 1000;

/**
 * Input that nobody can read may be an accident or somebody who hides: it is told like any other alert, and waits in the
 * quarantine queue.
 */
export function unreadableAlert({ where, reason, detail, count }: Unreadable, now: number): Alert {
  return {
    version: 1,
    kind: 'alert',
    id: alertId(RULE_ID, `${where} ${reason}`),
    title: `Trailhound could not read ${count === 1 ? '' : `${count} records of `}its input (${reason}): ${where}`,
    rule: {
      id: RULE_ID,
      name: 'trailhound_unreadable_input',
      title: 'Trailhound could not read its input',
      level: 'high',
      author: 'Trailhound',
      tags: ['attack.defense-evasion', 'attack.t1562.008'],
      description: 'Records that cannot be read are not evaluated. They lie in the quarantine queue.',
      falsepositives: ['Something else than CloudTrail writes to the bucket, topic or queue'],
    },
    tactic: 'defense-evasion',
    event: {
      id: where,
      time: new Date(now).toISOString(),
      source: 'trailhound',
      name: 'UnreadableInput',
      category: 'Management',
      region: MISSING,
      account: MISSING,
      outcome: 'failure',
      errorCode: reason,
      errorMessage: detail,
    },
    actor: { name: MISSING, type: MISSING },
    from: { address: MISSING, userAgent: MISSING },
    show: [{ field: 'where', value: where }],
    next: 'Look at the message in the quarantine queue and at the object it names. If it is a CloudTrail log file, compare it with its digest.',
    dedup: { key: dedupKey(RULE_ID, [reason]), fields: [{ field: 'reason', value: reason }], quietMs: QUIET_MS },
  };
}
