import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
  visit,
} from 'yaml';
import { messageOf } from '../errors.ts';
import { isObject, type JsonObject, own } from '../json.ts';
import { once } from '../once.ts';
import { nearest } from './nearest.ts';
import type { RuleError } from './rule-error.ts';

/** One YAML document of a file, with the way back from any part of it to line and column. */
export class YamlDocument {
  readonly file: string;
  readonly document: Document;
  readonly #lines: LineCounter;
  readonly #value: () => unknown;

  constructor(file: string, document: Document, lines: LineCounter) {
    this.file = file;
    this.document = document;
    this.#lines = lines;
    this.#value = once(() => document.toJS() as unknown);
  }

  /** The plain value; numbers that YAML would change (leading zeros) keep to their place in `document`. */
  get value(): unknown {
    return this.#value();
  }

  /** The plain value under a key path; undefined where nothing is written. */
  valueAt(...path: readonly PropertyKey[]): unknown {
    return path.reduce(
      (value: unknown, key) =>
        isObject(value) || Array.isArray(value) ? own(value as JsonObject, String(key)) : undefined,
      this.value,
    );
  }

  /** The node itself, where an alias stands for another. */
  resolve(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.document);
    return isNode(node) ? node : undefined;
  }

  error(node: unknown, message: string, hint?: string): RuleError {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return { file: this.file, ...this.#place(offset), message, ...(hint === undefined ? {} : { hint }) };
  }

  /** An error at a key path, at the deepest part of it that exists. */
  errorAt(path: readonly PropertyKey[], message: string, hint?: string): RuleError {
    return this.error(this.#deepest(path).node, message, hint);
  }

  /** An error at the last key of a path, where errorAt would take its value; at the map if the key is not in it. */
  errorAtKey(path: readonly PropertyKey[], message: string, hint?: string): RuleError {
    const { node } = this.#deepest(path.slice(0, -1));
    const map = this.resolve(node);
    const pair = isMap(map) ? map.items.find(({ key }) => this.#keyText(key) === path.at(-1)) : undefined;
    return this.error(pair?.key ?? node, message, hint);
  }

  /** An error at a place inside a text. In a block or folded text the place is that of the text. */
  errorWithin(node: Scalar, offset: number, message: string, hint?: string): RuleError {
    const start = node.range?.[0] ?? 0;
    const quoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
    const inLine = quoted || node.type === 'PLAIN';
    const place = this.#place(inLine ? start + (quoted ? 1 : 0) + offset : start);
    return { file: this.file, ...place, message, ...(hint === undefined ? {} : { hint }) };
  }

  /** Whether something is written at a key path. */
  has(path: readonly PropertyKey[]): boolean {
    if (path.length === 0) return true;
    const { node, isEnd } = this.#deepest(path.slice(0, -1));
    const inner = this.resolve(node);
    return isEnd && isCollection(inner) && inner.has(path.at(-1));
  }

  /** The deepest node of a key path that exists, with aliases followed; whether it is the path's end. */
  #deepest(path: readonly PropertyKey[]): { readonly node: unknown; readonly isEnd: boolean } {
    let node: unknown = this.document.contents;
    for (const key of path) {
      const inner = this.resolve(node);
      const next: unknown = isCollection(inner) ? inner.get(key, true) : undefined;
      if (!isNode(next)) return { node, isEnd: false };
      node = next;
    }
    return { node, isEnd: true };
  }

  #keyText(key: unknown): string | undefined {
    const node = this.resolve(key);
    return isScalar(node) ? String(node.value) : undefined;
  }

  #place(offset: number | undefined): { line?: number; column?: number } {
    if (offset === undefined) return {};
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

/** Splits a file into its documents; what is not YAML is told with line and column. */
export function readYaml(file: string, text: string): { documents: YamlDocument[]; errors: RuleError[] } {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const documents: YamlDocument[] = [];
  const errors: RuleError[] = [];
  for (const document of Array.isArray(parsed) ? parsed : []) {
    for (const problem of document.errors) {
      const { line, col } = lines.linePos(problem.pos[0]);
      errors.push({ file, line, column: col, message: `not valid YAML: ${problem.message}` });
    }
    if (document.errors.length > 0 || document.contents === null) continue;
    const read = new YamlDocument(file, document, lines);
    const aliases = text.includes('*') ? aliasErrors(read) : [];
    const wrong = aliases.length > 0 ? aliases : valueErrors(read);
    errors.push(...wrong);
    if (wrong.length === 0) documents.push(read);
  }
  if (documents.length === 0 && errors.length === 0) errors.push({ file, message: 'the file holds no rule' });
  return { documents, errors };
}

/** Aliases that stand for nothing, or for what they are in. */
function aliasErrors(read: YamlDocument): RuleError[] {
  const { document } = read;
  const errors: RuleError[] = [];
  const anchors: string[] = [];
  visit(document, {
    Value: (_key, { anchor }) => void (anchor === undefined ? 0 : anchors.push(anchor)),
    Alias: (_key, alias, path) => {
      const target = alias.resolve(document);
      if (target === undefined) errors.push(unresolved(read, alias, anchors));
      else if (path.includes(target)) {
        errors.push(read.error(alias, `"*${alias.source}" stands within what it stands for`, 'Write the value out'));
      }
    },
  });
  return errors;
}

/** Aliases that are so many that the values would fill the memory. */
function valueErrors(read: YamlDocument): RuleError[] {
  try {
    void read.value;
    return [];
  } catch (thrown) {
    return [read.error(read.document.contents, `not valid YAML: ${messageOf(thrown)}`)];
  }
}

function unresolved(read: YamlDocument, alias: Alias, anchors: readonly string[]): RuleError {
  const near = nearest(alias.source, anchors);
  return read.error(
    alias,
    `there is no "&${alias.source}" before "*${alias.source}" in this document`,
    near === undefined
      ? `An anchor holds for its own document only, up to the next ---: write &${alias.source} before the first value`
      : `Did you mean "*${near}"?`,
  );
}
