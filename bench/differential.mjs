// Asks the engine and the slow reference (test/reference) the same questions, by default a million for each dialect.
//   node bench/differential.mjs [--pairs 1000000] [--seed 1] [--dialect sigma|eventbridge|cloudwatch] [--stop 5]
// Prints pairs, matches, disagreements and seeds; ends with 1 after a disagreement, and keeps it under test/reference/found
// (or --found <folder>), where the tests replay it for ever.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/reference/long-run.ts');
