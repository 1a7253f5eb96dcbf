import type { SigmaLeaf } from './condition.ts';
import type { FieldValues } from './field-values.ts';
import { type FieldSlots, parsePath, type Test } from './fields.ts';
import { compareFields } from './operators/fieldref.ts';
import { OPERATORS } from './operators/table.ts';
import { timeParts } from './operators/time-part.ts';
import { holdsQuantified } from './quantified.ts';

/** A leaf of the Sigma dialect. */
export function compileSigmaLeaf(leaf: SigmaLeaf, slots: FieldSlots): Test {
  if (leaf.op === 'fieldref') {
    const [slot, other] = [slots.slot(leaf.path), slots.slot(parsePath(leaf.value))];
    const compare = compareFields(leaf);
    return (fields) => compare(fields.at(slot), fields.at(other));
  }
  const test = withPart(leaf, OPERATORS[leaf.op](leaf));
  if (leaf.quantified) return (fields) => holdsQuantified(fields.raw, leaf.path, test);
  const slot = slots.slot(leaf.path);
  return (fields) => test(fields.at(slot));
}

function withPart({ part }: SigmaLeaf, test: (field: FieldValues) => boolean): (field: FieldValues) => boolean {
  return part === undefined ? test : (field) => test(timeParts(field, part));
}
