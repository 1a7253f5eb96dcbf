import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RuleSet } from '../src/match/rule-set.ts';
import { scan } from '../src/scan/scan.ts';
import { noTotals } from '../src/scan/scan-event.ts';
import { rulesOf } from './pack.ts';
import { putBetween, table } from './report.ts';
import { writeDays } from './traffic/week.ts';

const PAGE = 'docs/performance.md';
const MILLION = 1_000_000;
/** The memory at which Lambda gives a whole core (Lambda guide, "Configure Lambda function memory"). */
const MB_OF_A_CORE = 1769;
/** As in serverless.yml. */
const MEMORY_MB = { s3: 512, events: 256 };

interface Source {
  readonly page: string;
  readonly seen: 'page' | 'report' | 'memory';
  readonly of: string;
}
type Price = Source & { readonly usd: number; readonly per: number };

const { aws, siem, idle, assumed } = parse(readFileSync('bench/prices.yml', 'utf8')) as {
  readonly aws: Readonly<Record<string, Price>>;
  readonly siem: readonly (Source & { readonly name: string; readonly usdPerGb: number })[];
  readonly idle: { readonly alarms: number; readonly metrics: number; readonly pollsPerQueueAndMonth: number };
  readonly assumed: Readonly<Record<string, number>> & { readonly recordsPerFile: readonly number[] };
};

const rules = await rulesOf(['full']);
const ruleCount = rules.rules.filter(({ untold }) => untold === undefined).length + rules.memory.length;
const microseconds = await work();
const gigabytes = (MILLION * of('recordBytes')) / 1e9;
const logs = cost('logsIngestGb', gigabytes);

const watched = cost('alarm', idle.alarms) + cost('customMetric', idle.metrics);
const polled = cost('sqsRequest', idle.pollsPerQueueAndMonth);

const ways: (readonly [string, number, number])[] = [
  ...assumed.recordsPerFile.map(
    (records) => [`S3, ${records.toLocaleString('en')} records a file`, byFiles(records), watched + polled] as const,
  ),
  ['EventBridge, on top of S3', byEvents(), polled],
  ['CloudWatch Logs, log group exists already', bySubscription(), watched],
  ['CloudWatch Logs, with the log group', bySubscription() + logs, watched],
  ['for comparison: metric filters, log group and 14 alarms (CIS)', logs, alarms(14)],
  [`for comparison: as many metric filters as rules, ${ruleCount}`, logs, alarms(ruleCount)],
  ...siem.map(({ name, usdPerGb }) => [`for comparison: ${name}`, gigabytes * usdPerGb, 0] as const),
];
const unsure = [...Object.entries(aws), ...siem.map((entry) => [entry.name, entry] as const)]
  .filter(([, { seen }]) => seen === 'memory')
  .map(([name]) => name);
const text = [
  table(
    ['way', '$ per million records', 'and $ a month'],
    ways.map(([name, usd, monthly]) => [name, Number(usd.toFixed(3)), Number(monthly.toFixed(2))]),
  ),
  [
    `${gigabytes.toFixed(2)} GB a million records; ${ruleCount} rules; ${microseconds.toFixed(0)} µs of a core for a`,
    `record, measured on Node ${process.version}, ${process.arch}, from the compressed file to the alert;`,
    `${of('alertsPerMillion')} alerts a million records. Not confirmed by anything that was read: ${unsure.join('; ')}; how often Lambda asks an empty queue.`,
  ].join(' '),
].join('\n\n');
process.stdout.write(`${text}\n`);
putBetween(PAGE, 'cost', text);

/** Notice → queue → function → object: requests by file, time by record. */
function byFiles(records: number): number {
  const files = MILLION / records;
  const invocations = files / of('filesPerInvocation');
  return (
    cost('s3Get', files) +
    cost('sqsRequest', files + 2 * invocations) +
    lambda(MEMORY_MB.s3, invocations, files * of('waitMsPerFile')) +
    remembering(files) +
    telling()
  );
}

/** One message for each record, which batches do not make fewer. */
function byEvents(): number {
  const invocations = MILLION / of('eventsPerInvocation');
  return (
    cost('eventbridgeAwsEvent', MILLION) +
    cost('sqsRequest', MILLION + 2 * invocations) +
    lambda(MEMORY_MB.events, invocations, invocations * of('waitMsPerInvocation')) +
    remembering(invocations) +
    telling()
  );
}

function bySubscription(): number {
  const invocations = MILLION / of('recordsPerSubscriptionEvent');
  return (
    lambda(MEMORY_MB.events, invocations, invocations * of('waitMsPerInvocation')) +
    remembering(invocations) +
    telling()
  );
}

function lambda(megabytes: number, invocations: number, waitMs: number): number {
  const seconds = (MILLION * microseconds * (MB_OF_A_CORE / megabytes)) / 1e6 + waitMs / 1000;
  return (
    cost('lambdaRequest', invocations) +
    cost('lambdaGbSecondArm', seconds * (megabytes / 1024)) +
    cost('logsIngestGb', (invocations * of('logBytesPerInvocation')) / 1e9)
  );
}

/** A write is paid by the KB, a consistent read by 4 KB. */
function remembering(batches: number): number {
  const groups = batches * of('groupsPerBatch');
  return cost('dynamoRead', groups) + cost('dynamoWrite', 2 * groups);
}

/** Claim, settle and the quiet window of each alert; the topic, the topic for e-mail, and one e-mail. */
function telling(): number {
  const alerts = of('alertsPerMillion');
  return cost('dynamoWrite', 4 * alerts) + cost('snsPublish', 2 * alerts) + cost('snsEmail', alerts);
}

function alarms(count: number): number {
  return cost('customMetric', count) + cost('alarm', count);
}

function cost(name: string, amount: number): number {
  const price = aws[name];
  if (price === undefined) throw new Error(`bench/prices.yml has no price ${name}`);
  return (amount / price.per) * price.usd;
}

function of(name: string): number {
  const value = assumed[name];
  if (value === undefined) throw new Error(`bench/prices.yml assumes no ${name}`);
  return value;
}

/** Microseconds of processor time a record, of made-up traffic; the second reading counts, when the code is warm. */
async function work(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-cost-'));
  try {
    for (const _ of writeDays(folder, 1, 1));
    let micros = 0;
    for (let round = 0; round < 2; round++) {
      const totals = noTotals();
      const begin = process.cpuUsage();
      for await (const _ of scan([folder], new RuleSet(rules), { totals, memory: rules.memory }));
      const { user, system } = process.cpuUsage(begin);
      micros = (user + system) / totals.records;
    }
    return micros;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
