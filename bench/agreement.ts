import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RuleSet } from '../src/match/rule-set.ts';
import { recordFrom } from '../src/record/record.ts';
import { rulesOf, withCounted } from './pack.ts';
import { PAGE, putBetween, table } from './report.ts';
import { sharedData } from './shared-data.ts';

/** One published test of a detection. */
interface Labelled {
  readonly rule: string;
  readonly name: string;
  readonly expected: boolean;
  readonly event: object;
}

/** A detection of theirs: the rules of ours that are about it, or why there is none. */
type Mapped = { readonly rules: readonly string[] } | { readonly none: string };

interface Deviation {
  readonly detection: string;
  readonly test: string;
  readonly because: string;
}

const AIM = 0.95;

const read = (file: string): unknown => parse(readFileSync(`bench/agreement/${file}.yml`, 'utf8'));
const mapping = new Map(Object.entries(read('mapping') as Record<string, Mapped>));
const reasons = (read('deviations') ?? []) as readonly Deviation[];
const unreal = read('unreal') as readonly Deviation[];
const tests = readFileSync(sharedData('labelled', 'panther.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Labelled);
const compiled = await rulesOf(['full']);
const ruleSet = new RuleSet(compiled);
const known = new Set([...compiled.rules, ...compiled.memory].map(({ name }) => name));

const wrong: string[] = [];
const deviations: (string | number)[][] = [];
const held: (string | number)[][] = [];
for (const [detection, mapped] of mapping) {
  const own = tests.filter(({ rule }) => rule === detection);
  if (own.length === 0) wrong.push(`${detection} is mapped, and is none of the published detections`);
  if (!('rules' in mapped)) continue;
  for (const name of mapped.rules) if (!known.has(name)) wrong.push(`${detection}: there is no rule ${name}`);
  const rules = withCounted(mapped.rules, compiled);
  const judged = own.filter(
    ({ name }) => !unreal.some((other) => other.detection === detection && other.test === name),
  );
  const otherwise = judged.filter(({ event, expected }) => matches(event, rules) !== expected);
  for (const { name, expected } of otherwise) {
    const because = reasons.find(({ detection: of, test }) => of === detection && test === name)?.because;
    if (because === undefined) wrong.push(`${detection}, "${name}": judged otherwise, and nobody says why`);
    deviations.push([detection, name, expected ? 'silent' : 'fires', because ?? '']);
  }
  held.push([detection, mapped.rules.join(', '), judged.length - otherwise.length, judged.length]);
}
for (const { rule } of tests) if (!mapping.has(rule)) wrong.push(`${rule} is not in mapping.yml`);
for (const { detection, test } of reasons)
  if (!deviations.some(([of, name]) => of === detection && name === test))
    wrong.push(`${detection}, "${test}": deviations.yml explains what does not differ`);

const [agreed, all] = [2, 3].map((column) => held.reduce((sum, row) => sum + Number(row[column]), 0)) as [
  number,
  number,
];
const share = `${agreed} of ${all} events of ${held.length} detections are judged alike: ${((agreed / all) * 100).toFixed(1)} % (at least ${AIM * 100} %).`;
const without = [...mapping].flatMap(([name, mapped]) => ('none' in mapped ? [[name, mapped.none]] : []));
const text = [
  share,
  table(['detection', 'rules of ours', 'alike', 'events'], held),
  `Judged otherwise, on purpose:\n\n${table(['detection', 'event', 'ours', 'because'], deviations)}`,
  `${unreal.length} events that CloudTrail does not write, and that are not judged:\n\n${table(
    ['detection', 'event', 'because'],
    unreal.map(({ detection, test, because }) => [detection, test, because]),
  )}`,
  `${without.length} detections that the pack does not hold:\n\n${table(['detection', 'why not'], without)}`,
].join('\n\n');
process.stdout.write(`${text}\n`);
putBetween(PAGE, 'agreement', text);
for (const problem of new Set(wrong)) process.stderr.write(`${problem}\n`);
process.exitCode = wrong.length > 0 || agreed / all < AIM ? 1 : 0;

function matches(event: object, rules: ReadonlySet<string>): boolean {
  const record = recordFrom(event);
  return record.ok && ruleSet.match(record.value).some(({ rule }) => rules.has(rule.name));
}
