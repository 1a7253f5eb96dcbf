// How fast `trailhound scan` is with one thread and with two workers, and what memory it holds: on many .json.gz files, and
// on one single file of the same size. Prints a table, writes it into docs/performance.md, and exits with 1 where more
// than 300 MB are held; with --check also where two cores are not 1.8 times as fast as one.
//   node bench/scan.mjs [--size 200m] [--rounds 5] [--pack full] [--seed 1] [--check]
// Needs a build, and two cores that nobody else uses.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/scan.ts');
