import { compiledRules } from '../rule/load.ts';
import { type ExitCode, err, out, type RuleOptions, rulesFrom, selected, tellErrors } from './context.ts';
import { type Coverage, type Covered, coverageOf, navigatorLayer } from './coverage.ts';
import { coveragePage } from './coverage-page.ts';
import { type Paint, paintFor } from './paint.ts';
import { table } from './table.ts';

/** How the coverage may be told. */
const FORMATS: ReadonlyMap<string, (coverage: Coverage) => string> = new Map([
  ['text', (coverage) => coverageText(coverage, paintFor(process.stdout))],
  ['json', (coverage) => JSON.stringify(coverage, undefined, 2)],
  ['html', coveragePage],
  ['navigator', (coverage) => JSON.stringify(navigatorLayer(coverage), undefined, 2)],
]);

/** `trailhound rules --coverage`: which controls, techniques and services have a rule, and which controls have none. */
export async function tellCoverage(options: RuleOptions, format: string): Promise<ExitCode> {
  const tell = FORMATS.get(format);
  if (tell === undefined) {
    err(`unknown format "${format}". Expected one of: ${[...FORMATS.keys()].join(', ')}`);
    return 2;
  }
  const loaded = await rulesFrom(options, 'without tests');
  const broken = tellErrors(loaded.errors);
  const { rules, memory } = compiledRules(options.pack === undefined ? loaded : selected(loaded, options));
  out(tell(coverageOf([...rules, ...memory])));
  return broken ? 2 : 0;
}

function coverageText({ cis, attack, services }: Coverage, paint: Paint): string {
  const part = (title: string, covered: readonly Covered[]): string =>
    table(
      [title, 'rules', ''],
      covered.map(({ what, rules }) => [
        what,
        rules.length === 0 ? paint('red', 'none') : String(rules.length),
        rules.join(', '),
      ]),
    );
  return [part('CIS AWS Foundations', cis), part('ATT&CK', attack), part('service', services)].join('\n\n');
}
