import { failed, ok, type Result, type Retry, retry } from '../../../errors.ts';
import type { Clock, Log, Pace } from '../../../ports.ts';
import type { SlackSettings } from './target.ts';

/** "1 per second … per channel", short bursts at no promise: https://docs.slack.dev/apis/web-api/rate-limits */
export const PACE_MS = 1000;

/** Where Slack asks for time and does not say how much. */
const PAUSE_MS = 10_000;

export interface TurnPorts {
  readonly pace: Pace;
  /** From one message to the next. */
  readonly paceMs: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** How long a message may wait for its turn, and whether it goes before those that have none yet. */
export interface Patience {
  readonly until: number;
  readonly urgent: boolean;
}

/** A channel is named by what the deployment calls it; the address of a webhook is the secret itself. */
export const channelOf = (settings: SlackSettings): string =>
  `slack ${settings.mode === 'bot' ? settings.channel : settings.parameter}`;

/**
 * Waits for the channel's turn, then posts. What comes back as `notYet` was not posted. When Slack asks for time, all
 * workers keep still for so long.
 */
export async function inTurn(
  channel: string,
  patience: Patience,
  ports: TurnPorts,
  post: () => Promise<Result<string>>,
): Promise<Result<string>> {
  const turn = await waitForTurn(channel, patience, ports);
  if (!turn.ok) return turn;
  const posted = await post();
  if (posted.ok || posted.failure.next !== 'retry') return posted;
  const { reason, detail, afterMs } = posted.failure;
  if (reason !== 'slack-rate-limited' && afterMs === undefined) return posted;
  const pauseMs = afterMs ?? PAUSE_MS;
  const paused = await ports.pace.pause(channel, ports.clock.now() + pauseMs);
  if (!paused.ok) ports.log.warn('pause not noted for other workers', { channel, reason: paused.failure.reason });
  return failed(retry(reason, detail, pauseMs));
}

async function waitForTurn(channel: string, { until, urgent }: Patience, ports: TurnPorts): Promise<Result<void>> {
  const { pace, clock, sleep } = ports;
  for (;;) {
    const now = clock.now();
    // Only what is urgent takes a slot that is still to come: so it never waits behind what is not.
    const slot = await pace.take({ key: channel, now, intervalMs: ports.paceMs, latest: urgent ? until : now });
    if (!slot.ok) return slot;
    const { taken, at } = slot.value;
    if (taken && at <= now) return ok(undefined);
    if (!taken && at > until) return failed(notYet(at - now));
    await sleep(at - now);
    if (!taken) continue;
    const paused = await pace.pausedUntil(channel);
    if (!paused.ok) return paused;
    if (paused.value <= clock.now()) return ok(undefined);
  }
}

const NOT_YET = 'slack-turn';

const notYet = (afterMs: number): Retry => retry(NOT_YET, `the channel has its next turn in ${afterMs} ms`, afterMs);

export const isNotYet = (result: Result<unknown>): boolean => !result.ok && result.failure.reason === NOT_YET;
