import type { Alert } from '../alert/alert.ts';
import { alertForEpisode } from '../alert/episode.ts';
import { memoryQuietWindows } from '../in-process/quiet.ts';
import type { Remembered } from '../memory/remember.ts';
import type { ScanEvent, ScanTotals } from './scan-event.ts';

/** Whether what a rule finds is told here: not what is only counted, and of staged rules only when they are asked for. */
export const tells =
  (staged: boolean) =>
  (rule: { readonly untold?: true; readonly staged?: true }): boolean =>
    rule.untold !== true && (rule.staged === true) === staged;

/** Tells each alert once, unless its dedup key is quiet. */
export class Teller {
  readonly #told = new Set<string>();
  readonly #quiet = memoryQuietWindows();
  readonly #totals: ScanTotals;
  readonly #all: boolean;
  readonly #tells: ReturnType<typeof tells>;

  constructor(totals: ScanTotals, { all, staged }: { readonly all: boolean; readonly staged: boolean }) {
    this.#totals = totals;
    this.#all = all;
    this.#tells = tells(staged);
  }

  async *tell(alert: Alert, file: string): AsyncGenerator<ScanEvent> {
    if (this.#told.has(alert.id)) return;
    this.#told.add(alert.id);
    if (!this.#all && (await isQuiet(alert, this.#quiet))) this.#totals.silenced++;
    else {
      this.#totals.alerts++;
      yield { kind: 'alert', alert, file };
    }
  }

  /** Of an episode its beginning: a scan is over before a burst is. */
  async *tellFound({ found, failures }: Remembered, file: string): AsyncGenerator<ScanEvent> {
    for (const one of found) {
      if (!this.#tells(one.rule)) continue;
      const alert = alertForEpisode(one);
      // An episode counts as one match, however often it is seen again.
      if (!this.#told.has(alert.id)) this.#totals.matches++;
      yield* this.tell(alert, file);
    }
    for (const { reason, detail } of failures) {
      this.#totals.refused++;
      yield { kind: 'refused', file, place: 'memory', reason, detail };
    }
  }
}

async function isQuiet(alert: Alert, quiet: ReturnType<typeof memoryQuietWindows>): Promise<boolean> {
  // A record without a time cannot lie in a window of event time.
  if (alert.event.time === undefined) return false;
  const at = Date.parse(alert.event.time);
  const { key, quietMs } = alert.dedup;
  const answer = await quiet.ask({ key, alertId: alert.id, at, quietMs, expires: Number.POSITIVE_INFINITY });
  return answer.ok && !answer.value.speak;
}
