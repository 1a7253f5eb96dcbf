/** One match as memory sees it: an event of one group that one of the rule's rules matched. */
export interface Sighting {
  /** Stands for the event; the same event has the same id however it came. 12 characters. */
  readonly id: string;
  /** Event time, milliseconds since 1970. */
  readonly time: number;
  /** The name of the rule that matched. */
  readonly rule: string;
  /** Of the rule's `field`, where it has one; a sighting without it is never given to a detector. */
  readonly value?: string;
}

/**
 * A span of event time in which the rule's condition holds, from one end to the other: windows that overlap are one
 * episode, and one alert. Its count grows while it lasts.
 */
export interface Episode {
  /** Unique in its group, and kept: whoever sees the episode again sees the same key, so that it is told once. */
  readonly key: string;
  /** The first and the last event of it. */
  readonly from: number;
  readonly until: number;
  /** Events, distinct values, a sum …: what the rule's condition is about. At least so many where `more` is true. */
  readonly count: number;
  readonly more?: true;
  /** What the count was when the episode opened; what is told of growth is measured by it. */
  readonly openedWith: number;
  /** The earliest event time at which the condition held; a rule that counts episodes sees this one then. */
  readonly heldAt: number;
  /** Some of the values, at most 10: of `value_count` the distinct ones, of `first_seen` the new one. */
  readonly values?: readonly string[];
  /** `baseline`: what would have been usual. */
  readonly usual?: number;
  readonly ended?: true;
}

export interface Step<State> {
  /** The very same object where nothing changed: then nothing is written. */
  readonly state: State;
  /** The episodes that a sighting takes part in, also where it was known before: a redelivery must be able to tell them. */
  readonly episodes: readonly Episode[];
}

/**
 * One type of rule with memory, as pure functions over a state that is plain JSON. Laws, proven in test/property:
 * sightings may come in any order, in any number of steps, any number of times, and which spans are episodes in the end
 * is the same, as long as no event comes more than LATEST_MS after a later one (`baseline`: two hours).
 */
export interface Detector<State> {
  readonly empty: State;
  /** Adds sightings of one group, in any order. */
  add(state: State, sightings: readonly Sighting[]): Step<State>;
  /**
   * What time alone brings: an episode ends, a window is complete, events stay away. `episodes` holds what is new in
   * this: an ended episode has `ended`.
   */
  tick(state: State, now: number): Step<State>;
  /** When `tick` should be called next; undefined where it has nothing to wait for. */
  due(state: State): number | undefined;
  /** When the state may be forgotten, milliseconds since 1970. */
  expires(state: State): number;
}

/** Events come up to a day late; CloudTrail's own time is minutes, and a redelivery is known by its id. */
export const LATEST_MS = 24 * 60 * 60 * 1000;

/**
 * When nobody is waited for any longer: "CloudTrail typically delivers logs within an average of about 5 minutes"
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html), 15 in its older text, twice.
 */
export const SETTLED_MS = 30 * 60 * 1000;

/** A state never holds more events than this; the newest stay. */
export const MAX_SIGHTINGS = 1_000;
