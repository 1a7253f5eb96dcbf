// How much of the core the tests really watch: small faults are put into it, one at a time, and the tests must notice.
//   npm run mutation -- [--sample 150] [--seed 1] [--only src/match/operators] [--write]
// The faults are those of Stryker's instrumenter, which is fetched into a folder for temporary files; bench/mutation/folders.ts
// says what is mutated, what each part must reach, and which tests judge. Without --sample every mutant is tried.
// Prints each mutant that no test notices, and ends with 1 where a part is below its aim.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/mutation.ts');
