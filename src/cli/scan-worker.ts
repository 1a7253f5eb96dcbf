// A thread of `trailhound scan`: the build makes dist/scan-worker.mjs of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { RuleSet } from '../match/rule-set.ts';
import { MemoryRules } from '../memory/memory-rules.ts';
import { tells } from '../scan/teller.ts';
import { serve, type WorkerStart } from '../scan/workers/serve.ts';
import { sievesFor } from './sieves-for.ts';

const start = workerData as WorkerStart;
const memory = new MemoryRules(start.memory);
if (parentPort !== null) {
  await serve(parentPort, start, {
    rules: new RuleSet(start),
    isCounted: (name) => memory.isCounted(name),
    tells: tells(start.staged),
    cutter: sievesFor(start, readFileSync(join(import.meta.dirname, 'sieve.wasm'))).open,
  });
}
