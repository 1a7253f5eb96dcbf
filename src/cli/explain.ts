import { alertFor } from '../alert/build.ts';
import { compile } from '../match/compile.ts';
import { type Condition, isLeaf, type Leaf } from '../match/condition.ts';
import { FieldSlots, fieldAt, RecordFields } from '../match/fields.ts';
import type { CompiledRule } from '../match/rule-set.ts';
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
  const fires = verdict(rule.condition, record);
  out(
    `${rule.name} ${fires ? paint('green', 'fires') : paint('yellow', 'does not fire')} on ${printable(record.id)}\n`,
  );
  for (const line of tree(rule.condition, record, paint)) out(line);
  if (fires) out(`\n${paint('bold', printable(alertFor({ rule: rule satisfies CompiledRule, record }).title))}`);
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

function verdict(condition: Condition, record: CloudTrailRecord): boolean {
  const slots = new FieldSlots();
  return compile(condition, slots)(new RecordFields(record.raw, slots));
}

/** One line for each part; deeper parts stand further to the right. */
function* tree(condition: Condition, record: CloudTrailRecord, paint: Paint, indent = ''): Generator<string> {
  const holds = verdict(condition, record);
  const mark = holds ? paint('green', '✓') : paint('red', '✗');
  if (isLeaf(condition)) {
    yield `${indent}${mark} ${leafText(condition)}  ${paint('gray', `saw ${seen(condition, record)}`)}`;
    return;
  }
  const [word, parts] =
    'not' in condition
      ? ['not', [condition.not]]
      : 'all' in condition
        ? ['all of', condition.all]
        : ['any of', condition.any];
  yield `${indent}${mark} ${word}`;
  for (const part of parts) yield* tree(part, record, paint, `${indent}  `);
}

const leafText = ({ path, op, value, cased }: Leaf): string =>
  `${path.join('.')} ${op}${cased ? ' cased' : ''}${op === 'null' ? '' : ` ${JSON.stringify(value)}`}`;

function seen({ path }: Leaf, record: CloudTrailRecord): string {
  const { present, values } = fieldAt(record.raw, path);
  if (!present) return 'nothing';
  return (
    printable(
      values
        .slice(0, 5)
        .map((value) => JSON.stringify(value))
        .join(', '),
    ).slice(0, 200) || 'an empty list'
  );
}
