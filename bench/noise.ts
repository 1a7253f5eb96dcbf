import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noTotals } from '../src/scan/scan-event.ts';
import { DAY, START } from './baseline-traffic.ts';
import { rulesOf, type Told, toldOf, USUAL } from './pack.ts';
import { Counts, PAGE, putBetween, table } from './report.ts';
import { ROLES, roleOf, writeDays } from './traffic/week.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    pack: { type: 'string', default: USUAL.join() },
    keep: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

/** Rules that learn what is usual need two weeks, and a day in which late events may come. */
const LEARN_DAYS = 15;
const WEEK_DAYS = 7;
const AIM = 1;
const AIM_RECORDS = 200_000;

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'trailhound-noise-'));
mkdirSync(folder, { recursive: true });
try {
  const { records, alerts, refused } = await week();
  const share = (alerts.length / records.total) * 10_000;
  const verdict = `${records.total.toLocaleString('en')} records, ${alerts.length} alerts: ${share.toFixed(2)} per 10,000 records (at most ${AIM}).`;
  const text = [byRole(records, alerts), byRule(alerts), verdict].join('\n\n');
  process.stdout.write(`${text}\n`);
  if (options.verbose)
    for (const { event, title } of alerts) process.stdout.write(`${event.time} ${roleOf(event.id)}: ${title}\n`);
  if (options.seed === '1' && options.pack === USUAL.join()) putBetween(PAGE, 'noise', text);
  if (refused > 0) process.stderr.write(`${refused} times something could not be read or remembered\n`);
  process.exitCode = share <= AIM && records.total >= AIM_RECORDS && refused === 0 ? 0 : 1;
} finally {
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Of the last week the records of each role, and what was told. */
async function week(): Promise<{ records: Counts; alerts: Told[]; refused: number }> {
  const records = new Counts();
  for (const [day, role, count] of writeDays(folder, LEARN_DAYS + WEEK_DAYS, Number(options.seed)))
    if (day >= LEARN_DAYS) records.add(role, count);
  const begins = START + LEARN_DAYS * DAY;
  const rules = await rulesOf(options.pack.split(','), 'bench/traffic/company.yml');
  const totals = noTotals();
  const alerts: Told[] = [];
  for await (const alert of toldOf([folder], rules, totals))
    if (Date.parse(alert.event.time ?? '') >= begins) alerts.push(alert);
  return { records, alerts, refused: totals.refused };
}

function byRole(records: Counts, alerts: readonly Told[]): string {
  const rows = ROLES.map(({ name }) => {
    const own = alerts.filter(({ event }) => roleOf(event.id) === name);
    const rules = new Counts();
    for (const { rule } of own) rules.add(`${rule.name} (${rule.level})`);
    const told = rules.sorted().map(([rule, count]) => `${count} × ${rule}`);
    return [
      name,
      records.of(name),
      own.length,
      Number(((own.length / records.of(name)) * 10_000).toFixed(2)),
      told.join(', '),
    ];
  });
  return table(['role', 'records', 'alerts', 'per 10,000', 'by rule'], rows);
}

function byRule(alerts: readonly Told[]): string {
  const rules = new Counts();
  for (const { rule } of alerts) rules.add(`${rule.name}|${rule.level}`);
  return table(
    ['rule', 'level', 'alerts'],
    rules.sorted().map(([rule, count]) => [...rule.split('|'), count]),
  );
}
