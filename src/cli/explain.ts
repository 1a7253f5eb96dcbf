import { alertFor } from '../alert/build.ts';
import { type Explained, explainCondition } from '../match/explain.ts';
import type { CompiledRule } from '../match/rule.ts';
import type { CloudTrailRecord } from '../record/record.ts';
import type { LoadedRule } from '../rule/compile-rule.ts';
import { suggestRule } from '../rule/nearest.ts';
import { problemsOf, setUp } from '../rule/run-tests.ts';
import type { BaseEvents } from '../rule/test-event.ts';
import { readFile } from '../scan/read-file.ts';
import { chooseTest } from './choose-test.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { type Paint, paintFor, printable } from './paint.ts';

/** What to explain a rule on: a file with a record, or one of the rule's own tests. One of the two is given. */
export interface ExplainOn {
  readonly event?: string | undefined;
  readonly test?: string | undefined;
}

interface Subject {
  readonly rule: CompiledRule;
  readonly record: CloudTrailRecord;
  /** What the record is called in the first line. */
  readonly called: string;
  /** For the last line: whether the test passes. */
  readonly problems?: readonly string[];
}

/** `trailhound explain`: the condition as a tree, each part with its verdict and the values it saw. */
export async function explain(ruleName: string, on: ExplainOn, options: RuleOptions): Promise<ExitCode> {
  const isFile = /\.ya?ml$/.test(ruleName);
  const { rules, memory, errors, bases } = await rulesFrom(
    isFile ? { ...options, rules: [ruleName] } : options,
    on.test === undefined ? 'without tests' : 'with tests',
  );
  if (tellErrors(errors)) return 2;
  const named = rules.filter(({ compiled }) => isFile || compiled.name === ruleName);
  if (named.length === 0 && memory.some(({ compiled }) => isFile || compiled.name === ruleName)) {
    err(`"${ruleName}" is a rule with memory: explain one of the rules that it counts`);
    return 2;
  }
  if (named.length === 0) {
    const hint = suggestRule(
      ruleName,
      [...rules, ...memory].map(({ compiled }) => compiled.name),
    );
    err(`no rule is named "${ruleName}". ${hint}`);
    return 2;
  }
  const subject = await subjectOf(named, on, bases);
  if (subject === undefined) return 2;
  tell(subject, paintFor(process.stdout));
  return 0;
}

async function subjectOf(
  rules: readonly LoadedRule[],
  { event, test }: ExplainOn,
  bases: BaseEvents,
): Promise<Subject | undefined> {
  if (event !== undefined && test === undefined) return onEvent(rules, event);
  if (event === undefined && test !== undefined) return onTest(rules, test, bases);
  err('expected what to explain the rule on: a file with one record, or --test and a test of the rule; one of the two');
  return undefined;
}

async function onEvent([rule]: readonly LoadedRule[], event: string): Promise<Subject | undefined> {
  const record = await firstRecord(event);
  return rule && record && { rule: rule.compiled, record, called: printable(record.id) };
}

function onTest(rules: readonly LoadedRule[], wanted: string, bases: BaseEvents): Subject | undefined {
  const choice = chooseTest(rules, wanted);
  if (!choice.ok) {
    err(choice.problem);
    return undefined;
  }
  const { rule, test, name } = choice.chosen;
  const setup = setUp(rule, test, bases);
  if (!setup.ok) {
    err(`${rule.file}: ${rule.compiled.name}: ${name}: ${printable(setup.problem)}`);
    return undefined;
  }
  return { rule: setup.rule, record: setup.record, called: `test "${name}"`, problems: problemsOf(setup, test) };
}

function tell({ rule, record, called, problems }: Subject, paint: Paint): void {
  const explained = explainCondition(rule.condition, record.raw);
  const verdict = explained.holds ? paint('green', 'fires') : paint('yellow', 'does not fire');
  out(`${rule.name} ${verdict} on ${called}\n`);
  for (const line of lines(explained, paint)) out(line);
  if (explained.holds) out(`\n${paint('bold', printable(alertFor({ rule, record }).title))}`);
  if (problems === undefined) return;
  const came = problems.length === 0 ? paint('green', 'the test passes') : paint('red', 'the test fails');
  out(`\n${[came, problems.map(printable).join('; ')].filter((part) => part !== '').join(': ')}`);
}

async function firstRecord(file: string): Promise<CloudTrailRecord | undefined> {
  for await (const found of readFile(file)) {
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
