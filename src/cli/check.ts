import { eventCatalogue } from '../rule/catalogue/catalogue.ts';
import type { Finding } from '../rule/lint/finding.ts';
import { lint } from '../rule/lint/lint.ts';
import { lintMemory } from '../rule/lint/memory.ts';
import { lintSuppressions } from '../rule/lint/suppressions.ts';
import { formatRuleError } from '../rule/rule-error.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, tellErrors } from './context.ts';
import { paintFor } from './paint.ts';
import { runAllTests, tellFailure } from './test.ts';

/**
 * `trailhound check`: rules that do not load, tests that fail, and what is probably not meant. Errors end it with 1,
 * warnings do not.
 *
 * @param foreign the rules are somebody else's: that they bring no tests is no finding
 */
export async function check(options: RuleOptions, foreign: boolean): Promise<ExitCode> {
  const loaded = await rulesFrom(options, 'with tests');
  const { rules, memory, errors, configuration } = loaded;
  tellErrors(errors);
  const failures = (await runAllTests(loaded)).filter(({ problems }) => problems.length > 0);
  for (const failure of failures) tellFailure(failure);
  const catalogue = eventCatalogue();
  const now = new Date();
  const findings = rules
    .flatMap((rule) => [...lint(rule, configuration.deployment, catalogue), ...lintSuppressions(rule, now)])
    .concat(memory.flatMap((rule) => lintMemory(rule, catalogue)))
    .filter(({ about }) => !(foreign && about === 'tests'));
  for (const finding of findings) tellFinding(finding);
  const wrong = errors.length + failures.length + findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  out(`${rules.length + memory.length} rules checked, ${wrong} errors, ${warnings} warnings`);
  return wrong === 0 ? 0 : 1;
}

function tellFinding(finding: Finding): void {
  const paint = paintFor(process.stderr);
  const severity = paint(finding.severity === 'error' ? 'red' : 'yellow', finding.severity);
  err(`${severity}: ${formatRuleError(finding)}`);
}
