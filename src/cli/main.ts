import { Command, CommanderError } from 'commander';
import { ruleJsonSchema } from '../rule/json-schema.ts';
import { check } from './check.ts';
import { compile } from './compile.ts';
import { type ExitCode, out, type RuleOptions } from './context.ts';
import { explain } from './explain.ts';
import { listRules } from './rules.ts';
import { tellCoverage } from './rules-coverage.ts';
import { type ScanCommandOptions, scanCommand } from './scan.ts';
import { testRules } from './test.ts';
import { watching } from './watch.ts';

const program = new Command('trailhound')
  .description('Alerts from AWS CloudTrail: run, test and check detection rules where you are.')
  .exitOverride()
  .showHelpAfterError();

let exitCode: ExitCode = 0;
const ends =
  <Args extends unknown[]>(run: (...args: Args) => Promise<ExitCode>) =>
  async (...args: Args): Promise<void> => {
    exitCode = await run(...args);
  };

/** Every command knows its rules by the same two options. */
const withRules = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('-r, --rules <path...>', 'rule files and folders', ['rules'])
    .option('-c, --config <file>', "the deployment's lists", 'trailhound.yml')
    .option('-e, --events <folder>', 'sample records that tests start from', 'events/records');

/** Some look at the rules that are deployed, or at those of a pack. */
const withPack = (command: Command): Command =>
  command.option(
    '-p, --pack <name...>',
    'packs and rules, in place of those that are on in the config: essentials, cis, full',
  );

type ScanOptions = ScanCommandOptions & { readonly json?: boolean };

withPack(withRules('scan', 'read CloudTrail files and print the alerts in them'))
  .argument('<path...>', 'files and folders: .json, .json.gz, .jsonl, LookupEvents output; - for standard input')
  .option('--format <format>', 'table, json or html', 'table')
  .option('--json', 'one alert a line, as --format json')
  .option('--all', 'every match, without quiet windows')
  .option('--staged', 'what staged rules would have told, in place of what was told')
  .option('-w, --workers <number>', 'threads that read files, by default one for each core')
  .action(
    ends((paths: string[], options: ScanOptions) =>
      scanCommand(paths, { ...options, format: options.json ? 'json' : options.format }),
    ),
  );

withRules('test', 'run the tests that stand in rule files')
  .argument('[rule...]', 'rule files and folders, in place of --rules')
  .option('-w, --watch', 'run them again whenever a file changes')
  .action(
    ends((paths: string[], options: RuleOptions & { watch?: boolean }) => {
      const rules = chosen(paths, options);
      return options.watch ? watching([...rules.rules, rules.config], () => testRules(rules)) : testRules(rules);
    }),
  );

withRules('check', 'find mistakes in rule files')
  .argument('[rule...]', 'rule files and folders, in place of --rules')
  .option('--foreign', "somebody else's rules: that they have no tests of ours is no finding")
  .action(
    ends((paths: string[], options: RuleOptions & { foreign?: boolean }) =>
      check(chosen(paths, options), options.foreign === true),
    ),
  );

withPack(withRules('rules', 'list the rules and what they cover'))
  .option('--json', 'as JSON')
  .option('--coverage', 'what they cover: CIS controls, ATT&CK techniques, services')
  .option(
    '--format <format>',
    'of the coverage: text, json, html or navigator (a layer for the ATT&CK Navigator)',
    'text',
  )
  .action(
    ends((options: RuleOptions & { json?: boolean; coverage?: boolean; format: string }) =>
      options.coverage
        ? tellCoverage(options, options.json ? 'json' : options.format)
        : listRules(options, options.json === true),
    ),
  );

withRules('explain', 'show why a rule fires on an event, or why not')
  .argument('<rule>', 'a rule file, or the name of a rule')
  .argument('[event]', 'a file with one record; - for standard input')
  .option('--test <name>', 'in place of an event: a test of the rule, by its name, the start of it, or its number')
  .action(
    ends((rule: string, event: string | undefined, options: RuleOptions & { test?: string }) =>
      explain(rule, { event, test: options.test }, options),
    ),
  );

withPack(withRules('compile', 'check and test the rules, and write them as the handlers read them'))
  .requiredOption('-o, --out <file>', 'where to write')
  .action(ends((options: RuleOptions & { out: string }) => compile(options, options.out)));

program
  .command('schema')
  .description('print the JSON Schema of rule files, for editors')
  .action(() => out(JSON.stringify(ruleJsonSchema(), undefined, 2)));

const chosen = (paths: readonly string[], options: RuleOptions): RuleOptions =>
  paths.length === 0 ? options : { ...options, rules: paths };

// Whoever reads may stop early, as `head` does; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  exitCode = thrown.exitCode === 0 ? 0 : 2;
}
process.exitCode = exitCode;
