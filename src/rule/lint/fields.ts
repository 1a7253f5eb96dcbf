import { parsePath } from '../../match/fields.ts';
import { isQuantifier } from '../../match/quantified.ts';
import type { AlertSpec } from '../../match/rule.ts';
import { DERIVED } from '../../record/derived.ts';
import { RECORD_FIELDS } from '../catalogue/record-fields.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { nearest } from '../nearest.ts';
import type { Remark } from './finding.ts';
import { inSigma } from './in-sigma.ts';
import { leavesOf } from './leaves.ts';
import type { RuleText } from './rule-text.ts';

const DERIVED_NAMES: readonly string[] = [...DERIVED.keys()].map((name) => `derived.${name}`);

/** Fields that no record has, by their first name, in the detection, the suppressions and what the alert tells. */
export function lintFields({ compiled }: LoadedRule, text: RuleText): Remark[] {
  const remarks: Remark[] = [];
  for (const [field, path] of askedFields(compiled)) {
    const remark = remarkOn(path);
    if (remark !== undefined) remarks.push({ ...text.placeOfTest(field), ...remark });
  }
  return [...remarks, ...lintAlertFields(compiled.alert, text)];
}

/** Fields that a title, a dedup key or the shown facts name. `known` are names that are no fields of a record. */
export function lintAlertFields(alert: AlertSpec, text: RuleText, known: readonly string[] = []): Remark[] {
  const remarks: Remark[] = [];
  for (const [key, fields] of alertFields(alert)) {
    const node = text.node('alert', key);
    // What the rule does not write is ours.
    if (node === undefined) continue;
    const place = text.place(node);
    for (const field of fields) {
      const remark = known.includes(field) ? undefined : remarkOn(parsePath(field));
      if (remark !== undefined) remarks.push({ ...place, ...remark, message: `alert.${key}: ${remark.message}` });
    }
  }
  return remarks;
}

export const lintField = (field: string): Omit<Remark, 'line' | 'column'> | undefined => remarkOn(parsePath(field));

type Field = readonly [field: string, path: readonly string[]];

/** Each field once. Keywords look at the whole record. */
function askedFields({ condition, suppress = [] }: LoadedRule['compiled']): ReadonlyMap<string, readonly string[]> {
  const conditions = [condition, ...suppress.map((suppression) => suppression.condition)];
  const fields = conditions
    .map(inSigma)
    .flatMap(leavesOf)
    .flatMap((leaf): Field[] => {
      if (leaf.dialect !== 'sigma' || leaf.path.length === 0) return [];
      const own: Field = [written(leaf.path), leaf.path];
      return leaf.op === 'fieldref' ? [own, [leaf.value, parsePath(leaf.value)]] : [own];
    });
  return new Map(fields);
}

/** A path as a rule writes it: `a.b`, `a[any].b`. */
const written = (path: readonly string[]): string =>
  path
    .map((key) => (key.startsWith('[') ? key : `.${key.replaceAll('.', '\\.')}`))
    .join('')
    .replace(/^\./, '');

const PLACEHOLDER = /\{([^{}]+)\}/g;

const alertFields = ({ title, dedup, show }: AlertSpec): [string, readonly string[]][] => [
  ['title', [...title.matchAll(PLACEHOLDER)].map(([, field = '']) => field)],
  ['dedup', dedup],
  ['show', show],
];

function remarkOn(path: readonly string[]): Remark | undefined {
  const [first = ''] = path;
  if (first === 'derived') return remarkOnDerived(path.filter((key) => !isQuantifier(key)).join('.'));
  if (RECORD_FIELDS.has(first)) return undefined;
  const near = nearest(first, RECORD_FIELDS);
  return {
    // What looks like nothing of CloudTrail's may be newer than the list.
    severity: near === undefined ? 'warning' : 'error',
    message: `CloudTrail records have no field "${first}"`,
    hint: near === undefined ? 'Fields keep the names that CloudTrail gives them' : `Did you mean "${near}"?`,
  };
}

function remarkOnDerived(field: string): Remark | undefined {
  if (DERIVED_NAMES.includes(field)) return undefined;
  const near = nearest(field, DERIVED_NAMES);
  return {
    severity: 'error',
    message: `there is no field "${field}"`,
    hint: near === undefined ? `There are: ${DERIVED_NAMES.join(', ')}` : `Did you mean "${near}"?`,
  };
}
