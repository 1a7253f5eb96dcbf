import type { SigmaLeaf } from './condition.ts';
import type { FieldValues } from './field-values.ts';
import { type FieldSlots, type Fields, parsePath, type Test } from './fields.ts';
import { compareFields } from './operators/fieldref.ts';
import { OPERATORS } from './operators/table.ts';
import { timeParts } from './operators/time-part.ts';
import { holdsQuantified, isQuantifier } from './quantified.ts';

/** A leaf of the Sigma dialect. */
export function compileSigmaLeaf(leaf: SigmaLeaf, slots: FieldSlots): Test {
  const over = leaf.quantified ? elementsOf(leaf.path, slots) : undefined;
  if (leaf.op === 'fieldref') {
    const [slot, other] = [slots.slot(leaf.path), slots.slot(parsePath(leaf.value))];
    const compare = compareFields(leaf);
    if (over) return (fields) => over(fields, (field) => compare(field, fields.at(other)));
    return (fields) => compare(fields.at(slot), fields.at(other));
  }
  const test = withPart(leaf, OPERATORS[leaf.op](leaf));
  if (over) {
    const tests = [test, ...(leaf.or ?? []).map((other) => withPart(other, OPERATORS[other.op](other)))];
    return (fields) => over(fields, (field) => tests.some((holds) => holds(field)));
  }
  const slot = slots.slot(leaf.path);
  return (fields) => test(fields.at(slot));
}

type ForElements = (fields: Fields, test: (field: FieldValues) => boolean) => boolean;

/** What is derived stands in no record, so its elements come from where it is computed. */
function elementsOf(path: readonly string[], slots: FieldSlots): ForElements {
  if (path[0] !== 'derived') return (fields, test) => holdsQuantified(fields.raw, path, test);
  const at = path.findIndex(isQuantifier);
  const [slot, rest] = [slots.slot(path.slice(0, at)), path.slice(at)];
  return (fields, test) => holdsQuantified(fields.at(slot).values, rest, test);
}

function withPart({ part }: SigmaLeaf, test: (field: FieldValues) => boolean): (field: FieldValues) => boolean {
  return part === undefined ? test : (field) => test(timeParts(field, part));
}
