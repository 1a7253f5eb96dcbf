import { SERVICES } from './call.ts';
import type { SeedResult } from './soak-seed.ts';
import { countBy } from './soak-seed.ts';
import { quantile, table } from './table.ts';

/** Prints what happened; true if nothing was lost and every repeat has its cause. */
export function report(
  results: readonly SeedResult[],
  { records, objects, faults }: { records: number; objects: number; faults: number },
): boolean {
  const [baseline, ...faulty] = results;
  if (baseline === undefined) return false;
  const sum = (of: (result: SeedResult) => number): number => faulty.reduce((total, result) => total + of(result), 0);
  const causes = new Map<string, number>();
  for (const { account } of faulty)
    for (const [cause, count] of account.repeats) causes.set(cause, (causes.get(cause) ?? 0) + count);
  const row = (name: string, plain: string | number, withFaults: string | number) => [name, plain, withFaults] as const;
  const delay = (result: readonly SeedResult[], to: string, share: number): string =>
    `${quantile(
      result.flatMap(({ delays }) => delays.get(to) ?? []),
      share,
    )} ms`;
  const figures = (name: keyof SeedResult['summary']) =>
    row(
      LABELS[name],
      baseline.summary[name],
      sum(({ summary }) => summary[name]),
    );
  console.log(
    table(
      ['', 'no faults', `${faults} % faults, ${faulty.length} seeds`],
      [
        row('records', records, records * faulty.length),
        row('files', objects, objects * faulty.length),
        row(
          'deliveries expected',
          baseline.account.expected,
          sum(({ account }) => account.expected),
        ),
        figures('lost'),
        figures('repeats'),
        row('… the answer to the send was lost', 0, causes.get('answer lost') ?? 0),
        row('… the process died before it settled', 0, causes.get('process died') ?? 0),
        row('… the settling failed', 0, causes.get('settle failed') ?? 0),
        figures('unexplained'),
        figures('unexpected'),
        figures('faults'),
        figures('deaths'),
        figures('returned'),
        figures('redriven'),
        figures('quarantined'),
        row(
          'records a second',
          baseline.summary.perSecond,
          Math.round(sum(({ summary }) => summary.perSecond) / Math.max(1, faulty.length)),
        ),
        row(
          'largest function process',
          `${baseline.summary.peakMb} MB`,
          `${Math.max(0, ...faulty.map(({ summary }) => summary.peakMb))} MB`,
        ),
        ...['sns', 'slack'].flatMap((to) =>
          [0.5, 0.99].map((share) =>
            row(`file to ${to}, p${share * 100}`, delay([baseline], to, share), delay(faulty, to, share)),
          ),
        ),
      ],
    ),
  );
  const counted = countBy([]);
  for (const { faults: of } of faulty) for (const [key, count] of of) counted.set(key, (counted.get(key) ?? 0) + count);
  const kinds = [...new Set([...counted.keys()].map((key) => key.split(' ')[1] ?? ''))].sort();
  console.log(
    `\n${table(
      ['fault', ...SERVICES],
      kinds.map((kind) => [kind, ...SERVICES.map((service) => counted.get(`${service} ${kind}`) ?? 0)]),
    )}`,
  );
  for (const { seed, account } of results) {
    for (const [what, pairs] of [
      ['lost', account.lost],
      ['unexpected', account.unexpected],
      ['unexplained', account.unexplained],
    ] as const)
      for (const pair of pairs.slice(0, 5)) console.log(`seed ${seed}: ${what}: ${pair}`);
  }
  return results.every(
    ({ account }) => account.lost.length + account.unexpected.length + account.unexplained.length === 0,
  );
}

const LABELS: Record<keyof SeedResult['summary'], string> = {
  lost: 'lost',
  repeats: 'repeats',
  unexplained: 'repeats without a cause',
  unexpected: 'alerts nobody expected',
  faults: 'faults injected by the proxy',
  deaths: 'function processes killed',
  returned: 'messages that went back to their queue',
  redriven: 'redriven from a dead-letter queue',
  quarantined: 'quarantined',
  perSecond: 'records a second',
  peakMb: 'largest function process',
};
