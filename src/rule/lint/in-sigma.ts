import { type Condition, isLeaf, type Leaf, type SigmaLeaf } from '../../match/condition.ts';
import { type CloudWatchLeaf, requiredText, textValue } from '../../match/dialects/cloudwatch/leaf.ts';
import { exactTexts, type PatternWay, waysOf } from '../../match/dialects/eventbridge/access.ts';
import { type PatternField, pathText, type ValueTest } from '../../match/dialects/eventbridge/pattern.ts';
import { DERIVED } from '../../record/derived.ts';

/**
 * What a condition asks of the record, with the leaves of other dialects written as Sigma's, so that one lint reads them
 * all. Exact texts, and what a text begins with, stay what they are; anything else only says that the field exists.
 * So this tells what is asked for, and not whether a record matches.
 *
 * @example
 * // eventbridge: { source: [aws.iam], detail: { eventName: [CreateUser] } } asks, in Sigma's words,
 * // eventName|cased: CreateUser and eventSource|cased: iam.amazonaws.com
 */
export function inSigma(condition: Condition): Condition {
  if (isLeaf(condition)) return leafInSigma(condition);
  if ('not' in condition) return { not: inSigma(condition.not) };
  return 'all' in condition ? { all: condition.all.map(inSigma) } : { any: condition.any.map(inSigma) };
}

function leafInSigma(leaf: Leaf): Condition {
  switch (leaf.dialect) {
    case 'sigma':
      return leaf;
    case 'cloudwatch':
      return comparison(leaf);
    case 'eventbridge':
      return { any: waysOf(leaf.pattern).map((way) => ({ all: [...way.record.map(field), ...impliedSource(way)] })) };
    default:
      return leaf satisfies never;
  }
}

const cased = (path: readonly string[], op: SigmaLeaf['op'], value: string): SigmaLeaf => ({
  dialect: 'sigma',
  path,
  op,
  value,
  cased: true,
});
const exists = (path: readonly string[]): SigmaLeaf => ({ dialect: 'sigma', path, op: 'exists', value: 'true' });

function comparison(leaf: CloudWatchLeaf): Condition {
  const { selector, op } = leaf;
  const path = derivedOr(selector.filter((part) => typeof part === 'string'));
  const place = selector.findIndex((part) => typeof part !== 'string');
  // Behind a place in a list the names are no path of Sigma's; the first ones still name a field.
  if (place >= 0) return exists(path.slice(0, place));
  const exact = requiredText({ ...leaf, op: op === '!=' ? '=' : op });
  if (exact !== undefined) return op === '!=' ? { not: cased(path, 'equals', exact) } : cased(path, 'equals', exact);
  const text = op === '=' ? textValue(leaf) : undefined;
  return text !== undefined && /^[^*]+\*$/.test(text) ? cased(path, 'startswith', text.slice(0, -1)) : exists(path);
}

/** A selector may go on inside of what is derived, which Sigma's paths do not. */
function derivedOr(path: readonly string[]): readonly string[] {
  const ways = path.map((_, i) => path.slice(0, i + 1));
  return ways.find(([first, ...rest]) => first === 'derived' && DERIVED.has(rest.join('.'))) ?? path;
}

const field = ({ path, tests }: PatternField): Condition => ({ any: tests.map((test) => valueTest(path, test)) });

/** `anything-but` holds tests of the other kinds only, so this goes no deeper than twice. */
function valueTest(path: readonly string[], test: ValueTest): Condition {
  switch (test.op) {
    case 'equals':
      return test.value === null ? exists(path) : cased(path, 'equals', String(test.value));
    case 'equals-ignore-case':
      return { dialect: 'sigma', path, op: 'equals', value: test.value };
    case 'prefix':
      return cased(path, 'startswith', test.value);
    case 'wildcard':
      return /^[^*\\]+\*$/.test(test.value) ? cased(path, 'startswith', test.value.slice(0, -1)) : exists(path);
    case 'anything-but':
      return { not: { any: test.of.map((inner) => valueTest(path, inner)) } };
    case 'suffix':
    case 'number':
    case 'numeric':
    case 'cidr':
    case 'exists':
      return exists(path);
    default:
      return test satisfies never;
  }
}

/** The eventSource that the envelope's `source` stands for, where the pattern does not ask for it itself. */
function impliedSource({ record, envelope = [] }: PatternWay): Condition[] {
  if (record.some(({ path, tests }) => pathText(path) === 'eventSource' && exactTexts({ path, tests }) !== undefined))
    return [];
  const asked = envelope.find(({ path }) => pathText(path) === 'source');
  const sources = (asked === undefined ? undefined : exactTexts(asked))?.map(eventSourceOf);
  return sources === undefined || sources.includes(undefined)
    ? []
    : [{ any: sources.flatMap((source) => (source === undefined ? [] : cased(['eventSource'], 'equals', source))) }];
}

/**
 * `aws.iam` → `iam.amazonaws.com`; undefined for what stands for no one service: Insights events of every service come
 * from `aws.cloudtrail`.
 */
export function eventSourceOf(source: string): string | undefined {
  return /^aws\../.test(source) && source !== 'aws.cloudtrail'
    ? `${source.slice('aws.'.length)}.amazonaws.com`
    : undefined;
}
