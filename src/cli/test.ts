import type { Loaded } from '../rule/load.ts';
import { formatRuleError } from '../rule/rule-error.ts';
import { runMemoryTests } from '../rule/run-memory-tests.ts';
import { runRuleTests, type TestOutcome } from '../rule/run-tests.ts';
import { type ExitCode, err, type LoadedWith, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { paintFor, printable } from './paint.ts';

/** `trailhound test`: the tests in rule files. */
export async function testRules(options: RuleOptions): Promise<ExitCode> {
  const paint = paintFor(process.stdout);
  const loaded = await rulesFrom(options, 'with tests');
  const { rules, memory, errors, configured } = loaded;
  const broken = tellErrors(errors);
  const outcomes = await runAllTests(loaded);
  const failures = outcomes.filter(({ problems }) => problems.length > 0);
  for (const failure of failures) tellFailure(failure);
  const passed = outcomes.length - failures.length;
  const summary = `${rules.length + memory.length} rules, ${passed} tests passed, ${failures.length} failed`;
  const leftOut = leftOutOf({ rules, memory, errors: errors.filter(({ file }) => file !== options.config) });
  out(paint(failures.length === 0 && !broken ? 'green' : 'red', summary + leftOut));
  if (!configured) return 2;
  return failures.length === 0 && !broken ? 0 : 1;
}

/** The tests of every rule, whether it looks at one event or remembers many. */
export const runAllTests = async (loaded: LoadedWith): Promise<TestOutcome[]> => [
  ...runRuleTests(loaded.rules, loaded.bases),
  ...(await runMemoryTests(loaded, loaded.bases)),
];

/** What was not tested, for the end of the summary: the errors themselves have scrolled away above it. */
function leftOutOf({ rules, memory, errors }: Loaded): string {
  const loaded = new Set([...rules, ...memory].map(({ file }) => file));
  const wrong = [...new Set(errors.map(({ file }) => file))];
  const whole = wrong.filter((file) => !loaded.has(file)).length;
  const inPart = wrong.length - whole;
  if (wrong.length === 0) return '';
  const said = [
    ...(whole === 0 ? [] : [`${files(whole)} left out because ${whole === 1 ? 'it does' : 'they do'} not load`]),
    ...(inPart === 0 ? [] : [`${files(inPart)} left out in part`]),
  ];
  return `; ${said.join(', ')} (see above)`;
}

const files = (count: number): string => `${count} ${count === 1 ? 'file' : 'files'}`;

/** Where the test stands, what was not as expected, and the command that shows which part of the condition decided. */
export function tellFailure({ rule, test, problems, ran, ...place }: TestOutcome): void {
  err(formatRuleError({ file: rule.file, ...place, message: `${rule.compiled.name}: ${printable(test)}` }));
  for (const problem of problems) err(`    ${printable(problem)}`);
  if (ran) err(`    what decided: npx trailhound explain ${shellWord(rule.file)} --test ${quoted(printable(test))}`);
}

const shellWord = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : quoted(text));

/** For a shell, to be pasted: what it would replace between double quotes stands between single ones. */
const quoted = (text: string): string =>
  /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
