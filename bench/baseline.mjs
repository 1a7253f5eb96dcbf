// How well the baseline detector finds bursts and stops in made-up traffic: prints a table, and exits with 1 where the aims
// are missed (95 % found within ten minutes of event time, at most one false alarm an account and month).
//   node bench/baseline.mjs [--seeds tune|report] [--replicas 4] [--above 2.5] [--below 4] [--minimum 20] [--learn-days 14]
//     [--verbose]
// The same seeds give the same figures, but for the microseconds. What is tuned is tuned on the seeds `tune` only.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/baseline.ts');
