import { type Condition, isLeaf } from './condition.ts';
import { type FieldSlots, parsePath, type RecordFields } from './fields.ts';
import { sameText } from './operators/fieldref.ts';
import { OPERATORS } from './operators/table.ts';

export type Test = (fields: RecordFields) => boolean;

/** Makes a condition into one function. The depth is bounded by the rule loader (MAX_CONDITION_DEPTH). */
export function compile(condition: Condition, slots: FieldSlots): Test {
  if (isLeaf(condition)) {
    const slot = slots.slot(condition.path);
    if (condition.op === 'fieldref') {
      const other = slots.slot(parsePath(condition.value));
      return (fields) => sameText(fields.at(slot), fields.at(other), condition.cased === true);
    }
    const test = OPERATORS[condition.op](condition);
    return (fields) => test(fields.at(slot));
  }
  if ('not' in condition) {
    const test = compile(condition.not, slots);
    return (fields) => !test(fields);
  }
  if ('all' in condition) {
    const tests = condition.all.map((part) => compile(part, slots));
    return (fields) => tests.every((test) => test(fields));
  }
  const tests = condition.any.map((part) => compile(part, slots));
  return (fields) => tests.some((test) => test(fields));
}
