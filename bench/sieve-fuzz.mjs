// Reads changed records with the sieve and without it, and compares what matches.
//   npm run fuzz:sieve -- --records 10000000 --seed 1
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/sieve-fuzz.ts');
