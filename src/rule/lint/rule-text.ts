import { isMap, isPair, isScalar, type Node, type Pair, type Scalar, visit } from 'yaml';
import { textValue } from '../../match/dialects/cloudwatch/leaf.ts';
import { selectorText } from '../../match/dialects/cloudwatch/leaf-text.ts';
import { readTokens } from '../../match/dialects/cloudwatch/tokens.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { YamlDocument } from '../yaml-document.ts';
import type { Remark } from './finding.ts';
import { eventSourceOf } from './in-sigma.ts';

type Place = Pick<Remark, 'line' | 'column'>;

/** Where a rule asks something, in the order in which they are searched; it has one of the first three. */
const PLACES = ['detection', 'eventbridge', 'cloudwatch', 'suppress'] as const;

/** The text of a rule: what is written where. */
export class RuleText {
  readonly document: YamlDocument;

  constructor(rule: Pick<LoadedRule, 'document'>) {
    this.document = rule.document;
  }

  /** A node under a key path, with aliases followed. */
  node(...path: readonly string[]): Node | undefined {
    let node: Node | undefined = this.document.resolve(this.document.document.contents);
    for (const key of path) node = isMap(node) ? this.document.resolve(node.get(key, true)) : undefined;
    return node;
  }

  /** What the rule asks, in whatever dialect. */
  get conditionNode(): Node | undefined {
    return PLACES.map((key) => this.node(key)).find((node) => node !== undefined);
  }

  /** Line and column of a node, from 1; nothing where there is none. */
  place(node: unknown): Place {
    const { line, column } = this.document.error(node, '');
    return line === undefined || column === undefined ? {} : { line, column };
  }

  /** Where the rule asks whether this field has this value; the field's first place where no value is given. */
  placeOfTest(field: string, value?: string): Place {
    for (const key of PLACES) {
      const place = this.#placeUnder(key, field, value);
      if (place !== undefined) return place;
    }
    return this.place(this.conditionNode);
  }

  #placeUnder(place: string, field: string, value?: string): Place | undefined {
    let found: Place | undefined;
    const root = this.node(place);
    const inPattern = (pair: Pair): Place | undefined =>
      keyOf(pair) === 'cloudwatch' ? this.#placeInPattern(pair.value, field, value) : undefined;
    if (place === 'cloudwatch') return this.#placeInPattern(root, field, value);
    if (root === undefined) return undefined;
    visit(root, {
      Pair: (_key, pair, ancestors) => {
        const keys = [place, ...ancestors.filter((above) => isPair(above)).map(keyOf), keyOf(pair)];
        const node = asksFor(keys, field) ? nodeOf(pair, value) : undefined;
        found = node === undefined ? inPattern(pair) : this.place(node);
        return found === undefined ? undefined : visit.BREAK;
      },
    });
    return found;
  }

  /** The comparison of a filter pattern. */
  #placeInPattern(node: unknown, field: string, value?: string): Place | undefined {
    if (!isScalar(node) || typeof node.value !== 'string') return undefined;
    const read = readTokens(node.value);
    const found = (read.ok ? read.tokens : []).find(
      (token) =>
        token.kind === 'comparison' &&
        isAskedBy(selectorText(token.leaf.selector).slice('$.'.length), field) &&
        (value === undefined || textValue(token.leaf) === value),
    );
    if (found === undefined) return undefined;
    const { line, column } = this.document.errorWithin(node, found.offset, '');
    return line === undefined || column === undefined ? undefined : { line, column };
  }
}

const keyOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key);

/** Whether the last of the keys, from the top of the rule down, is where a field is asked for. */
function asksFor(keys: readonly string[], field: string): boolean {
  const pattern = keys.lastIndexOf('eventbridge');
  if (pattern < 0) return keys.at(-1)?.split('|')[0] === field;
  const path = keys
    .slice(pattern + 1)
    .filter((key) => key !== '$or')
    .join('.')
    .replace(/^detail\./, '');
  // The envelope's `source` says the eventSource.
  return isUnder(field, path) || (path === 'source' && field === 'eventSource');
}

/** `userIdentity.type` is under `userIdentity`, and under itself. */
const isUnder = (field: string, path: string): boolean => path !== '' && `${field}.`.startsWith(`${path}.`);

/** `resources[0].ARN` asks for `resources`. */
const isAskedBy = (selector: string, field: string): boolean =>
  isUnder(field, selector) || selector.startsWith(`${field}[`);

function nodeOf(pair: Pair, value: string | undefined): unknown {
  if (value === undefined) return pair.key;
  return scalarsUnder(pair.value).find((scalar) =>
    [scalar.value, eventSourceOf(String(scalar.value))].some(isSame(value)),
  );
}

const isSame =
  (value: string) =>
  (text: unknown): boolean =>
    String(text).toLowerCase() === value.toLowerCase();

/** Every plain value under a node. */
export function scalarsUnder(value: unknown): Scalar[] {
  const scalars: Scalar[] = [];
  if (isScalar(value)) return [value];
  if (value !== null && typeof value === 'object')
    visit(value as Node, { Scalar: (_key, node) => void scalars.push(node) });
  return scalars;
}
