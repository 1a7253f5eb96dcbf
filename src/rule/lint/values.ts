import { isMap, isScalar, type Scalar, visit } from 'yaml';
import { ANY, readGlob } from '../../match/operators/glob.ts';
import { DERIVED } from '../../record/derived.ts';
import { RECORD_FIELDS } from '../catalogue/record-fields.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { readFieldTest, type TextShape } from '../field-modifiers.ts';
import type { Remark } from './finding.ts';
import { leavesOf } from './leaves.ts';
import { type RuleText, scalarsUnder } from './rule-text.ts';

/** Values of a Sigma detection that are read otherwise than they look. */
export const lintValues = (rule: LoadedRule, text: RuleText): Remark[] => [
  ...fieldsAsText(rule, text),
  ...wildcards(text),
];

/** `userIdentity.arn` as a value: it is compared as that text. Only whole values, since texts may speak of fields. */
function fieldsAsText({ compiled: { condition, suppress = [] } }: LoadedRule, text: RuleText): Remark[] {
  const conditions = [condition, ...suppress.map((suppression) => suppression.condition)];
  const found = conditions.flatMap(leavesOf).flatMap((leaf): [string, Remark][] => {
    if (leaf.dialect !== 'sigma' || leaf.op !== 'equals' || leaf.path.length === 0 || !isFieldPath(leaf.value)) {
      return [];
    }
    const field = leaf.path.join('.');
    const remark: Remark = {
      severity: 'warning',
      ...text.placeOfTest(field, leaf.value),
      message: `"${leaf.value}" is compared as text, and it looks like the name of a field`,
      hint: `To compare with that field, write ${field}|fieldref`,
    };
    return [[`${field} ${leaf.value}`, remark]];
  });
  return [...new Map(found).values()];
}

/** Names of one word are left out: `resources.yaml` and `summary.json` are files. */
function isFieldPath(value: string): boolean {
  if (!/^[A-Za-z]+(?:\.\w+)+$/.test(value)) return false;
  const [first = '', ...rest] = value.split('.');
  return first === 'derived' ? DERIVED.has(rest.join('.')) : RECORD_FIELDS.has(first) && /[A-Z]/.test(first);
}

/** Stars at the ends of values whose modifier already says that the text goes on there. */
function wildcards(text: RuleText): Remark[] {
  return ['detection', 'suppress'].flatMap((key): Remark[] => {
    const remarks: Remark[] = [];
    const node = text.node(key);
    if (node === undefined) return remarks;
    visit(node, {
      Pair: (_key, pair) => {
        const shape = isScalar(pair.key) ? shapeOf(String(pair.key.value)) : undefined;
        if (shape === undefined || isMap(pair.value)) return;
        for (const value of scalarsUnder(pair.value)) {
          const remark = remarkOn(shape, value);
          if (remark !== undefined) remarks.push({ severity: 'warning', ...text.place(value), ...remark });
        }
      },
    });
    return remarks;
  });
}

/** Encoded values hold no wildcards, and names of fields neither. */
function shapeOf(key: string): Exclude<TextShape, 'equals'> | undefined {
  const read = key.includes('|') ? readFieldTest(key) : undefined;
  if (read?.ok !== true || read.test.fieldref || read.test.encodings.length > 0) return undefined;
  const { shape } = read.test;
  return shape === 'contains' || shape === 'startswith' || shape === 'endswith' ? shape : undefined;
}

function remarkOn(shape: Exclude<TextShape, 'equals'>, value: Scalar): Pick<Remark, 'message' | 'hint'> | undefined {
  if (typeof value.value !== 'string') return undefined;
  const tokens = readGlob(value.value);
  const [begins, ends] = [tokens[0] === ANY, tokens.at(-1) === ANY];
  if (!begins && !ends) return undefined;
  if (tokens.length === 1) {
    const message = `"${shape}" of "${value.value}" is true for every text`;
    return { message, hint: "Leave the modifier out: '*' alone asks whether the field is there" };
  }
  const redundant = shape === 'contains' || (shape === 'endswith' && !ends) || (shape === 'startswith' && !begins);
  return redundant
    ? {
        message: `the "*" at the ${begins && ends ? 'ends' : begins ? 'start' : 'end'} of "${value.value}" says nothing`,
        hint: `"${shape}" already lets the text go on there; leave it out, or write \\* for the character`,
      }
    : {
        message: `"${shape}" of "${value.value}" is true for more texts than it looks, since "*" stands for anything`,
        hint: begins && ends ? 'Write contains, without "*"' : 'Write contains, without "*", or \\* for the character',
      };
}
