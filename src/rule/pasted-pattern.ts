import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Condition } from '../match/condition.ts';
import { parseFilterPattern } from '../match/dialects/cloudwatch/parse.ts';
import { ExactNumber } from '../match/dialects/eventbridge/exact-number.ts';
import { readPattern } from '../match/dialects/eventbridge/read.ts';
import type { RuleError } from './rule-error.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What a rule asks, as far as it could be read. */
export interface ReadCondition {
  readonly condition: Condition | undefined;
  readonly errors: readonly RuleError[];
}

/** An EventBridge pattern as it is pasted: a map in YAML or JSON, or the JSON as text. */
export function readEventBridge(
  document: YamlDocument,
  node: Node | undefined,
  path: readonly PropertyKey[],
): ReadCondition {
  const fail = (message: string, hint?: string): ReadCondition => ({
    condition: undefined,
    errors: [document.error(node, message, hint)],
  });
  const pasted = isScalar(node) && typeof node.value === 'string' ? jsonIn(node.value) : node;
  if (!isMap(pasted))
    return fail('expected an event pattern', 'Paste it as it is, like { detail: { eventName: [StopLogging] } }');
  const pattern = plain(document, pasted);
  const read = readPattern(pattern);
  if (read.ok) return { condition: { dialect: 'eventbridge', pattern: read.pattern }, errors: [] };
  const errors = read.problems.map((problem) =>
    document.errorAt([...path, ...problem.path], problem.message, problem.hint),
  );
  return { condition: undefined, errors };
}

/** JSON is YAML; what is not even that comes out as no map. */
const jsonIn = (text: string): unknown => parseDocument(text, { version: '1.2' }).contents;

/** A node as plain values. Numbers keep their source text: an id with 20 digits is none that JSON could hold. */
function plain(document: YamlDocument, node: unknown): unknown {
  const value = document.resolve(node);
  if (isMap(value)) {
    return Object.fromEntries(
      value.items.map(({ key, value: under }) => [String(isScalar(key) ? key.value : key), plain(document, under)]),
    );
  }
  if (isSeq(value)) return value.items.map((item) => plain(document, item));
  if (!isScalar(value)) return null;
  return typeof value.value === 'number' && value.source !== undefined ? new ExactNumber(value.source) : value.value;
}

/** A CloudWatch Logs filter pattern as it is pasted: `{ $.eventName = StopLogging }`. */
export function readCloudWatch(document: YamlDocument, node: Node | undefined): ReadCondition {
  if (!isScalar(node) || typeof node.value !== 'string') {
    const hint = 'Put it in quotes: cloudwatch: \'{ $.eventName = "StopLogging" }\'';
    return { condition: undefined, errors: [document.error(node, 'expected a filter pattern as text', hint)] };
  }
  const parsed = parseFilterPattern(node.value);
  return parsed.ok
    ? { condition: parsed.condition, errors: [] }
    : { condition: undefined, errors: [document.errorWithin(node, parsed.offset, parsed.message, parsed.hint)] };
}
