// How fast S3 bytes become matches, beside what only decompressing and parsing costs: variants by turns in one process,
// ratios first. Needs a build. Ends with 1 where a way finds other matches than parsing everything does.
//   npm run bench:throughput -- [--check] [--rounds 9] [--mb 32] [--seed 1] [--corpus generated,small,published]
//     [--only gunzip,e1000] [--cpu-prof FOLDER] [--wasm PATH] [--hot 20] [--publish]
// --check ends with 1 on a missed target too. --only measures some variants, --list names them; --cpu-prof writes a profile
// of each that Chrome opens, and prints where its time went. --wasm takes another build of the scanner. --hot is how many
// rules are shown that records were parsed for; 0 shows none, and is quicker. --publish writes docs/performance.md.
// Published records are read where TRAILHOUND_DATA, or ../shared/data, is there.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/throughput.ts');
