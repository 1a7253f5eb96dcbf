import { summaryOf } from '../alert/build.ts';
import { type Failure, ok, type Result, retry } from '../errors.ts';
import { noteLooked, reachedSlots } from '../memory/wakes.ts';
import type { Memory, Remembered, TimeLeft } from '../ports.ts';
import { type AnnouncePorts, tellOnce } from './announce.ts';
import { REMEMBER_MS } from './deliver-once.ts';
import { type Sample, sampleIn, sampleKey } from './watch-window.ts';

/** Where the clock has never looked: quiet times are hours. */
const FIRST_LOOK_MS = 24 * 60 * 60 * 1000;
const AT_ONCE = 25;
/** One summary takes well below a second; what is left is for the note. */
const STOP_MS = 10_000;

/**
 * Sums up the quiet windows that are over and have kept something silent, each once: the summary has a claim like any
 * alert, and what was told is noted in the sample. When time runs out, the next look goes on.
 */
export async function sumUpWindows(ports: AnnouncePorts, left: TimeLeft): Promise<readonly Failure[]> {
  const { memory, clock } = ports;
  const now = clock.now();
  const reached = await reachedSlots(now, now - FIRST_LOOK_MS, memory, 'quiet');
  if (!reached.ok) return [reached.failure];
  const holders = reached.value.flatMap(({ groups }) => groups);
  const failures: Failure[] = [];
  for (let start = 0; start < holders.length; start += AT_ONCE) {
    if (left() < STOP_MS) return [...failures, retry('out-of-time', `${holders.length - start} quiet windows wait`)];
    const some = holders.slice(start, start + AT_ONCE);
    const samples = await memory.read(some.map(sampleKey));
    if (!samples.ok) return [...failures, samples.failure];
    const told = await Promise.all(some.map((holder) => sumUp(holder, samples.value.get(sampleKey(holder)), ports)));
    failures.push(...told.flatMap((result) => (result.ok ? [] : [result.failure])));
  }
  if (failures.length > 0) return failures;
  const noted = await noteLooked(now, memory, 'quiet');
  return noted.ok ? [] : [noted.failure];
}

async function sumUp(holder: string, kept: Remembered | undefined, ports: AnnouncePorts): Promise<Result<unknown>> {
  const sample = kept === undefined ? undefined : sampleIn(kept.state);
  if (kept === undefined || sample === undefined || sample.done === true) return ok(undefined);
  const { from, alert } = sample;
  const count = await ports.quiet.sumUp(alert.dedup.key, holder);
  if (!count.ok) return count;
  if (count.value > 0) {
    const told = await tellOnce(summaryOf(alert, holder, count.value, from), ports);
    if (!told.ok) return told;
    ports.metrics.count('AlertsSummedUp');
  }
  return noteDone(holder, kept, sample, ports);
}

const noteDone = (
  holder: string,
  { version }: Remembered,
  sample: Sample,
  { memory, clock }: { readonly memory: Memory; readonly clock: AnnouncePorts['clock'] },
): Promise<Result<boolean>> =>
  memory.write({
    key: sampleKey(holder),
    state: JSON.stringify({ ...sample, done: true }),
    version,
    expires: clock.now() + REMEMBER_MS,
  });
