import { parseArgs } from 'node:util';
import { alertFor } from '../../src/alert/build.ts';
import { fullMessage, minimalMessage, shortMessage } from '../../src/deliver/destinations/slack/message.ts';
import { jsonMessage, textMessage } from '../../src/deliver/destinations/sns/render.ts';
import { toRecord } from '../../src/record/record.ts';
import { attack } from './attacked-record.ts';
import { checkSlack } from './check-slack.ts';
import { checkSns } from './check-sns.ts';
import { everyRule } from './every-rule.ts';
import { randomFrom } from './random.ts';
import { table } from './table.ts';

/**
 * npm run fuzz:output -- [--alerts 2000] [--seed 1] [--full]
 *
 * What an attacker would write, in every field of a record that may hold it, through matching and rendering: what Slack and
 * SNS would get is read by a tokenizer that knows nothing of our escaping. No mention, no link but our own, no control
 * character, nothing beyond a limit.
 */
const { values } = parseArgs({
  options: {
    alerts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    /** 100,000 alerts. */
    full: { type: 'boolean', default: false },
  },
});
const wanted = values.full ? 100_000 : Number(values.alerts);
const random = randomFrom(Number(values.seed));
const rules = await everyRule();
const violations = new Map<string, number>();
const examples: string[] = [];
const fields = new Map<string, number>();
const largest = { slack: 0, sns: 0, subject: 0 };
let [alerts, records] = [0, 0];

const note = (found: readonly string[], field: string): void => {
  for (const violation of found) {
    violations.set(violation, (violations.get(violation) ?? 0) + 1);
    if (examples.length < 5) examples.push(`${violation} by ${field} in record ${records} of seed ${values.seed}`);
  }
};

while (alerts < wanted) {
  const { record, field } = attack(random);
  records++;
  for (const match of rules.match(toRecord(record))) {
    const alert = alertFor(match);
    alerts++;
    fields.set(field, (fields.get(field) ?? 0) + 1);
    const repeat = {
      ...alert,
      kind: 'repeat' as const,
      repeats: alert.id,
      silenced: { count: 10, since: alert.event.time ?? '' },
    };
    for (const message of [fullMessage(alert), shortMessage(repeat), minimalMessage(alert)]) {
      note(checkSlack(message), field);
      largest.slack = Math.max(largest.slack, JSON.stringify(message).length);
    }
    for (const message of [jsonMessage(alert), textMessage(alert)]) {
      note(checkSns(message), field);
      largest.sns = Math.max(largest.sns, Buffer.byteLength(message.body));
      largest.subject = Math.max(largest.subject, message.subject.length);
    }
  }
}

const sum = [...violations.values()].reduce((total, count) => total + count, 0);
console.log(
  table(
    [
      'alerts',
      'fields attacked',
      'messages read',
      'violations',
      'largest to Slack',
      'largest to SNS',
      'longest subject',
    ],
    [[alerts, fields.size, alerts * 5, sum, `${largest.slack} characters`, `${largest.sns} bytes`, largest.subject]],
  ),
);
if (sum > 0) console.log(`\n${table(['violation', 'times'], [...violations])}\n${examples.join('\n')}`);
process.exitCode = sum === 0 ? 0 : 1;
