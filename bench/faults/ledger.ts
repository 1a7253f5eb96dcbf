import { createHash } from 'node:crypto';
import { SLACK_DIGITS } from './call.ts';
import { ANSWER_LOST } from './fault.ts';
import type { Accepted, Entry } from './messages.ts';

/** The definition of an alert's id, written once more: sha256(rule id, 0, event id). */
export const referenceAlertId = (rule: string, event: string): string =>
  createHash('sha256').update(`${rule}\0${event}`).digest('hex');

const TO_SLACK = new Set(['medium', 'high', 'critical']);

const pair = (destination: string, alert: string): string =>
  `${destination} ${destination === 'slack' ? alert.slice(0, SLACK_DIGITS) : alert}`;

/** Every (destination, alert) that must arrive. */
export const pairsOf = (expected: readonly { readonly alert: string; readonly level: string }[]): Set<string> =>
  new Set(
    expected.flatMap(({ alert, level }) => [
      pair('sns', alert),
      pair('text', alert),
      ...(TO_SLACK.has(level) ? [pair('slack', alert)] : []),
    ]),
  );

export type Cause = 'answer lost' | 'settle failed' | 'process died' | 'unexplained';

export interface Account {
  readonly expected: number;
  readonly lost: readonly string[];
  readonly unexpected: readonly string[];
  readonly repeats: ReadonlyMap<Cause, number>;
  readonly unexplained: readonly string[];
}

export interface Death {
  readonly slot: string;
  readonly at: number;
}

/**
 * lost = expected − accepted. A repeat is explained only if nothing had been settled when it was sent, and either the
 * answer to the send before it was kept from the sender, or the settling was, or the sender died.
 */
export function accountOf(
  expected: ReadonlySet<string>,
  accepted: readonly Accepted[],
  entries: readonly Entry[],
  deaths: readonly Death[],
): Account {
  const times = new Map<string, number[]>();
  for (const { destination, alert, at } of accepted) {
    const key = pair(destination, alert);
    times.set(key, [...(times.get(key) ?? []), at]);
  }
  const calls = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.alert === '') continue;
    const key = pair(entry.step.split(' ')[1] ?? '', entry.alert);
    const known = calls.get(key);
    if (known === undefined) calls.set(key, [entry]);
    else known.push(entry);
  }
  const repeats = new Map<Cause, number>();
  const unexplained: string[] = [];
  for (const [key, at] of times) {
    for (let i = 1; i < at.length; i++) {
      const cause = causeOf(calls.get(key) ?? [], at[i - 1] ?? 0, at[i] ?? 0, deaths);
      if (cause === 'unexplained') unexplained.push(`${key}: ${JSON.stringify([at, calls.get(key)])}`);
      repeats.set(cause, (repeats.get(cause) ?? 0) + 1);
    }
  }
  return {
    expected: expected.size,
    lost: [...expected].filter((key) => !times.has(key)),
    unexpected: [...times.keys()].filter((key) => !expected.has(key)),
    repeats,
    unexplained,
  };
}

/** Three processes write down times: what lies closer together than this may have been the other way round. */
const CLOCK_MS = 50;

/** Why a destination that took an alert at `from` was given it again at `to`. */
function causeOf(calls: readonly Entry[], from: number, to: number, deaths: readonly Death[]): Cause {
  const sends = calls.filter(({ step, status }) => step.startsWith('send') && status === 200);
  const settles = calls.filter(({ step }) => step.startsWith('settle'));
  const [first, second] = [nearest(sends, from), nearest(sends, to)];
  const diedIn = (send: Entry | undefined, until: number): boolean =>
    send !== undefined &&
    deaths.some(({ slot, at }) => slot === send.slot && at >= send.since - CLOCK_MS && at <= until);
  // Its last call was on the way when the process died: nobody could call that back.
  if (diedIn(second, to + CLOCK_MS)) return 'process died';
  if (settles.some(({ status, at }) => status === 200 && at < (second?.since ?? to) - CLOCK_MS)) return 'unexplained';
  if (first !== undefined && ANSWER_LOST.has(first.fault)) return 'answer lost';
  if (settles.some(({ fault, at }) => fault !== 'none' && at >= from - CLOCK_MS && at <= to + CLOCK_MS))
    return 'settle failed';
  return diedIn(first, to) ? 'process died' : 'unexplained';
}

const nearest = (sends: readonly Entry[], at: number): Entry | undefined =>
  [...sends].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
