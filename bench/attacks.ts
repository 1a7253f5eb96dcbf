import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Alert } from '../src/alert/alert.ts';
import { logFile, logKey } from '../src/local/log-files.ts';
import { TOPIC_ARN } from '../src/local/resources.ts';
import { startStack } from '../src/local/stack.ts';
import { LEVELS } from '../src/match/level.ts';
import { openRule } from '../src/match/stored-rule.ts';
import { storedRulesIn } from '../src/memory/stored-rules.ts';
import { type Recording, recordings } from './attacks/recordings.ts';
import { Counts, putBetween, table } from './report.ts';

const PAGE = 'docs/attacks.md';
/** SNS has every alert, Slack those from here on. */
const SLACK_LEVELS = ['medium', 'high', 'critical'];

const about = new Map(
  Object.entries(parse(readFileSync('bench/attacks/about.yml', 'utf8')) as Record<string, string[]>),
);
const PACK = 'dist/rules-full.json';
const { rules, memory } = storedRulesIn(readFileSync(PACK, 'utf8'), PACK);
const known = new Set([...rules.map(openRule), ...memory].map(({ name }) => name));
const wrong: string[] = [];
for (const [technique, names] of about)
  for (const name of names) if (!known.has(name)) wrong.push(`${technique}: there is no rule ${name}`);

const recorded = recordings();
const alerts = await run(recorded);
const rows = recorded.map(({ technique, records }) => {
  const names = about.get(technique) ?? [];
  const ids = new Set(records.map(({ eventID }) => eventID));
  const own = alerts.filter(({ event }) => ids.has(event.id));
  const fired = own.filter(({ rule }) => names.includes(rule.name));
  if (fired.length === 0) wrong.push(`${technique}: no rule that is about it fired`);
  const others = own.filter(({ rule }) => !names.includes(rule.name));
  return [technique, records.length, ofRules(fired) || '**none**', strongest(fired), ofRules(others)];
});
const seen = rows.filter(([, , , level]) => level !== '–').length;
const text = `${seen} of ${rows.length} techniques are told by a rule that is about them.\n\n${table(['technique', 'records', 'rules that are about it', 'level', 'also fired'], rows)}`;
putBetween(PAGE, 'attacks', text);
process.stdout.write(`${text}\n`);
for (const problem of wrong) process.stderr.write(`${problem}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** A fresh deployment, one log file for each technique, and what was published. Each recording has an account of its own. */
async function run(recorded: readonly Recording[]): Promise<Alert[]> {
  const stack = await startStack();
  try {
    for (const [i, { records }] of recorded.entries()) {
      const [{ recipientAccountId, awsRegion } = { recipientAccountId: '123456789012', awsRegion: 'us-east-1' }] =
        records;
      await stack.putObject(
        logKey(recipientAccountId, awsRegion, `Attack${String(i).padStart(10, '0')}`),
        logFile(records),
      );
    }
    await stack.settled();
    await stack.invoke('clock', {});
    await stack.settled();
    const alerts = stack.published
      .filter(({ topic }) => topic === TOPIC_ARN)
      .map(({ body }) => JSON.parse(body) as Alert);
    const due = alerts.filter(({ rule }) => SLACK_LEVELS.includes(rule.level)).length;
    if (stack.slack.posts.length !== due) wrong.push(`Slack has ${stack.slack.posts.length} of ${due} alerts`);
    return alerts.filter(({ kind }) => kind === 'alert');
  } finally {
    await stack.stop();
  }
}

function ofRules(alerts: readonly Alert[]): string {
  const names = new Counts();
  for (const { rule } of alerts) names.add(rule.name);
  return names
    .sorted()
    .map(([name, count]) => (count === 1 ? name : `${name} (${count})`))
    .join(', ');
}

function strongest(alerts: readonly Alert[]): string {
  const levels = LEVELS.filter((level) => alerts.some(({ rule }) => rule.level === level));
  return levels.at(-1) ?? '–';
}
