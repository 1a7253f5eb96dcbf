import { parseArgs } from 'node:util';
import { compiled } from './bench-rules.ts';
import { type Corpus, makeCorpus } from './corpus.ts';
import { report } from './soak-report.ts';
import { type SeedResult, soakSeed } from './soak-seed.ts';

/**
 * npm run soak -- [--records 20000] [--objects 100] [--faults 5] [--seeds 1-2] [--attacks 0.15] [--timeout 8] [--parallel 2] [--full]
 *
 * Log files through S3 → SQS → s3 → SNS → SQS → slack, while a share of all calls at every boundary goes wrong; beside
 * it every match once more by EventBridge, every tenth file announced three times, and a share of deletes lost. Ends with
 * 1 if an alert was lost, or came again without a cause.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    objects: { type: 'string', default: '100' },
    /** Per cent of calls. */
    faults: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '1-2' },
    /** Per cent of records that come from the tests of rules; two thirds of these match. */
    attacks: { type: 'string', default: '0.15' },
    /** Seconds; longer than the slowest batch takes on this machine, or its messages come back before they are done. */
    timeout: { type: 'string', default: '8' },
    /** Seeds at a time, each with servers of its own: most of the time of one is waiting for leases. */
    parallel: { type: 'string', default: '2' },
    /** 10⁶ records in 2,500 files, seeds 1 to 20. */
    full: { type: 'boolean', default: false },
  },
});

const seedsIn = (text: string): number[] => {
  const [from = 1, to = from] = text.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};

const [records, objects] = values.full ? [1_000_000, 2_500] : [Number(values.records), Number(values.objects)];
const rate = Number(values.faults) / 100;
const began = performance.now();
const corpus: Corpus = makeCorpus({ records, objects, seed: 1, attackShare: Number(values.attacks) / 100 });
console.error(
  `${records} records in ${objects} files, ${corpus.expected.length} matches expected by the reference, made in ${seconds(began)} s`,
);
const rules = await compiled();
const options = {
  built: process.env['BENCH_BUILT'] ?? '',
  rules,
  corpus,
  records,
  timeoutSeconds: Number(values.timeout),
};
const soak = async (seed: number): Promise<SeedResult> => {
  const start = performance.now();
  const result = await soakSeed({ ...options, seed, rate: seed === 0 ? 0 : rate });
  console.error(`seed ${seed}: ${seconds(start)} s, ${JSON.stringify(result.summary)}`);
  return result;
};
// Seed 0 is the baseline: nothing goes wrong, and nothing runs beside it.
const results = [await soak(0)];
const seeds = seedsIn(values.full ? '1-20' : values.seeds);
const next = async (): Promise<void> => {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) results.push(await soak(seed));
};
await Promise.all(Array.from({ length: Number(values.parallel) }, next));
process.exitCode = report(results, { records, objects, faults: Number(values.faults) }) ? 0 : 1;
process.exit();

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
