import { parseArgs } from 'node:util';
import type { Sighting } from '../src/memory/detector.ts';
import type { WindowSpec } from '../src/memory/memory-rule.ts';
import { windowDetector } from '../src/memory/windows/detector.ts';

const { values } = parseArgs({
  options: { bursts: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const BURSTS = Number(values.bursts);

const MINUTE = 60_000;
const WINDOW = 5 * MINUTE;
const EVENTS = 10;
const BURST = 4 * MINUTE;
const START = Date.UTC(2026, 10, 20, 14);
const SPEC: WindowSpec = {
  type: 'event_count',
  timespanMs: WINDOW,
  criteria: { gte: EVENTS },
  rules: ['r'],
  groupBy: [],
  aliases: {},
};

/** Pseudo-random from 0 to 1, the same for the same seed (mulberry32). */
function randomness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomness(Number(values.seed));

/** Event times in CloudTrail's whole seconds. */
type Times = () => readonly number[];
const wholeSeconds = (time: number): number => Math.floor(time / 1_000) * 1_000;
const somewhere = (): number => START + random() * 24 * 60 * MINUTE;

const burst: Times = () => {
  const start = somewhere();
  return Array.from({ length: EVENTS }, () => wholeSeconds(start + random() * BURST)).toSorted(
    (one, other) => one - other,
  );
};
const spread: Times = () => {
  const start = somewhere();
  return Array.from({ length: EVENTS }, (_, at) => wholeSeconds(start + (at * 10 * MINUTE) / EVENTS));
};

/** When the events arrive. */
type Delay = (times: readonly number[]) => readonly number[];
const DELAYS: Readonly<Record<string, Delay>> = {
  // "An average of about 5 minutes", and 15 at most.
  'each event alone': (times) =>
    times.map((time) => time + Math.min(15 * MINUTE, -Math.log(1 - random()) * 5 * MINUTE)),
  // A file is written every five minutes and takes up to ten more.
  'files of 5 min': (times) => {
    const files = new Map<number, number>();
    return times.map((time) => {
      const end = (Math.floor(time / WINDOW) + 1) * WINDOW;
      const arrival = files.get(end) ?? end + random() * 10 * MINUTE;
      files.set(end, arrival);
      return arrival;
    });
  },
};

interface Arrival {
  readonly sighting: Sighting;
  readonly at: number;
}

/** One delivery in a hundred comes twice, the second a while later. */
function arrivals(times: readonly number[], delay: Delay): readonly Arrival[] {
  const at = delay(times);
  return times
    .map((time, place) => ({ sighting: { id: `event-${place}`, time, rule: 'r' }, at: at[place] ?? time }))
    .flatMap((one) => (random() < 0.01 ? [one, { ...one, at: one.at + random() * 5 * MINUTE }] : [one]))
    .toSorted((one, other) => one.at - other.at);
}

type Algorithm = (arrived: readonly Arrival[]) => boolean;

/** The last five minutes by the clock of whoever receives. */
const byArrival: Algorithm = (arrived) =>
  arrived.some(({ at }) => arrived.filter((one) => at - WINDOW < one.at && one.at <= at).length >= EVENTS);

/** The five minutes before the event that arrives, of what is known by then. */
const trailing: Algorithm = (arrived) => {
  const known = new Map<string, number>();
  return arrived.some(({ sighting: { id, time } }) => {
    known.set(id, time);
    return [...known.values()].filter((one) => time - WINDOW < one && one <= time).length >= EVENTS;
  });
};

const detector = windowDetector(SPEC);
const everyWindow: Algorithm = (arrived) => {
  let state = detector.empty;
  for (const { sighting } of arrived) ({ state } = detector.add(state, [sighting]));
  return state.episodes.length > 0;
};

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  'by arrival, sliding': byArrival,
  'by event time, the window before the arriving event': trailing,
  'by event time, every window with it (the detector)': everyWindow,
};

function share(algorithm: Algorithm, times: Times, delay: Delay): number {
  let found = 0;
  for (let count = 0; count < BURSTS; count++) if (algorithm(arrivals(times(), delay))) found++;
  return found / BURSTS;
}

const percent = (part: number): string => `${(part * 100).toFixed(2)} %`.padStart(10);

const names = Object.keys(DELAYS);
console.log(
  `${EVENTS} events in ${WINDOW / MINUTE} min; ${BURSTS} bursts of ${BURST / MINUTE} min; false: as many over 10 min`,
);
console.log(`${''.padEnd(52)}${names.map((name) => name.padStart(22)).join('')}`);
console.log(`${''.padEnd(52)}${names.map(() => '     found     false'.padStart(22)).join('')}`);
for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
  const cells = Object.values(DELAYS).map((delay) => {
    const [recall, alarms] = [share(algorithm, burst, delay), share(algorithm, spread, delay)];
    if (algorithm === everyWindow && (recall !== 1 || alarms !== 0)) process.exitCode = 1;
    return `${percent(recall)}${percent(alarms)}`.padStart(22);
  });
  console.log(`${name.padEnd(52)}${cells.join('')}`);
}
