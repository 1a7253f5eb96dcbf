import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { type Condition, isLeaf, type ValueLeaf } from '../match/condition.ts';
import { parseCondition } from './condition-parser.ts';
import { type FieldTest, readFieldTest } from './field-modifiers.ts';
import { expand, type Lists, MAX_EXPANDED } from './lists.ts';
import { readCloudWatch, readEventBridge } from './pasted-pattern.ts';
import type { RuleError } from './rule-error.ts';
import { conditionOf, type SigmaValue } from './sigma-value.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Makes the `detection` of a Sigma rule into one condition; every error is told, not only the first. */
export function readDetection(
  document: YamlDocument,
  detection: Node | undefined,
  lists: Lists,
  sigmaVersion = 2,
): { condition: Condition | undefined; errors: RuleError[] } {
  const reader = new DetectionReader(document, lists, sigmaVersion);
  const condition = reader.read(detection);
  return { condition: reader.errors.length === 0 ? condition : undefined, errors: reader.errors };
}

/** A map of fields alone, as a selection holds it. */
export function readFields(
  document: YamlDocument,
  fields: Node | undefined,
  lists: Lists,
): { condition: Condition | undefined; errors: RuleError[] } {
  const reader = new DetectionReader(document, lists, 2);
  const condition = reader.readFields(fields);
  return { condition: reader.errors.length === 0 ? condition : undefined, errors: reader.errors };
}

/** A value without a field: looked for in every text of the record, and in its JSON. */
const KEYWORD: FieldTest = {
  field: '',
  shape: 'contains',
  encodings: [],
  all: false,
  cased: false,
  negated: false,
  fieldref: false,
  expand: false,
  flags: '',
};

/** Stands where an error was told, so that reading goes on. */
const NEVER: Condition = { any: [] };

class DetectionReader {
  readonly errors: RuleError[] = [];
  readonly #document: YamlDocument;
  readonly #lists: Lists;

  readonly #sigmaVersion: number;

  constructor(document: YamlDocument, lists: Lists, sigmaVersion: number) {
    this.#document = document;
    this.#lists = lists;
    this.#sigmaVersion = sigmaVersion;
  }

  readFields(fields: Node | undefined): Condition {
    return isMap(fields) ? this.#fields(fields) : this.#fail(fields, 'expected fields with values');
  }

  read(detection: Node | undefined): Condition {
    if (!isMap(detection)) return this.#fail(detection, 'expected "detection" to hold selections and a condition');
    const selections = new Map<string, Condition>();
    for (const pair of detection.items) {
      const name = keyOf(pair);
      // `rules` stands in filter documents only, beside the selections.
      if (name === 'condition' || name === 'rules') continue;
      if (name === 'timeframe') {
        this.#fail(pair.key, '"timeframe" was removed from Sigma', 'Write a correlation rule instead');
        continue;
      }
      selections.set(name, this.#selection(this.#document.resolve(pair.value), pair.key));
    }
    return this.#condition(detection, selections);
  }

  #condition(detection: YAMLMap, selections: ReadonlyMap<string, Condition>): Condition {
    const node = this.#document.resolve(detection.get('condition', true));
    const texts = isSeq(node) ? node.items.map((item) => this.#document.resolve(item)) : [node];
    const conditions = texts.map((text) => {
      if (!isScalar(text) || typeof text.value !== 'string') {
        return this.#fail(text ?? detection, 'expected a condition, like: selection and not filter');
      }
      const parsed = parseCondition(text.value, selections);
      return parsed.ok ? parsed.condition : this.#fail(text, parsed.error.message, parsed.error.hint);
    });
    return conditions.length === 1 ? (conditions[0] as Condition) : { any: conditions };
  }

  /** A map (all of its fields), a list of maps (any of them), or keywords (any of them). */
  #selection(node: Node | undefined, key: unknown): Condition {
    if (isMap(node)) return this.#pasted(node) ?? this.#fields(node);
    if (isScalar(node) && node.value !== null) return this.#leaf(KEYWORD, scalarValue(node), node);
    if (!isSeq(node) || node.items.length === 0) {
      return this.#fail(node ?? key, 'expected fields with values, a list of such maps, or keywords');
    }
    const parts = node.items.map((item) => {
      const part = this.#document.resolve(item);
      if (isScalar(part)) return this.#leaf(KEYWORD, scalarValue(part), part);
      return isMap(part) ? this.#fields(part) : this.#fail(part ?? key, 'expected fields with values, or a keyword');
    });
    return parts.length === 1 ? (parts[0] as Condition) : { any: parts };
  }

  /** `{ eventbridge: … }` or `{ cloudwatch: … }` in the place of fields. */
  #pasted(map: YAMLMap): Condition | undefined {
    if (map.items.length !== 1) return undefined;
    const [pair] = map.items;
    const node = this.#document.resolve(pair?.value);
    const dialect = pair === undefined ? '' : keyOf(pair);
    if (dialect !== 'eventbridge' && dialect !== 'cloudwatch') return undefined;
    const read =
      dialect === 'eventbridge' ? readEventBridge(this.#document, node, []) : readCloudWatch(this.#document, node);
    this.errors.push(...read.errors);
    return read.condition ?? NEVER;
  }

  #fields(map: YAMLMap): Condition {
    if (map.items.length === 0) return this.#fail(map, 'a selection without fields would match everything');
    const parts = map.items.map((pair) => this.#field(pair));
    return parts.length === 1 ? (parts[0] as Condition) : { all: parts };
  }

  #field(pair: Pair): Condition {
    const read = readFieldTest(keyOf(pair));
    if (!read.ok) return this.#fail(pair.key, read.message, read.hint);
    const { test } = read;
    if (this.#sigmaVersion < 3 && /\[(?:any|all|none|\d+)\]/.test(test.field)) {
      return this.#fail(
        pair.key,
        'array quantifiers belong to Sigma 3',
        'Write sigma-version: 3 at the top of the rule',
      );
    }
    const node = this.#document.resolve(pair.value);
    const values = isSeq(node) ? node.items.map((item) => this.#document.resolve(item)) : [node];
    if (test.all && !isSeq(node)) return this.#fail(pair.key, '"all" needs a list of values');
    if (values.length === 0) return this.#fail(pair.key, 'an empty list of values can never match');
    const parts = values.flatMap((value) => this.#values(test, value, pair));
    const condition = test.all ? allOf(parts) : anyOf(parts);
    return test.negated ? { not: condition } : condition;
  }

  #values(test: FieldTest, node: Node | undefined, pair: Pair): Condition[] {
    if (node !== undefined && !isScalar(node)) return [this.#fail(node, 'expected a value, found a map or a list')];
    const value = scalarValue(node);
    if (!test.expand) return [this.#leaf(test, value, node ?? pair.key)];
    if (value.type === 'null') return [this.#fail(pair.key, '"expand" needs a text with a %placeholder%')];
    const expanded = expand(value.text, this.#lists);
    if (expanded.ok) {
      // An empty list has no value to equal; the rule stays valid, and `any` of nothing is never true.
      return [{ any: expanded.values.map((text) => this.#leaf(test, { type: 'text', text }, node ?? pair.key)) }];
    }
    const place = node ?? pair.key;
    if ('tooMany' in expanded)
      return [this.#fail(place, `the lists give ${expanded.tooMany} values, more than ${MAX_EXPANDED}`)];
    const { missing } = expanded;
    return [this.#fail(place, `the list "${missing}" has no value`, `Add "${missing}" under lists in trailhound.yml`)];
  }

  #leaf(test: FieldTest, value: SigmaValue, node: unknown): Condition {
    const result = conditionOf(test, value);
    return result.ok ? result.condition : this.#fail(node, result.message, result.hint);
  }

  #fail(node: unknown, message: string, hint?: string): Condition {
    this.errors.push(this.#document.error(node, message, hint));
    return NEVER;
  }
}

const allOf = (parts: readonly Condition[]): Condition =>
  parts.length === 1 ? (parts[0] as Condition) : { all: parts };

/** Under a quantifier the values are alternatives for each element: all of `[a, b]` may be a or b, not all a or all b. */
function anyOf(parts: readonly Condition[]): Condition {
  const alternatives = parts.flatMap((part) => ('any' in part ? part.any : [part]));
  const leaves = alternatives.filter(isQuantifiedLeaf);
  const [first, ...or] = leaves;
  if (first !== undefined && or.length > 0 && leaves.length === alternatives.length) return { ...first, or };
  return parts.length === 1 ? (parts[0] as Condition) : { any: parts };
}

const isQuantifiedLeaf = (part: Condition): part is ValueLeaf =>
  isLeaf(part) && part.dialect === 'sigma' && part.quantified === true && part.op !== 'fieldref' && part.op !== 'null';

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);

function scalarValue(node: Scalar | undefined): SigmaValue {
  const value: unknown = node?.value;
  switch (typeof value) {
    case 'string':
      return { type: 'text', text: value };
    case 'number':
    case 'bigint':
      return { type: 'number', text: node?.source ?? String(value) };
    case 'boolean':
      return { type: 'boolean', text: String(value) };
    default:
      return { type: 'null' };
  }
}
