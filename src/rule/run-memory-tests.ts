import type { Alert } from '../alert/alert.ts';
import { alertForEpisode } from '../alert/episode.ts';
import { inProcessMemory } from '../in-process/memory.ts';
import { RuleSet } from '../match/rule-set.ts';
import { SETTLED_MS } from '../memory/detector.ts';
import { Grouping } from '../memory/grouping.ts';
import type { Counted } from '../memory/groups.ts';
import type { MemorySpec } from '../memory/memory-rule.ts';
import type { Found, Remembered } from '../memory/remember.ts';
import { Replay } from '../memory/replay.ts';
import { toRecord } from '../record/record.ts';
import type { LoadedMemoryRule } from './compile-correlation.ts';
import type { MemoryTest } from './correlation-schema.ts';
import type { Loaded } from './load.ts';
import { type Delivery, deliveriesOf } from './memory-test-events.ts';
import { milliseconds } from './rule-schema.ts';
import { listsOf, type TestOutcome } from './run-tests.ts';
import type { BaseEvents } from './test-event.ts';

/** Log files come so often; what arrives in between arrives together. */
const TOGETHER_MS = 5 * 60 * 1000;

/** Runs the tests of rules with memory: their events in the order in which they are delivered, on a clock of their own. */
export async function runMemoryTests(loaded: Loaded, bases: BaseEvents = new Map()): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const rule of loaded.memory) {
    for (const [at, test] of rule.tests.entries()) {
      const { line, column } = rule.document.errorAt(['tests', at, 'name'], '');
      const place = line === undefined || column === undefined ? {} : { line, column };
      const problems = await problemsOf(rule, test, loaded, bases);
      outcomes.push({ rule, test: test.name, ...place, problems, ran: false });
    }
  }
  return outcomes;
}

async function problemsOf(
  rule: LoadedMemoryRule,
  test: MemoryTest,
  loaded: Loaded,
  bases: BaseEvents,
): Promise<readonly string[]> {
  const made = deliveriesOf(test, bases);
  if (!made.ok) return [made.problem];
  const seen: Counted[] = [];
  const found = await replay(rule, test, loaded, made.deliveries, seen);
  const alerts = alertsOf(rule, found);
  if (!test.fires) return alerts.size === 0 ? [] : [`expected the rule not to fire, it did: ${titles(alerts)}`];
  if (alerts.size === 0)
    return [`expected the rule to fire, it did not: ${whySilent(rule, seen, made.deliveries.length)}`];
  return mismatches(test, alerts);
}

/** What became of the events of a test whose rule did not fire. */
function whySilent({ compiled }: LoadedMemoryRule, seen: readonly Counted[], events: number): string {
  const grouping = new Grouping(compiled);
  const mine = seen.filter(({ rule }) => grouping.counts(rule));
  if (mine.length === 0 && seen.length === 0) return `none of its ${events} events is matched by a rule that it counts`;
  const missing = mine.map((one) => grouping.missingValues(one)).filter(({ length }) => length > 0);
  const left = missing.length;
  const leftOut =
    left === 0 ? '' : `; ${left} of them are left out, since they have no ${[...new Set(missing.flat())].join(', ')}`;
  return `its rules matched ${mine.length} times in ${events} events${leftOut}`;
}

/** The alerts of the rule as its episodes were in the end. */
function alertsOf(rule: LoadedMemoryRule, found: readonly Found[]): ReadonlyMap<string, Alert & { ended: boolean }> {
  const mine = found.filter((one) => one.rule.name === rule.compiled.name);
  return new Map(
    mine.map((one) => {
      const alert = alertForEpisode(one);
      return [alert.id, { ...alert, ended: one.episode.ended === true }];
    }),
  );
}

const titles = (alerts: ReadonlyMap<string, Alert>): string =>
  [...alerts.values()].map(({ title }) => title).join('; ');

/** The names of a rule, of those that it counts, and of those that they count. */
function countedBy(rule: LoadedMemoryRule, memory: readonly LoadedMemoryRule[]): ReadonlySet<string> {
  const names = new Set([rule.compiled.name]);
  // A set that grows is walked to its end.
  for (const name of names) {
    for (const { compiled } of memory) {
      if (compiled.name === name) for (const counted of compiled.memory.rules) names.add(counted);
    }
  }
  return names;
}

async function replay(
  rule: LoadedMemoryRule,
  test: MemoryTest,
  { rules, memory }: Loaded,
  deliveries: readonly Delivery[],
  seen: Counted[],
): Promise<readonly Found[]> {
  const lists = test.lists === undefined ? undefined : listsOf(test.lists);
  const needed = countedBy(rule, memory);
  const asked = rules.filter(({ compiled }) => needed.has(compiled.name));
  const set = new RuleSet({ rules: asked.map((one) => (lists === undefined ? one.compiled : one.withLists(lists))) });
  const replayed = new Replay(
    memory.flatMap(({ compiled }) => (needed.has(compiled.name) ? [compiled] : [])),
    inProcessMemory(),
  );
  const found: Found[] = [];
  const note = (remembered: Remembered): void => void found.push(...remembered.found);
  for (const [time, together] of byDelivery(deliveries)) {
    note(await replayed.passTo(time));
    const counted = together.flatMap((delivery) => matchesOf(delivery, set, replayed));
    seen.push(...counted);
    note(await replayed.add(counted, time));
  }
  const wait = test.wait === undefined ? settling(rule.compiled.memory) : milliseconds(test.wait);
  note(await replayed.passTo((deliveries.at(-1)?.at ?? 0) + wait));
  return found;
}

const matchesOf = ({ event, time }: Delivery, set: RuleSet, { rules }: Replay): Counted[] => {
  const record = toRecord(event);
  return set
    .match(record)
    .filter(({ rule, suppressed }) => suppressed === undefined && rules.isCounted(rule.name))
    .map(({ rule }) => ({ rule: rule.name, id: record.id, time, record }));
};

function byDelivery(deliveries: readonly Delivery[]): ReadonlyMap<number, readonly Delivery[]> {
  const files = new Map<number, Delivery[]>();
  for (const delivery of deliveries) {
    const at = Math.ceil(delivery.at / TOGETHER_MS) * TOGETHER_MS;
    const file = files.get(at);
    if (file === undefined) files.set(at, [delivery]);
    else file.push(delivery);
  }
  return files;
}

/** Until the last window is complete and over; the other types are asked for what stays away, so a test says how long. */
const settling = (spec: MemorySpec): number =>
  'timespanMs' in spec ? spec.timespanMs + SETTLED_MS + 2 * TOGETHER_MS : 0;

function mismatches(test: MemoryTest, alerts: ReadonlyMap<string, Alert & { ended: boolean }>): string[] {
  const [alert] = [...alerts.values()];
  const expectations: readonly [string, unknown, unknown][] = [
    ['alerts', test.alerts ?? 1, alerts.size],
    ['title', test.title, alert?.title],
    ['level', test.level, alert?.rule.level],
    ['dedup', test.dedup?.map(String), alert?.dedup.fields.map(({ value }) => value)],
    ['count', test.count, alert?.episode?.count],
    ['ended', test.ended, alert?.ended],
  ];
  return expectations
    .filter(([, expected, actual]) => expected !== undefined && JSON.stringify(expected) !== JSON.stringify(actual))
    .map(([key, expected, actual]) => `expected ${key} ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`);
}
