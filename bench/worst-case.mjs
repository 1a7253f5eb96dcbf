// What the worst rule costs on the worst field: prints the milliseconds of one rule on one record, median of 9.
//   node bench/worst-case.mjs
// Run by hand: times differ between computers, so no test asserts them. What to look for is a figure that is out of line,
// and growth that is more than fourfold where the text grows fourfold.
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/worst-case.ts');
