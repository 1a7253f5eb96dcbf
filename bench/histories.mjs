// Gives the window detector random histories, in any order, in any batches, again and again, and compares its episodes with
// those of a slow reading of the definition that is given each history at once.
//   node bench/histories.mjs [--count 100000] [--seed 1]
// Prints how much was seen of each type; ends with 1 and the smallest history that it finds after a disagreement.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/property/windows-long-run.ts');
