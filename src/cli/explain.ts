import { alertFor } from '../alert/build.ts';
import { type Explained, explainCondition } from '../match/explain.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import { readFile } from '../scan/read-file.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { type Paint, paintFor, printable } from './paint.ts';

/** `trailhound explain`: the condition as a tree, each part with its verdict and the values it saw. */
export async function explain(ruleName: string, event: string, options: RuleOptions): Promise<ExitCode> {
  const isFile = /\.ya?ml$/.test(ruleName);
  const { rules, errors } = await rulesFrom(isFile ? { ...options, rules: [ruleName] } : options);
  if (tellErrors(errors)) return 2;
  const rule = rules.map(({ compiled }) => compiled).find(({ name }) => isFile || name === ruleName);
  if (rule === undefined) {
    err(`no rule is named "${ruleName}": \`trailhound rules\` lists them`);
    return 2;
  }
  const record = await firstRecord(event);
  if (record === undefined) return 2;
  const paint = paintFor(process.stdout);
  const explained = explainCondition(rule.condition, record.raw);
  const verdict = explained.holds ? paint('green', 'fires') : paint('yellow', 'does not fire');
  out(`${rule.name} ${verdict} on ${printable(record.id)}\n`);
  for (const line of lines(explained, paint)) out(line);
  if (explained.holds) out(`\n${paint('bold', printable(alertFor({ rule, record }).title))}`);
  return 0;
}

async function firstRecord(file: string): Promise<CloudTrailRecord | undefined> {
  for await (const found of readFile(file, () => {})) {
    for (const { place, read } of found) {
      if (read.ok) return read.value;
      err(`${file}: ${place}: ${read.failure.reason}: ${read.failure.detail}`);
    }
  }
  err(`${file}: expected a file with one CloudTrail record`);
  return undefined;
}

/** One line for each part; deeper parts stand further to the right, and the leaf that decided is marked. */
function* lines({ text, holds, saw, decided, parts }: Explained, paint: Paint, indent = ''): Generator<string> {
  const mark = holds ? paint('green', '✓') : paint('red', '✗');
  const seen = saw === undefined ? '' : `  ${paint('gray', `saw ${values(saw)}`)}`;
  yield `${indent}${mark} ${printable(text)}${seen}${decided ? paint('bold', '  ◀ decided') : ''}`;
  for (const part of parts) yield* lines(part, paint, `${indent}  `);
}

const MAX_SEEN = 200;

function values(saw: readonly unknown[]): string {
  if (saw.length === 0) return 'nothing';
  const texts = saw.slice(0, 5).map((value) => JSON.stringify(value));
  return printable(texts.join(', ')).slice(0, MAX_SEEN);
}
