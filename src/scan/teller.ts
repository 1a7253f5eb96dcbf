import type { Alert } from '../alert/alert.ts';
import { alertFor, alertIdFor, dedupKeyFor } from '../alert/build.ts';
import { alertForEpisode, episodeAlertId } from '../alert/episode.ts';
import { memoryQuietWindows } from '../in-process/quiet.ts';
import type { Match } from '../match/rule-set.ts';
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
  readonly #windows = memoryQuietWindows();
  readonly #totals: ScanTotals;
  readonly #all: boolean;
  readonly #tells: ReturnType<typeof tells>;

  constructor(totals: ScanTotals, { all, staged }: { readonly all: boolean; readonly staged: boolean }) {
    this.#totals = totals;
    this.#all = all;
    this.#tells = tells(staged);
  }

  /** Most matches are repeats that stay quiet, of which no alert is made. */
  async *tellMatch(match: Match, file: string): AsyncGenerator<ScanEvent> {
    const { rule, record } = match;
    const id = alertIdFor(match);
    if (this.#told.has(id)) return;
    const quiet = { key: dedupKeyFor(rule, record), quietMs: rule.alert.quietMs, time: record.time };
    yield* this.#tell(id, quiet, () => alertFor(match), file);
  }

  /** Of an episode its beginning: a scan is over before a burst is. */
  async *tellFound({ found, failures }: Remembered, file: string): AsyncGenerator<ScanEvent> {
    for (const one of found) {
      const id = episodeAlertId(one);
      // An episode counts as one match, however often it is seen again.
      if (!this.#tells(one.rule) || this.#told.has(id)) continue;
      this.#totals.matches++;
      const alert = alertForEpisode(one);
      yield* this.#tell(id, { ...alert.dedup, time: one.record.time }, () => alert, file);
    }
    for (const { reason, detail } of failures) {
      this.#totals.refused++;
      yield { kind: 'refused', file, place: 'memory', reason, detail };
    }
  }

  async *#tell(id: string, quiet: Quiet, alert: () => Alert, file: string): AsyncGenerator<ScanEvent> {
    this.#told.add(id);
    if (!this.#all && (await this.#isQuiet(id, quiet))) this.#totals.silenced++;
    else {
      this.#totals.alerts++;
      yield { kind: 'alert', alert: alert(), file };
    }
  }

  async #isQuiet(alertId: string, { key, quietMs, time }: Quiet): Promise<boolean> {
    // A record without a time cannot lie in a window of event time.
    if (time === undefined) return false;
    // Alerts, and therefore the windows of the deployed pipeline, have whole seconds.
    const at = Math.floor(time / 1_000) * 1_000;
    const answer = await this.#windows.ask({ key, alertId, at, quietMs, expires: Number.POSITIVE_INFINITY });
    return answer.ok && !answer.value.speak;
  }
}

/** What an alert may be quiet by. */
interface Quiet {
  readonly key: string;
  readonly quietMs: number;
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
}
