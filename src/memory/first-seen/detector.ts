import { type Detector, type Episode, LATEST_MS, type Sighting } from '../detector.ts';
import type { FirstSeenSpec } from '../memory-rule.ts';
import { type Appearance, end, endsAt, episodeOf, opened, withSighting } from './appearance.ts';
import { endOf, withLife } from './lives.ts';
import { appearancesIn, appeared, type FirstSeenState, MAX_VALUES, pushOut, seen } from './state.ts';
import { nameOf, shownOf } from './value-name.ts';
import { verdictOn } from './verdict.ts';

/**
 * Tells a value that its group did not have in the last rememberMs; verdict.ts draws it.
 *
 * A group with more than MAX_VALUES cannot know what is new. It says so in one episode instead of telling each value, until
 * what it lost would be forgotten anyway: whoever makes up values is told of, and floods nobody.
 *
 * `add` has no clock, and a time stamp from the future is like any other to it. One does no harm: nothing is forgotten
 * because of what is newer, except one of five days of the same value and one of three lives of the group. Many would:
 * the caller leaves out what is dated ahead of its clock.
 */
export function firstSeenDetector(spec: FirstSeenSpec): Detector<FirstSeenState> {
  return {
    empty: { lives: [], values: [] },
    add: (state, sightings) => withSightings(state, sightings, spec),
    tick,

    due(state) {
      const ends = appearancesIn(state).flatMap((appearance) => endsAt(appearance) ?? []);
      return ends.length === 0 ? undefined : ends.reduce((a, b) => Math.min(a, b));
    },

    /** After this a sighting finds the group forgotten, even one that comes late. */
    expires({ lives }) {
      const newest = lives.at(-1);
      return newest === undefined ? 0 : endOf(newest) + spec.rememberMs + 2 * LATEST_MS;
    },
  };
}

function withSightings(
  state: FirstSeenState,
  sightings: readonly Sighting[],
  spec: FirstSeenSpec,
): { state: FirstSeenState; episodes: Episode[] } {
  const values = new Map(state.values.map((value) => [value.name, value]));
  const episodes = new Map<string, Episode>();
  let { lives, lostUntil, full } = state;
  let held = appearancesIn(state).reduce((sum, { ids }) => sum + ids.length, 0);
  let changed = false;

  const join = (known: Appearance | undefined, key: string, sighting: Sighting, shown: string): Appearance => {
    const appearance = known === undefined ? opened(key, sighting) : withSighting(known, sighting, held);
    held += appearance.ids.length - (known?.ids.length ?? 0);
    episodes.set(appearance.key, episodeOf(appearance, shown));
    return appearance;
  };

  // In the order of time, so that a batch of many days is judged as it would be day by day.
  for (const sighting of sightings.toSorted((a, b) => a.time - b.time)) {
    if (sighting.value === undefined) continue;
    const { time } = sighting;
    const name = nameOf(sighting.value);
    const known = values.get(name);
    lives = withLife(lives, time, spec.rememberMs);
    let value = seen(known ?? { name, days: [] }, time);

    const verdict = verdictOn({ lives, ...present({ lostUntil }) }, value, time, spec);
    if (verdict.is === 'unknowable') full = join(sameFullness(full, time), `full-${time}`, sighting, TOO_MANY);
    if (verdict.is === 'new') {
      const told = value.appearances?.find(({ key }) => key === verdict.key);
      value = appeared(value, join(told, verdict.key, sighting, shownOf(name)));
    }
    if (value === known) continue;
    changed = true;
    values.set(name, value);
    const lost = pushOut(values);
    if (lost !== undefined) lostUntil = Math.max(lostUntil ?? lost, lost);
  }

  const same = !changed && lives === state.lives && full === state.full;
  return {
    state: same ? state : { lives, values: [...values.values()], ...present({ lostUntil, full }) },
    episodes: [...episodes.values()],
  };
}

function tick(state: FirstSeenState, now: number): { state: FirstSeenState; episodes: Episode[] } {
  const episodes: Episode[] = [];
  const settled = (appearance: Appearance, shown: string): Appearance => {
    const at = endsAt(appearance);
    if (at === undefined || at > now) return appearance;
    const ended = end(appearance);
    episodes.push(episodeOf(ended, shown));
    return ended;
  };
  const values = state.values.map((value) =>
    value.appearances === undefined
      ? value
      : { ...value, appearances: value.appearances.map((one) => settled(one, shownOf(value.name))) },
  );
  const full = state.full === undefined ? undefined : settled(state.full, TOO_MANY);
  return { state: episodes.length === 0 ? state : { ...state, values, ...present({ full }) }, episodes };
}

/** One that ended is over for what comes later; until then, and for what comes again, it is the same. */
const sameFullness = (full: Appearance | undefined, time: number): Appearance | undefined =>
  full?.ended && time > full.until + LATEST_MS ? undefined : full;

const TOO_MANY = `more than ${MAX_VALUES.toLocaleString('en-US')} values`;

interface Overflow {
  readonly lostUntil?: number;
  readonly full?: Appearance;
}

/** JSON has no undefined. */
const present = ({ lostUntil, full }: { [K in keyof Overflow]: Overflow[K] | undefined }): Overflow => ({
  ...(lostUntil === undefined ? {} : { lostUntil }),
  ...(full === undefined ? {} : { full }),
});
