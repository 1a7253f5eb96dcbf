// What each recorded attack makes the whole pipeline say, with every rule on: a log file in S3, the built handlers, and what
// SNS and Slack have in the end. Writes docs/attacks.md.
//   npm run attacks
// bench/attacks/about.yml says which rules are about a technique; ends with 1 where none of them fired, where the file does
// not fit, and where an alert was lost on its way; with 2 where the recordings are missing (TRAILHOUND_DATA names their folder).
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('bench/attacks.ts');
