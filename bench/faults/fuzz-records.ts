import { readdirSync, readFileSync } from 'node:fs';
import { alertFor } from '../../src/alert/build.ts';
import { fullMessage } from '../../src/deliver/destinations/slack/message.ts';
import { jsonMessage, textMessage } from '../../src/deliver/destinations/sns/render.ts';
import { readRecord } from '../../src/record/read-record.ts';
import { everyRule } from './every-rule.ts';
import { hostileText } from './hostile-json.ts';
import { randomFrom } from './random.ts';

export interface Fuzzed {
  readonly records: number;
  readonly read: number;
  readonly refused: number;
  readonly matches: number;
  readonly thrown: readonly string[];
  readonly polluted: number;
  readonly microseconds: number;
}

/** Mutated samples through everything that a record goes through, with every rule of the pack. */
export async function fuzzRecords(count: number, seed: number): Promise<Fuzzed> {
  const random = randomFrom(seed);
  const rules = await everyRule();
  const samples = readdirSync('events/records').map((name) => readFileSync(`events/records/${name}`, 'utf8'));
  const before = prototypes();
  const counts = { read: 0, refused: 0, matches: 0, polluted: 0 };
  const thrown: string[] = [];
  let busyMs = 0;
  for (let i = 0; i < count; i++) {
    const text = hostileText(random.pick(samples), random);
    const start = performance.now();
    try {
      const record = readRecord(Buffer.from(text));
      if (record.ok) counts.read++;
      else counts.refused++;
      for (const match of record.ok ? rules.match(record.value) : []) {
        counts.matches++;
        const alert = alertFor(match);
        for (const render of [jsonMessage, textMessage, fullMessage]) render(alert);
      }
    } catch (error) {
      thrown.push(`record ${i} of seed ${seed}: ${String(error)}: ${text.slice(0, 300)}`);
    }
    busyMs += performance.now() - start;
    if (i % 100 === 0 && prototypes() !== before) counts.polluted++;
  }
  if (prototypes() !== before) counts.polluted++;
  return { records: count, ...counts, thrown, microseconds: Math.round((busyMs * 1000) / Math.max(1, count)) };
}

/** Everything that hangs on the prototypes that all objects share. */
const prototypes = (): string =>
  [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .concat(String(Object.getPrototypeOf(Object.prototype)))
    .join(';');
