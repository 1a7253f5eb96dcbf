import { isMap, isScalar, type Node, type Scalar, visit } from 'yaml';
import type { LoadedRule } from '../compile-rule.ts';
import type { YamlDocument } from '../yaml-document.ts';
import type { Remark } from './lint.ts';

/** The text of a rule: what is written where. */
export class RuleText {
  readonly document: YamlDocument;

  constructor(rule: LoadedRule) {
    this.document = rule.document;
  }

  /** A node under a key path, with aliases followed. */
  node(...path: readonly string[]): Node | undefined {
    let node: Node | undefined = this.document.resolve(this.document.document.contents);
    for (const key of path) node = isMap(node) ? this.document.resolve(node.get(key, true)) : undefined;
    return node;
  }

  /** Line and column of a node, from 1; nothing where there is none. */
  place(node: unknown): Pick<Remark, 'line' | 'column'> {
    const { line, column } = this.document.error(node, '');
    return line === undefined || column === undefined ? {} : { line, column };
  }

  /** Where the detection asks whether this field has this value; the field's first place where no value is given. */
  placeOfTest(field: string, value?: string): Pick<Remark, 'line' | 'column'> {
    let found: unknown;
    const detection = this.node('detection');
    if (detection === undefined) return {};
    visit(detection, {
      Pair: (_key, { key, value: under }) => {
        if (!isScalar(key) || fieldOf(key) !== field) return undefined;
        if (value === undefined) found = key;
        else found ??= scalarsUnder(under).find((scalar) => sameText(scalar, value));
        return found === undefined ? undefined : visit.BREAK;
      },
    });
    return this.place(found ?? detection);
  }
}

/** `requestParameters.policyArn|endswith` → `requestParameters.policyArn` */
const fieldOf = (key: Scalar): string => String(key.value).split('|')[0] ?? '';

const sameText = (scalar: Scalar, text: string): boolean => String(scalar.value).toLowerCase() === text.toLowerCase();

function scalarsUnder(value: unknown): Scalar[] {
  const scalars: Scalar[] = [];
  if (isScalar(value)) return [value];
  if (value !== null && typeof value === 'object')
    visit(value as Node, { Scalar: (_key, node) => void scalars.push(node) });
  return scalars;
}
