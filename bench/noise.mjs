// How often the usual packs call somebody for nothing: a week of the ordinary traffic of a company (bench/traffic), after
// fifteen days that rules with memory learn from, through the engine as a scan of its log files.
//   node bench/noise.mjs [--seed 1] [--pack essentials,cis] [--keep FOLDER] [--verbose]
// The same seed gives the same figures. Ends with 1 at more than one alert in 10,000 records.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/noise.ts');
