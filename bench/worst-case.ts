import { RuleSet } from '../src/match/rule-set.ts';
import { toRecord } from '../src/record/record.ts';
import { compiledRules, loadRules } from '../src/rule/load.ts';
import { formatRuleError } from '../src/rule/rule-error.ts';

/** A rule that an author may write, and a value of the field `a` that an attacker may choose, by its size. */
interface Case {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly value: (size: number) => unknown;
}

const KILOBYTE = 1024;
const TIMES = 9;
const CALLS = 20;

const sigma = (key: string, value: unknown): Case['source'] => ({ detection: { s: { [key]: value }, condition: 's' } });
const eventbridge = (...tests: unknown[]): Case['source'] => ({ eventbridge: { a: tests } });
const run = (character: string) => (size: number) => character.repeat(size);
const almost = (size: number): string => `${'a'.repeat(size - 1)}!`;
const lists = (size: number): unknown => Array.from({ length: size / 8 }, (_, at) => ({ b: at, c: [at] }));
const nested = (size: number): unknown => {
  let value: unknown = 'a'.repeat(size / 2);
  for (let depth = 0; depth < 60; depth++) value = depth % 2 === 0 ? { a: value } : [value];
  return value;
};

const CASES: readonly Case[] = [
  { name: 'sigma glob, 20 stars', source: sigma('a', `${'*a'.repeat(20)}*b`), value: run('a') },
  { name: 'sigma glob, 100 stars with ?', source: sigma('a', `${'*a?'.repeat(100)}*b`), value: run('a') },
  { name: 'sigma glob, a long part that nearly fits', source: sigma('a', `*${'a'.repeat(200)}b*c`), value: run('a') },
  { name: 'sigma glob, 200 question marks', source: sigma('a', `*${'?'.repeat(200)}b*`), value: run('a') },
  { name: 'sigma contains, a long run', source: sigma('a|contains', `${'a'.repeat(500)}b`), value: run('a') },
  {
    name: 'sigma contains, 500 values',
    source: sigma(
      'a|contains',
      Array.from({ length: 500 }, (_, at) => `aaaaa${at}`),
    ),
    value: run('a'),
  },
  {
    name: 'sigma glob, 100 values',
    source: sigma(
      'a',
      Array.from({ length: 100 }, (_, at) => `*a*aa*aaa${at}*`),
    ),
    value: run('a'),
  },
  {
    name: 'sigma re, 40 values',
    source: sigma(
      'a|re',
      Array.from({ length: 40 }, (_, at) => `^(a|aa)*[b-z]${at}$`),
    ),
    value: run('a'),
  },
  { name: 'sigma contains, letters that fold', source: sigma('a|contains', 'kk'), value: run('\u212A\u0130') },
  { name: 'sigma re (a+)+$', source: sigma('a|re', '^(a+)+$'), value: almost },
  { name: 'sigma re (a|a)*$', source: sigma('a|re', '^(a|a)*$'), value: almost },
  { name: 'sigma re (.*)* three times', source: sigma('a|re', '(.*)*(.*)*(.*)*x$'), value: run('a') },
  { name: 'sigma re a{1,100}', source: sigma('a|re', '(a{1,100}){1,10}b'), value: run('a') },
  { name: 'sigma re|i, a class', source: sigma('a|re|i', '[a-z]+[0-9]+x'), value: run('a') },
  { name: 'sigma contains, a deep object', source: sigma('a|contains', 'zzz'), value: nested },
  { name: 'sigma contains, many small objects', source: sigma('a|contains', 'zzz'), value: lists },
  {
    name: 'sigma fieldref, two long lists',
    source: sigma('a.b|fieldref', 'a.c'),
    value: (size) => [...'x'.repeat(size / 8)].map((_, at) => ({ b: `b${at}`, c: `c${at}` })),
  },
  {
    name: 'sigma fieldref contains, two long lists',
    source: sigma('a.b|fieldref|contains', 'a.c'),
    value: (size) => [...'x'.repeat(size / 8)].map((_, at) => ({ b: `b${at}`, c: `c${at}` })),
  },
  { name: 'sigma keyword', source: { detection: { s: ['zzz'], condition: 's' } }, value: nested },
  { name: 'sigma cidr, no address', source: sigma('a|cidr', '::/0'), value: run(':1') },
  { name: 'sigma windash', source: sigma('a|windash|contains', ' -a -b -c -d'), value: run(' /a -b') },
  { name: 'eventbridge wildcard', source: eventbridge({ wildcard: '*a*a*a*a*a*b' }), value: run('a') },
  {
    name: 'eventbridge anything-but wildcards',
    source: eventbridge({ 'anything-but': { wildcard: ['*a*b', '*aa*c', '*aaa*d'] } }),
    value: run('a'),
  },
  {
    name: 'eventbridge, fields of one element',
    source: { eventbridge: { a: { b: [{ 'anything-but': -1 }], c: [{ numeric: ['<', 0] }] } } },
    value: lists,
  },
  { name: 'cloudwatch regex', source: { cloudwatch: '{ $.a = %a+a+a+b$% }' }, value: run('a') },
  {
    name: 'cloudwatch, three wildcards',
    source: { cloudwatch: '{ $.a[*].b = x || $.a[*].c = x || $.a[*].d = x }' },
    value: lists,
  },
];

/** Milliseconds of one rule on one record. */
function cost({ source }: Case, value: unknown): number | string {
  const text = JSON.stringify({ title: 'x', logsource: { product: 'aws', service: 'cloudtrail' }, ...source });
  const loaded = loadRules([{ file: 'rule.yml', text }], new Map());
  if (loaded.errors.length > 0) return loaded.errors.map(formatRuleError).join('; ');
  const set = new RuleSet(compiledRules(loaded));
  const record = toRecord({ eventID: '1', a: value });
  set.match(record);
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    for (let call = 0; call < CALLS; call++) set.match(record);
    return (performance.now() - start) / CALLS;
  });
  return times.sort((one, other) => one - other)[Math.floor(TIMES / 2)] ?? 0;
}

const shown = (cost: number | string): string => (typeof cost === 'number' ? cost.toFixed(3).padStart(9) : cost);

console.log(`${'ms for one rule, median of 9'.padEnd(44)}     1 KB      4 KB`);
for (const one of CASES) {
  const [small, large] = [KILOBYTE, 4 * KILOBYTE].map((size) => shown(cost(one, one.value(size))));
  console.log(`${one.name.padEnd(44)}${small} ${large}`);
}
