import { type Detector, type Episode, LATEST_MS, SETTLED_MS, type Sighting, type Step } from '../detector.ts';
import type { WindowSpec } from '../memory-rule.ts';
import { criteriaOf, isMonotone } from './criteria.ts';
import { type Counting, MOST_EPISODES, remembered, withFirings } from './episodes.ts';
import { type Extract, extracted, extractFor, fittingSince, full, inOrder, KEPT_AT_AN_END, oldest } from './extract.ts';
import { type Condition, firingAmong, firingSpans, windowsAt } from './firing.ts';
import { keeper } from './kept.ts';
import { measured, measureOf } from './measure.ts';
import { EMPTY, type Kept, type KeptEpisode, newestOf, type Span, type WindowState, within } from './state.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_VALUES = 10;

/**
 * Sigma's correlations. A window is half-open, (t − timespan, t], so what is exactly a timespan apart is in no window
 * together. A condition that stays true is told when it becomes true; any other when the window is complete.
 * `keptAtAnEnd` is for tests: what has to be dropped is seen sooner where little is kept.
 */
export const windowDetector = (spec: WindowSpec, keptAtAnEnd = KEPT_AT_AN_END): Detector<WindowState> =>
  new WindowDetector(spec, keptAtAnEnd);

class WindowDetector implements Detector<WindowState> {
  readonly empty = EMPTY;
  readonly #spec: WindowSpec;
  readonly #timespan: number;
  readonly #atOnce: boolean;
  readonly #extract: Extract;
  readonly #condition: Condition;
  readonly #kept: (sighting: Sighting) => Kept | undefined;

  constructor(spec: WindowSpec, keptAtAnEnd: number) {
    this.#spec = spec;
    this.#timespan = spec.timespanMs;
    this.#atOnce = isMonotone(spec);
    this.#extract = extractFor(spec, keptAtAnEnd);
    this.#kept = keeper(spec);
    this.#condition = {
      timespanMs: spec.timespanMs,
      criteria: criteriaOf(spec),
      measure: measureOf(spec),
      inFull: spec.type === 'value_sum',
    };
  }

  add(state: WindowState, sightings: readonly Sighting[]): Step<WindowState> {
    const given = sightings.map(this.#kept).filter((kept) => kept !== undefined);
    const next = this.#with(state, given);
    // Not from `from` to `until`: of a value that comes again and again only the first and the last sighting bound those.
    const takesPart = ({ start, end }: KeptEpisode): boolean => given.some(([time]) => start <= time && time <= end);
    return { state: next, episodes: next.episodes.filter(takesPart).map((episode) => this.#told(next, episode)) };
  }

  #with(state: WindowState, given: readonly Kept[]): WindowState {
    const newest = given.reduce((latest, [time]) => Math.max(latest, time), newestOf(state));
    const horizon = oldest(newest, this.#timespan);
    const from = Math.max(horizon, state.since ?? horizon);
    const all = inOrder([...state.sightings, ...given], this.#extract).filter(([time]) => time >= from);
    const { kept, lost } = extracted(all, this.#extract, this.#timespan);
    const since = fittingSince(kept, this.#timespan) ?? state.since;
    const sightings = since === undefined ? kept : kept.filter(([time]) => time >= since);
    const opened = this.#atOnce
      ? withFirings(
          state.episodes,
          firingSpans(kept, this.#condition).slice(-MOST_EPISODES),
          kept,
          this.#counting(from, lost),
        )
      : state.episodes;
    const episodes = remembered(opened, horizon);
    if (isAlike(sightings, state.sightings) && isAlike(episodes, state.episodes)) return state;
    return { ...state, sightings, episodes, ...(since === undefined ? {} : { since }) };
  }

  #counting(since: number, lost: readonly number[]): Counting {
    const { criteria, measure, inFull } = this.#condition;
    if (inFull || !this.#atOnce) return { criteria, since, lost };
    return { criteria, since, lost, inSpan: (sightings) => measured(measure(), sightings) };
  }

  tick(state: WindowState, now: number): Step<WindowState> {
    const judged = this.#atOnce ? state : this.#judged(state, now - SETTLED_MS);
    const episodes = judged.episodes.map((episode) =>
      episode.ended !== true && this.#endOf(episode) <= now ? { ...episode, ended: true as const } : episode,
    );
    const news = episodes.filter((episode) => !state.episodes.includes(episode));
    const next = isAlike(episodes, judged.episodes) ? judged : { ...judged, episodes };
    return { state: next, episodes: news.map((episode) => this.#told(next, episode)) };
  }

  /** The windows that became complete since the last time. */
  #judged(state: WindowState, until: number): WindowState {
    const windows = this.#windowsAfter(state).filter(({ end }) => end <= until);
    if (windows.length === 0) return state;
    // A window of which something was dropped would be judged wrong: a few events are missed, or nothing is usual.
    const from = Math.max(oldest(newestOf(state), this.#timespan), state.since ?? Number.NEGATIVE_INFINITY);
    const whole = windows.filter(({ start }) => start >= from);
    const lost = full(state.sightings, this.#extract, this.#timespan);
    const firings = firingAmong(whole, state.sightings, this.#condition);
    const episodes = withFirings(state.episodes, firings, state.sightings, this.#counting(from, lost));
    return { ...state, episodes, judged: until };
  }

  #windowsAfter({ sightings, judged = Number.NEGATIVE_INFINITY }: WindowState): readonly Span[] {
    return sightings
      .filter(([time], at) => time !== sightings[at - 1]?.[0])
      .flatMap((kept) => windowsAt(kept, this.#timespan))
      .filter(({ end }) => end > judged);
  }

  due(state: WindowState): number | undefined {
    const ends = state.episodes.filter(({ ended }) => ended !== true).map((episode) => this.#endOf(episode));
    const complete = this.#atOnce ? [] : this.#windowsAfter(state).map(({ end }) => end + SETTLED_MS);
    const all = [...ends, ...complete];
    return all.length === 0 ? undefined : Math.min(...all);
  }

  /** From then on no window that overlaps the episode waits for anything that is not late. */
  #endOf({ end }: KeptEpisode): number {
    return end + this.#timespan + SETTLED_MS;
  }

  expires(state: WindowState): number {
    return newestOf(state) + LATEST_MS + 2 * this.#timespan + DAY_MS;
  }

  #told({ sightings }: WindowState, { start, end: _end, ...episode }: KeptEpisode): Episode {
    // The windows of an episode are equally long, so the first to begin is the first to be complete.
    const told = { ...episode, heldAt: start + this.#timespan - 1 };
    if (this.#spec.type !== 'value_count') return told;
    const inside = within(sightings, { start: episode.from, end: episode.until });
    const values = [...new Set(inside.map(([, , what = '']) => what))].slice(0, MOST_VALUES);
    return { ...told, values };
  }
}

/** The same objects: what did not change is handed on as it is. */
const isAlike = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((element, at) => element === other[at]);
