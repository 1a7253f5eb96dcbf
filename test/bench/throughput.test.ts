import { gunzipSync } from 'node:zlib';
import { seeded } from '../../bench/baseline-traffic.ts';
import { median } from '../../bench/median.ts';
import { corpusOf } from '../../bench/throughput/corpus.ts';
import { paddingRules } from '../../bench/throughput/padding-rules.ts';
import { disagreements } from '../../bench/throughput/rounds.ts';
import { ratiosOf } from '../../bench/throughput/targets.ts';
import type { Found, Way } from '../../bench/throughput/ways.ts';
import { Day } from '../../bench/traffic/chance.ts';
import type { CompiledRule } from '../../src/match/rule.ts';

const way = (name: string, rules?: number): Way => ({
  name,
  what: name,
  ...(rules === undefined ? {} : { rules }),
  run: () => Promise.resolve(undefined),
});
const found = (sum: number): Found => ({ matches: 1, sum, records: 2, parsed: 1 });

test('a corpus is files of so many records', () => {
  const corpus = corpusOf('of texts', ['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}', '{"a":5}'], 1_000, () => 2);
  expect(corpus).toMatchObject({ name: 'of texts', records: 4 });
  expect(corpus.files.map(({ gzip }) => gunzipSync(gzip).toString())).toEqual([
    '{"Records":[{"a":1},{"a":2}]}',
    '{"Records":[{"a":3},{"a":4}]}',
  ]);
});

test('padding rules have names of their own, and the same seed makes the same', () => {
  const base = {
    id: 'x',
    name: 'base',
    title: 'Base',
    level: 'low',
    tags: [],
    falsepositives: [],
    alert: { title: 'base', dedup: [], quietMs: 0, show: [] },
    condition: { all: [{ dialect: 'sigma', path: ['eventName'], op: 'equals', value: 'StopLogging' }] },
  } as const satisfies CompiledRule;
  const made = (): CompiledRule[] => paddingRules([base], 50, new Day(0, 0, seeded(3)));
  expect(new Set(made().map(({ name }) => name)).size).toBe(50);
  expect(made()).toEqual(made());
});

test('ways with the same rules that do not find the same are told', () => {
  const same = [
    { way: way('gunzip'), found: undefined },
    { way: way('d10', 10), found: found(1) },
    { way: way('e10', 10), found: found(1) },
    { way: way('e50', 50), found: found(2) },
  ];
  expect(disagreements(same)).toEqual([]);
  expect(disagreements([...same, { way: way('d50', 50), found: found(3) }])).toEqual([
    expect.stringContaining('d50 finds'),
  ]);
});

test('a ratio is kept or missed by its target, on the corpus that it was promised of', () => {
  const took = (name: string, ms: number) => ({ way: way(name), took: { wall: ms, cpu: ms }, found: undefined });
  const measured = [took('json', 100), took('parse-all', 200), took('e1000', 110), took('e50', 100)];
  const verdicts = (corpus: string) => ratiosOf(measured, corpus).map(({ name, wall, met }) => [name, wall, met(wall)]);
  expect(verdicts('generated')).toEqual([
    ['(e) 1,000 rules / (c)', 1.1, false],
    ['(b) / (e) 1,000 rules', 200 / 110, false],
    ['(e) 1,000 rules / (e) 50 rules', 1.1, true],
  ]);
  expect(verdicts('small')[1]).toEqual(['(b) / (e) 1,000 rules', 200 / 110, true]);
});

test('the median of an even number of times lies between two of them', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});
