import { parseArgs } from 'node:util';
import { noTotals } from '../src/scan/scan-event.ts';
import { rulesOf, toldOf, USUAL } from './pack.ts';
import { Counts, PAGE, putBetween, table } from './report.ts';
import { sharedData } from './shared-data.ts';

const { values: options } = parseArgs({ options: { pack: { type: 'string', default: USUAL.join() } } });

const AIM = 5;

const totals = noTotals();
const told = new Counts();
const file = sharedData('benign', 'opensearch.jsonl');
for await (const { rule, title } of toldOf([file], await rulesOf(options.pack.split(',')), totals))
  told.add(`${rule.level}\n${rule.name}\n${title}`);

const rows = told.sorted().map(([key, count]) => [...key.split('\n'), count]);
const verdict = `${totals.records} records, ${told.total} alerts (at most ${AIM}).`;
const text = rows.length === 0 ? verdict : `${table(['level', 'rule', 'title', 'alerts'], rows)}\n\n${verdict}`;
process.stdout.write(`${text}\n`);
if (options.pack === USUAL.join()) putBetween(PAGE, 'benign', text);
process.exitCode = told.total > AIM ? 1 : 0;
