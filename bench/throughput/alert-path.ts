import { alertFor } from '../../src/alert/build.ts';
import { type AnnouncePorts, announce } from '../../src/deliver/announce.ts';
import { alertIn } from '../../src/deliver/destinations/slack/alert-message.ts';
import { fullMessage } from '../../src/deliver/destinations/slack/message.ts';
import { ok } from '../../src/errors.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import { memoryQuietWindows } from '../../src/in-process/quiet.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { type Match, RuleSet } from '../../src/match/rule-set.ts';
import type { Topic } from '../../src/ports.ts';
import { recordFrom } from '../../src/record/record.ts';
import { median } from '../median.ts';
import type { Corpus } from './corpus.ts';

const ALERTS = 1_000;

export interface AlertPath {
  readonly alerts: number;
  /** Milliseconds from a match to its message for machines, the one for people, and its blocks for Slack. */
  readonly median: number;
  readonly worstOfHundred: number;
}

/** What Trailhound itself adds to an alert: everything between the match and the requests to SNS and Slack. */
export async function alertPath(rules: readonly CompiledRule[], corpus: Corpus): Promise<AlertPath> {
  const bodies: string[] = [];
  const topic: Topic = { publish: ({ body }) => Promise.resolve(ok(`message-${bodies.push(body)}`)) };
  const took: number[] = [];
  for (const match of matchesIn(
    corpus,
    rules.filter(({ untold }) => !untold),
  )) {
    // A quiet window of its own for each, so that none is silenced.
    const ports = portsWith(topic);
    bodies.length = 0;
    const begin = performance.now();
    const told = await announce(alertFor(match), ports);
    const alert = alertIn(bodies[0] ?? '');
    const blocks = alert.ok ? JSON.stringify(fullMessage(alert.value)) : '';
    took.push(performance.now() - begin);
    if (!told.ok || blocks === '') throw new Error(`not told: ${match.rule.name}`);
  }
  // The first half is when the code is cold.
  const warm = took.slice(took.length >> 1);
  return {
    alerts: warm.length,
    median: median(warm),
    worstOfHundred: warm.toSorted((a, b) => a - b)[Math.floor(warm.length * 0.99)] ?? 0,
  };
}

function matchesIn({ files }: Corpus, rules: readonly CompiledRule[]): Match[] {
  const set = new RuleSet({ rules });
  const matches: Match[] = [];
  for (const { raw } of files) {
    for (const value of (JSON.parse(raw.toString()) as { Records: unknown[] }).Records) {
      const record = recordFrom(value);
      if (record.ok) matches.push(...set.match(record.value));
      if (matches.length >= ALERTS) return matches;
    }
  }
  return matches;
}

const portsWith = (topic: Topic): AnnouncePorts => ({
  topic,
  textTopic: topic,
  quiet: memoryQuietWindows(),
  memory: inProcessMemory(),
  claims: memoryClaims(),
  clock: { now: () => Date.now() },
  metrics: tally(),
  log: { info: () => {}, warn: () => {}, error: () => {} },
  newOwner: () => 'bench',
  leaseMs: 60_000,
});
