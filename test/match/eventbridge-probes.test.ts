import { existsSync, readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { isObject } from '../../src/json.ts';
import { compilePattern } from '../../src/match/dialects/eventbridge/compile.ts';
import { ExactNumber } from '../../src/match/dialects/eventbridge/exact-number.ts';
import { readPattern } from '../../src/match/dialects/eventbridge/read.ts';

/** Verdicts of the engine that EventBridge uses; they stay where they are, and without them this test has nothing to do. */
const FILE = '../shared/data/labelled/eventbridge-patterns.jsonl';
const lines = existsSync(FILE) ? readFileSync(FILE, 'utf8').split('\n').filter(Boolean) : [];
if (lines.length === 0) console.log(`skipped: ${FILE} is not here`);

interface Probe {
  readonly name: string;
  /** The pattern and the event as values, or as JSON text where the spelling matters. */
  readonly pattern: unknown;
  readonly event: unknown;
  readonly expect: 'match' | 'no' | 'invalid';
}

function verdict(pattern: unknown, event: unknown): Probe['expect'] {
  const read = readPattern(pattern);
  if (!read.ok) return 'invalid';
  if (!isObject(event)) throw new Error('the probes are about objects');
  // Through JSON, as a pattern goes through rules.json.
  return compilePattern(JSON.parse(JSON.stringify(read.pattern)) as typeof read.pattern)(event) ? 'match' : 'no';
}

/** A reader that loses nothing: JSON is YAML, whose parser keeps how a number is written and both of two equal keys. */
function lossless(text: string, repeated: 'both' | 'last'): unknown {
  return valueOf(parseDocument<Node>(text, { uniqueKeys: false }).contents, repeated);
}

function valueOf(node: unknown, repeated: 'both' | 'last'): unknown {
  if (isSeq(node)) return node.items.map((item) => valueOf(item, repeated));
  if (isScalar(node)) {
    return typeof node.value === 'number' ? new ExactNumber(node.source ?? String(node.value)) : node.value;
  }
  if (!isMap(node)) throw new Error('a part that is no JSON');
  const entries = new Map<string, unknown>();
  for (const { key, value } of node.items) {
    const name = String(valueOf(key, repeated));
    const read = valueOf(value, repeated);
    // EventBridge sees both values of a repeated key of an event, as it sees the elements of a list.
    entries.set(name, repeated === 'both' && entries.has(name) ? [entries.get(name), read] : read);
  }
  return Object.fromEntries(entries);
}

/** Runs a probe with the exact text of its line. */
function exactVerdict(line: string): Probe['expect'] {
  const part = (name: 'pattern' | 'event'): string => {
    const node: unknown = parseDocument(line, { uniqueKeys: false }).get(name, true);
    if (isScalar(node)) return String(node.value);
    const range = isMap(node) ? node.range : undefined;
    return line.slice(range?.[0], range?.[1]);
  };
  return verdict(lossless(part('pattern'), 'last'), lossless(part('event'), 'both'));
}

const probes = lines.map((line) => ({ line, probe: JSON.parse(line) as Probe }));
const testProbes = probes.length === 0 ? test.skip : test;

testProbes('all 120 probes agree, when they are read without loss', () => {
  const wrong = probes
    .map(({ line, probe }) => ({ name: probe.name, expected: probe.expect, actual: exactVerdict(line) }))
    .filter(({ expected, actual }) => expected !== actual);
  expect(wrong).toEqual([]);
  expect(probes.length).toBe(120);
});

/**
 * What JSON.parse loses before a pattern is asked: digits beyond a double, and the first of two equal keys. CloudTrail
 * writes neither. A rounded number equals every number it could have been, so a rule fires too often, not too rarely.
 */
const LOST_BY_JSON_PARSE: ReadonlyMap<string, Probe['expect']> = new Map([
  ['2^53+1 vs 2^53 literal', 'match'],
  ['20 digit vs 20digit+1', 'match'],
  ['many digits vs rounded', 'match'],
  ['dup event key', 'no'],
]);

testProbes('through JSON.parse, as records are read, they agree but for what it loses', () => {
  const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
  const differing = probes.flatMap(({ probe }) => {
    const actual = verdict(parsed(probe.pattern), parsed(probe.event));
    return actual === probe.expect ? [] : [[probe.name, actual] as const];
  });
  expect(new Map(differing)).toEqual(LOST_BY_JSON_PARSE);
});
