// What a million records cost by each way into Trailhound, and by other ways to be told: prints a table. The prices, where
// they come from and what is assumed of an account are in bench/prices.yml; the work of a record is measured here.
//   node bench/cost.mjs
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/cost.ts');
