import type { Appearance } from './appearance.ts';
import { withDay } from './days.ts';
import type { Life } from './lives.ts';

/** What one group is known by; plain JSON. */
export interface FirstSeenState {
  readonly lives: readonly Life[];
  readonly values: readonly KnownValue[];
  /** Values were pushed out by newer ones; when the latest of them was last seen. */
  readonly lostUntil?: number;
  /** What could not be judged because of that. */
  readonly full?: Appearance;
}

export interface KnownValue {
  readonly name: string;
  /** The first sighting of each of its newest days, oldest first. */
  readonly days: readonly number[];
  /** Those that are open, and the newest that ended: a redelivery must still be able to tell it. */
  readonly appearances?: readonly Appearance[];
}

/** A group holds no more; those last seen stay. */
export const MAX_VALUES = 1_000;

/** Ages apart, so that one is open and another one may wait for its `tick`; more come from forged time stamps only. */
const MAX_APPEARANCES = 3;

/** With one sighting more; the very same object where it adds nothing. */
export function seen(value: KnownValue, time: number): KnownValue {
  const days = withDay(value.days, time);
  return days === value.days ? value : { ...value, days };
}

/** With an appearance in the place of the one with its key; the very same object where that is what it has. */
export function appeared(value: KnownValue, appearance: Appearance): KnownValue {
  const known = value.appearances ?? [];
  if (known.includes(appearance)) return value;
  const open = known.filter(({ key, ended }) => key !== appearance.key && !ended);
  return { ...value, appearances: [...open, appearance].slice(-MAX_APPEARANCES) };
}

/** Takes the value away that was not seen for longest, where there are too many, and gives the time it was last seen. */
export function pushOut(values: Map<string, KnownValue>): number | undefined {
  if (values.size <= MAX_VALUES) return undefined;
  let oldest = { name: '', last: Number.POSITIVE_INFINITY };
  for (const { name, days } of values.values()) {
    const last = days.at(-1) ?? 0;
    if (last < oldest.last) oldest = { name, last };
  }
  values.delete(oldest.name);
  return oldest.last;
}

export const appearancesIn = ({ values, full }: FirstSeenState): Appearance[] => [
  ...values.flatMap(({ appearances = [] }) => appearances),
  ...(full === undefined ? [] : [full]),
];
