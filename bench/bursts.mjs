// How many bursts are found, and how many alarms are false, when CloudTrail delivers late and in any order: the window
// detector beside two simpler ways to look at a window.
//   node bench/bursts.mjs [--bursts 10000] [--seed 1]
// Ends with 1 unless the detector finds every burst and alarms of nothing else.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/bursts.ts');
