import type { Sighting } from '../src/memory/detector.ts';

/** Made-up traffic of an account: a rhythm of days and weeks, jobs, chance; and what is done to it on purpose. */
export interface Account {
  readonly name: string;
  /** Events per minute in office hours. */
  readonly peak: number;
  /** At night and at weekends, as a share of the peak. */
  readonly night: number;
  readonly weekend: number;
}

export interface Injection {
  readonly kind: 'burst' | 'stop';
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

export type Random = () => number;

export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;
/** A Monday, 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);
export const TRAFFIC_DAYS = 30;
export const LEARN_DAYS = 14;

const BURST = 5;
/** Of the logarithm, from day to day and from hour to hour. */
const DAY_SPREAD = 0.25;
const HOUR_SPREAD = 0.1;

/** mulberry32 (public domain). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Events per minute without chance: office hours with slopes, a job on the hour, a long one at night. */
export function usualRate({ peak, night, weekend }: Account, time: number): number {
  const day = Math.floor((time - START) / DAY) % 7;
  const minute = ((time - START) % DAY) / MINUTE;
  const office = slope(minute, 7.5 * 60, 9.5 * 60) - slope(minute, 16.5 * 60, 19 * 60);
  const rate = peak * (day >= 5 ? weekend : 1) * (night + (1 - night) * office);
  const hourly = minute % 60 < 2 ? peak * 0.5 : 0;
  const nightly = minute >= 131 && minute < 147 ? peak : 0;
  return rate + hourly + nightly;
}

const slope = (at: number, from: number, until: number): number =>
  Math.min(1, Math.max(0, (at - from) / (until - from)));

/** The number of events of each minute, with chance, late jobs, better and worse days, bursts and stops. */
export function* minutes(
  account: Account,
  injections: readonly Injection[],
  random: Random,
): Generator<[number, number]> {
  let [ofDay, ofHour, late, hourLate, long] = [1, 1, 0, 0, 0];
  for (let time = START; time < START + TRAFFIC_DAYS * DAY; time += MINUTE) {
    const minute = ((time - START) % DAY) / MINUTE;
    if (minute === 0) [ofDay, late, long] = [Math.exp(DAY_SPREAD * normal(random)), random() * 3, random() * 6];
    if (minute % 60 === 0) [ofHour, hourLate] = [Math.exp(HOUR_SPREAD * normal(random)), random() < 0.1 ? 1 : 0];
    const isNightly = minute >= 130 + late && minute < 142 + late + long;
    const isHourly = minute % 60 >= hourLate && minute % 60 < 2 + hourLate;
    const plain = usualRate({ ...account }, noJob(time)) * ofDay * ofHour;
    const rate = plain + (isHourly ? account.peak * 0.5 : 0) + (isNightly ? account.peak : 0);
    const injected = injections.find(({ from, until }) => time + MINUTE > from && time < until);
    yield [time, poisson(rate * effect(injected, time), random)];
  }
}

/** A minute of the same slope in which no job is. */
function noJob(time: number): number {
  const minute = ((time - START) % DAY) / MINUTE;
  if (minute >= 131 && minute < 147) return time - 30 * MINUTE;
  return minute % 60 < 2 ? time + 2 * MINUTE : time;
}

function effect(injected: Injection | undefined, time: number): number {
  if (injected === undefined) return 1;
  const covered = Math.min(time + MINUTE, injected.until) - Math.max(time, injected.from);
  return 1 + ((injected.kind === 'burst' ? BURST : 0) - 1) * (covered / MINUTE);
}

/** Bursts of 10 to 30 minutes and stops of 30 to 60, at times when at least so much is usual, an hour apart. */
export function inject(account: Account, minimum: number, count: number, random: Random): Injection[] {
  const injections: Injection[] = [];
  for (let attempt = 0; attempt < 200 * count && injections.length < 2 * count; attempt++) {
    const kind = injections.length % 2 === 0 ? 'burst' : 'stop';
    const from = START + LEARN_DAYS * DAY + Math.floor(random() * (TRAFFIC_DAYS - LEARN_DAYS - 0.2) * DAY);
    const length = kind === 'burst' ? 10 + random() * 20 : 30 + random() * 30;
    const until = from + Math.floor(length * MINUTE);
    const isFree = injections.every((other) => until + 60 * MINUTE < other.from || from > other.until + 60 * MINUTE);
    if (isFree && leastUsual(account, from, until) >= minimum) injections.push({ kind, from, until });
  }
  return injections;
}

/** Of the five minutes that a span touches, the usual events of the poorest. */
export function leastUsual(account: Account, from: number, until: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = from - (from % (5 * MINUTE)); start < until; start += 5 * MINUTE) {
    let sum = 0;
    for (let minute = 0; minute < 5; minute++) sum += usualRate(account, start + minute * MINUTE);
    least = Math.min(least, sum);
  }
  return least;
}

/** Events with their delays of 5 to 15 minutes, in the order in which batches of three minutes bring them. */
export function* deliveries(
  account: Account,
  injections: readonly Injection[],
  random: Random,
): Generator<{ readonly now: number; readonly sightings: readonly Sighting[] }> {
  const batches = new Map<number, Sighting[]>();
  const flow = minutes(account, injections, random);
  let serial = 0;
  for (let now = START; now < START + TRAFFIC_DAYS * DAY + 32 * MINUTE; now += MINUTE) {
    const next = flow.next();
    const count = next.done === true ? 0 : next.value[1];
    for (let event = 0; event < count; event++) {
      const time = now + Math.floor(random() * MINUTE);
      const batch = Math.ceil((time + (5 + random() * 10) * MINUTE - START) / (3 * MINUTE));
      const id = (serial++).toString(36).padStart(12, '0');
      if (!isCut(time, injections)) put(batches, batch, { id, time, rule: 'calls' });
    }
    const at = (now - START) / (3 * MINUTE);
    yield { now, sightings: batches.get(at) ?? [] };
    batches.delete(at);
  }
}

/** A stop is a stop to the second. */
const isCut = (time: number, injections: readonly Injection[]): boolean =>
  injections.some(({ kind, from, until }) => kind === 'stop' && time >= from && time < until);

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's for a few, the normal distribution for many. */
function poisson(mean: number, random: Random): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count++;
    product *= random();
  }
  return count;
}

function put(batches: Map<number, Sighting[]>, batch: number, sighting: Sighting): void {
  const known = batches.get(batch);
  if (known === undefined) batches.set(batch, [sighting]);
  else known.push(sighting);
}
