import * as fc from 'fast-check';
import { differenceIn, type History, histories } from './windows-histories.ts';
import { reference } from './windows-reference.ts';

/** `npm run histories` tries a hundred thousand; this many take seconds. */
const HISTORIES = 1_500;
/** The same every time, so that a change is what makes the test fail. */
const SEED = 20_261_121;

test('any order, any batches, again and by two workers: the episodes are those of the whole history at once', () => {
  let [episodes, dropped] = [0, 0];
  const agrees = (history: History): void => {
    const seen = differenceIn(history);
    if (typeof seen === 'string') throw new Error(seen);
    episodes += seen.episodes;
    dropped += seen.dropped;
  };
  fc.assert(fc.property(histories, agrees), { numRuns: HISTORIES, seed: SEED });
  // Where nothing fires, or nothing has to be dropped, agreement would say little.
  expect(episodes).toBeGreaterThan(HISTORIES);
  expect(dropped).toBeGreaterThan(HISTORIES);
}, 60_000);

test('a window that is a millisecond too long would be found', () => {
  const tooLong: typeof reference = (spec, history) => reference({ ...spec, timespanMs: spec.timespanMs + 1 }, history);
  const differs = (history: History): boolean => {
    const [right, wrong] = [differenceIn(history), differenceIn(history, tooLong)];
    // Every `heldAt` moves by the millisecond; what should be seen is another number of episodes.
    return (
      typeof right !== 'string' &&
      typeof wrong === 'string' &&
      right.episodes !== tooLong(history.spec, history.sightings).length
    );
  };
  expect(fc.sample(histories, { numRuns: 300, seed: SEED }).some(differs)).toBe(true);
});
