import { type Alternatives, splitAlternatives } from './alternatives.ts';
import { compileSigmaLeaf } from './compile-sigma.ts';
import { type Condition, isLeaf, type Leaf } from './condition.ts';
import { compileCloudWatchLeaf } from './dialects/cloudwatch/compile.ts';
import { compilePattern } from './dialects/eventbridge/compile.ts';
import type { FieldSlots, Test } from './fields.ts';
import { oneOf } from './operators/one-of.ts';
import { patternEvent } from './pattern-event.ts';

/** Makes a condition into one function. The depth is bounded by the rule loader (MAX_CONDITION_DEPTH). */
export function compile(condition: Condition, slots: FieldSlots): Test {
  if (isLeaf(condition)) return compileLeaf(condition, slots);
  if ('not' in condition) {
    const test = compile(condition.not, slots);
    return (fields) => !test(fields);
  }
  if ('all' in condition) {
    const tests = condition.all.map((part) => compile(part, slots));
    return (fields) => tests.every((test) => test(fields));
  }
  const { together, alone } = splitAlternatives(condition.any);
  const tests = [
    ...together.map((alternatives) => compileAlternatives(alternatives, slots)),
    ...alone.map((part) => compile(part, slots)),
  ];
  return (fields) => tests.some((test) => test(fields));
}

function compileAlternatives(alternatives: Alternatives, slots: FieldSlots): Test {
  const slot = slots.slot(alternatives.leaf.path);
  const test = oneOf(alternatives);
  return (fields) => test(fields.at(slot));
}

/** Every dialect reads a record in its own way; a leaf knows which one is its own. */
function compileLeaf(leaf: Leaf, slots: FieldSlots): Test {
  switch (leaf.dialect) {
    case 'sigma':
      return compileSigmaLeaf(leaf, slots);
    case 'cloudwatch': {
      const test = compileCloudWatchLeaf(leaf);
      return ({ raw }) => test(raw);
    }
    case 'eventbridge': {
      const test = compilePattern(leaf.pattern);
      return ({ raw }) => test(patternEvent(leaf.pattern, raw));
    }
    default:
      return leaf satisfies never;
  }
}
