import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { WINDOW_TYPES } from '../../src/memory/memory-rule.ts';
import { differenceIn, type History, histories } from './windows-histories.ts';
import { isSettled } from './windows-reference.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];

interface Tally {
  histories: number;
  /** Of these, whose windows are judged when they are complete. */
  complete: number;
  episodes: number;
  dropped: number;
}

const tallies = new Map<string, Tally>(
  WINDOW_TYPES.map((type) => [type, { histories: 0, complete: 0, episodes: 0, dropped: 0 }]),
);

const agrees = (history: History): void => {
  const seen = differenceIn(history);
  if (typeof seen === 'string') throw new Error(seen);
  const tally = tallies.get(history.spec.type);
  if (tally === undefined) return;
  tally.histories++;
  if (isSettled(history.spec)) tally.complete++;
  tally.episodes += seen.episodes;
  tally.dropped += seen.dropped;
};

const started = performance.now();
const details = fc.check(fc.property(histories, agrees), { numRuns: count, seed });
const seconds = Math.round((performance.now() - started) / 1_000);

console.log('type                histories  judged complete   episodes  sightings dropped');
for (const [type, { histories, complete, episodes, dropped }] of tallies) {
  const columns = [String(complete).padStart(17), String(episodes).padStart(11), String(dropped).padStart(19)];
  console.log(`${type.padEnd(18)}${String(histories).padStart(11)}${columns.join('')}`);
}
console.log(`${details.numRuns} histories, seed ${seed}, ${seconds} s: ${details.failed ? 'DISAGREE' : 'all agree'}`);
if (details.failed) {
  console.log(fc.defaultReportMessage(details));
  process.exitCode = 1;
}
