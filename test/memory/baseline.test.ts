import { baselineDetector } from '../../src/memory/baseline/detector.ts';
import type { BaselineState } from '../../src/memory/baseline/state.ts';
import type { Episode, Sighting } from '../../src/memory/detector.ts';
import type { BaselineSpec } from '../../src/memory/memory-rule.ts';
import { BUCKET, DAY, events, HOUR, MINUTE, officeHours, START, spec, traffic } from './baseline-traffic.ts';

/** Adds hour by hour, day by day while it learns; ticks whenever the state asks for it, and keeps what was told, the last of each key. */
function run(of: BaselineSpec, sightings: readonly Sighting[], until: number, from = detectorOf(of).empty) {
  const detector = detectorOf(of);
  const told = new Map<string, Episode>();
  let state = from;
  const note = (step: { state: BaselineState; episodes: readonly Episode[] }): void => {
    state = step.state;
    for (const episode of step.episodes) told.set(episode.key, episode);
  };
  const start = sightings[0]?.time ?? until;
  let at = 0;
  for (let [now, before] = [start - (start % HOUR), start]; now <= until; before = now, now += stepAt(now)) {
    const begin = at;
    while ((sightings[at]?.time ?? now) < now) at++;
    const batch = sightings.slice(begin, at);
    if (batch.length > 0) note(detector.add(state, batch));
    for (let slot = before + BUCKET; slot <= now; slot += BUCKET) {
      const due = detector.due(state);
      if (due !== undefined && due <= slot) note(detector.tick(state, slot));
    }
  }
  return { state, told: [...told.values()], detector };
}
const detectorOf = baselineDetector;
const stepAt = (now: number): number => (now < START + 13 * DAY ? DAY : HOUR);

/** The Tuesday after the learning. */
const TUESDAY = START + 15 * DAY;
const AT_TEN = TUESDAY + 10 * HOUR;

const within = (time: number, from: number, minutes: number): boolean => time >= from && time < from + minutes * MINUTE;
const burst =
  (from: number, minutes: number, times = 5) =>
  (time: number): number =>
    officeHours(time) * (within(time, from, minutes) ? times : 1);
const stop =
  (from: number, minutes: number) =>
  (time: number): number =>
    within(time, from, minutes) ? 0 : officeHours(time);

describe('above', () => {
  test('a burst is one episode, told once more when it is over', () => {
    const { told } = run(spec('above'), traffic(START, AT_TEN + 2 * HOUR, burst(AT_TEN, 15)), AT_TEN + 4 * HOUR);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ from: AT_TEN, until: AT_TEN + 15 * MINUTE, heldAt: AT_TEN + BUCKET, ended: true });
    // Counts are estimates, and frozen after two hours.
    expect(Math.abs((told[0]?.count ?? 0) / 600 - 1)).toBeLessThan(0.25);
    expect(Math.abs((told[0]?.usual ?? 0) / 120 - 1)).toBeLessThan(0.1);
  });

  test('it ends once nobody is waited for any longer, and a tick says so once', () => {
    const { state, detector } = run(spec('above'), traffic(START, AT_TEN + BUCKET, burst(AT_TEN, 5)), AT_TEN);
    const added = detector.add(state, events(AT_TEN, 200));
    expect(added.episodes).toHaveLength(1);
    const due = detector.due(added.state) ?? 0;
    expect(detector.tick(added.state, due - 1)).toEqual({ state: added.state, episodes: [] });
    const ended = detector.tick(added.state, due);
    expect(ended.episodes).toMatchObject([{ ended: true, key: added.episodes[0]?.key }]);
    expect(detector.tick(ended.state, due).state).toBe(ended.state);
    expect(detector.tick(ended.state, due).episodes).toEqual([]);
    expect(detector.due(ended.state)).toBeUndefined();
  });

  test('a redelivery changes nothing, and tells the episode again', () => {
    const { state, detector } = run(spec('above'), traffic(START, AT_TEN, officeHours), AT_TEN);
    const first = detector.add(state, events(AT_TEN, 200));
    const again = detector.add(first.state, events(AT_TEN, 200).slice(0, 3));
    expect(again.state).toBe(first.state);
    expect(again.episodes).toEqual(first.episodes);
    expect(detector.add(first.state, events(AT_TEN - HOUR, 40)).episodes).toEqual([]);
  });

  test.each<[string, (time: number) => number]>([
    ['the rise of a Monday after a quiet weekend', officeHours],
    ['twice as many', burst(AT_TEN, 60, 2)],
    ['a job every night', (time) => officeHours(time) + (within(time % DAY, 2 * HOUR, 10) ? 300 : 0)],
    ['a job on the hour', (time) => officeHours(time) + (time % HOUR === 0 ? 200 : 0)],
    ['a burst while it learns', burst(START + 12 * DAY + 10 * HOUR, 30)],
  ])('nothing: %s', (_name, rate) =>
    expect(run(spec('above'), traffic(START, START + 22 * DAY, rate), START + 22 * DAY).told).toEqual([]),
  );

  test('a burst or an outage a week ago neither deafens nor alarms', () => {
    const before = AT_TEN - 7 * DAY;
    for (const past of [burst(before, 30), stop(before, 60)]) {
      const rate = (time: number): number => (time < AT_TEN - DAY ? past(time) : burst(AT_TEN, 10)(time));
      const { told } = run(spec('above'), traffic(START, AT_TEN + HOUR, rate), AT_TEN + 2 * HOUR);
      expect(told.map(({ from }) => from)).toEqual([AT_TEN]);
    }
  });

  test('hostile: who nearly doubles the rate every week is not seen', () => {
    // Said in the documentation: a rate that stays below the factor from one week to the next becomes what is usual.
    const slow = (time: number): number => Math.round(12 * 1.2 ** Math.floor((time - START) / (2 * DAY)));
    expect(run(spec('above'), traffic(START, START + 24 * DAY, slow), START + 24 * DAY).told).toEqual([]);
  });

  test('hostile: one id a thousand times is one event', () => {
    const { state, detector } = run(spec('above'), traffic(START, AT_TEN, officeHours), AT_TEN);
    const same = Array.from({ length: 1_000 }, () => ({ id: 'abcdefghijkl', time: AT_TEN, rule: 'calls' }));
    expect(detector.add(state, same).episodes).toEqual([]);
  });
});

describe('below', () => {
  test('a stop is found by tick alone, after the last event', () => {
    const { told } = run(spec('below'), traffic(START, AT_TEN, officeHours), AT_TEN + HOUR);
    expect(told).toMatchObject([{ from: AT_TEN, heldAt: AT_TEN + BUCKET, count: 0 }]);
    expect(told[0]?.ended).toBeUndefined();
  });

  test('it ends when events are back', () => {
    const { told } = run(spec('below'), traffic(START, AT_TEN + 3 * HOUR, stop(AT_TEN, 45)), AT_TEN + 3 * HOUR);
    expect(told).toMatchObject([{ from: AT_TEN, until: AT_TEN + 45 * MINUTE, count: 0, ended: true }]);
  });

  test('a group that stays away is one episode, night and weekend in it', () => {
    const { told } = run(spec('below'), traffic(START, AT_TEN, officeHours), AT_TEN + 8 * DAY);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toHaveProperty('ended');
  });

  test.each<[string, (time: number) => number]>([
    ['weekends that are quiet', officeHours],
    ['a stop at night, when little is usual', stop(TUESDAY + 2 * HOUR, 60)],
    ['half as many', (time) => (within(time, AT_TEN, 60) ? 20 : officeHours(time))],
    ['a stop while it learns', stop(START + 12 * DAY + 10 * HOUR, 60)],
    ['never many', (time) => Math.ceil(officeHours(time) / 4)],
  ])('nothing: %s', (_name, rate) =>
    expect(run(spec('below'), traffic(START, START + 22 * DAY, rate), START + 22 * DAY - HOUR).told).toEqual([]),
  );

  test('a group that is too small is looked at once a day', () => {
    const few = (): number => 3;
    const { state, detector } = run(spec('below'), traffic(START, TUESDAY, few), TUESDAY);
    expect(detector.due(state)).toBeGreaterThan(TUESDAY);
    const { state: next } = detector.tick(state, detector.due(state) ?? 0);
    expect((detector.due(next) ?? 0) - (detector.due(state) ?? 0)).toBeGreaterThanOrEqual(DAY);
  });
});

describe('time stamps', () => {
  const learnt = run(spec('above'), traffic(START, AT_TEN, officeHours), AT_TEN);
  const one = (time: number): Sighting[] => [{ id: 'elsewhen0000', time, rule: 'calls' }];

  test.each([
    ['a day ahead', AT_TEN + DAY],
    ['a month ahead', AT_TEN + 30 * DAY],
    ['the end of time', 8.64e15],
  ])('hostile: %s waits, and the present is judged as before', (_name, time) => {
    const { state, detector } = learnt;
    const ahead = detector.add(state, one(time));
    expect(ahead.state.newest).toBe(state.newest);
    expect(ahead.state.history).toBe(state.history);
    const ticked = detector.tick(ahead.state, AT_TEN + 10 * MINUTE).state;
    expect(ticked.newest).toBe(state.newest);
    expect(detector.add(ticked, events(AT_TEN, 200)).episodes).toHaveLength(1);
  });

  test('what waits is taken in when its time has come', () => {
    const { state, detector } = learnt;
    const ahead = detector.add(state, events(AT_TEN + 4 * HOUR, 300)).state;
    expect(detector.due(ahead)).toBe(AT_TEN + 4 * HOUR);
    expect(detector.tick(ahead, AT_TEN + 4 * HOUR).episodes).toMatchObject([{ from: AT_TEN + 4 * HOUR }]);
  });

  test.each([
    ['1970', 0],
    ['before 1970', -8.64e15],
    ['more than two hours late', AT_TEN - 2 * HOUR - 3 * BUCKET],
    ['no time at all', Number.NaN],
  ])('hostile: %s is left out', (_name, time) =>
    expect(learnt.detector.add(learnt.state, one(time)).state).toBe(learnt.state),
  );

  test('hostile: a first event of 1970 does not make the group old', () => {
    const { detector } = learnt;
    const old = detector.tick(detector.add(detector.empty, one(0)).state, AT_TEN).state;
    const now = detector.tick(detector.add(old, events(AT_TEN, 300)).state, AT_TEN + HOUR);
    expect(now.episodes).toEqual([]);
    expect(now.state.first).toBe(AT_TEN / BUCKET);
  });

  test('it may be forgotten 35 days after the newest event', () =>
    expect(learnt.detector.expires(learnt.state)).toBe(AT_TEN + 35 * DAY));
});

describe('size', () => {
  test('hostile: many ids in every bucket of a month, and ahead of it, stay below 30 KB', () => {
    const count = (time: number): number => (time < end - 3 * HOUR ? 20 + ((time / BUCKET) % 7) * 40 : 300);
    const end = START + 30 * DAY;
    // The first weeks are only kept; every bucket of the last day is one that is judged unusual.
    const keeping = baselineDetector(spec('below'));
    const detector = baselineDetector(spec('above', { minimum: 1, factor: 1, learnMs: 0 }));
    let state = keeping.add(keeping.empty, traffic(START, end - DAY, count)).state;
    state = detector.add(state, traffic(end - DAY, end, count)).state;
    for (let ahead = 0; ahead < 12; ahead++) state = detector.add(state, events(end + DAY + ahead * BUCKET, 300)).state;
    const bytes = Buffer.byteLength(JSON.stringify(state));
    expect(bytes).toBeGreaterThan(15_000);
    expect(bytes).toBeLessThan(30_000);
  });
});
