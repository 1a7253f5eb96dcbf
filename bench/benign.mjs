// What the usual packs tell of a real, ordinary account: 845 published records with crawlers and audits, a third of them
// with an error. Prints every alert that is left after quiet windows.
//   node bench/benign.mjs [--pack essentials,cis]
// Ends with 1 at more than five alerts, and with 2 where the records are missing (TRAILHOUND_DATA names their folder).
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/benign.ts');
