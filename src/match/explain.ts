import type { JsonObject } from '../json.ts';
import { compile } from './compile.ts';
import { type Condition, isLeaf, type Leaf, type SigmaLeaf } from './condition.ts';
import { leafText } from './dialects/cloudwatch/leaf-text.ts';
import { selectedValues } from './dialects/cloudwatch/selected-values.ts';
import { explainPattern } from './dialects/eventbridge/explain.ts';
import { FieldSlots, fieldAt, RecordFields } from './fields.ts';
import { patternEvent } from './pattern-event.ts';

/** One part of a condition, for people: what it asks, whether it holds, what it saw. */
export interface Explained {
  readonly text: string;
  readonly holds: boolean;
  /** The values that a leaf looked at; absent where the part is no leaf. */
  readonly saw?: readonly unknown[];
  /** True on the one leaf without which the verdict could be another. */
  readonly decided: boolean;
  readonly parts: readonly Explained[];
}

/** Explains a condition on one record. The depth is bounded by the rule loader (MAX_CONDITION_DEPTH). */
export const explainCondition = (condition: Condition, raw: JsonObject): Explained => explainPart(condition, raw, true);

function explainPart(condition: Condition, raw: JsonObject, decisive: boolean): Explained {
  const holds = holdsOn(condition, raw);
  if (isLeaf(condition)) return explainLeaf(condition, raw, holds, decisive);
  if ('not' in condition) {
    return { text: 'not', holds, decided: false, parts: [explainPart(condition.not, raw, decisive)] };
  }
  const [text, parts] = 'all' in condition ? ['all of', condition.all] : ['any of', condition.any];
  const deciding = decidingPart(parts, raw, !('all' in condition));
  return {
    text,
    holds,
    decided: false,
    parts: parts.map((part, i) => explainPart(part, raw, decisive && i === deciding)),
  };
}

/** The first part that settles it: a false one of `all`, a true one of `any`; else they all do, and the first stands for them. */
function decidingPart(parts: readonly Condition[], raw: JsonObject, settles: boolean): number {
  return Math.max(
    0,
    parts.findIndex((part) => holdsOn(part, raw) === settles),
  );
}

function explainLeaf(leaf: Leaf, raw: JsonObject, holds: boolean, decided: boolean): Explained {
  switch (leaf.dialect) {
    case 'sigma':
      return { text: sigmaText(leaf), holds, decided, saw: valuesSeen(leaf, raw), parts: [] };
    case 'cloudwatch':
      return { text: leafText(leaf), holds, decided, saw: selectedValues(leaf, raw), parts: [] };
    case 'eventbridge': {
      const leaves = explainPattern(leaf.pattern, patternEvent(leaf.pattern, raw));
      const deciding = Math.max(
        0,
        leaves.findIndex((part) => part.holds === holds),
      );
      const parts = leaves.map(
        ({ path, wants, holds: fits, saw }, i): Explained => ({
          text: `${path} ${wants}`,
          holds: fits,
          decided: decided && i === deciding,
          saw,
          parts: [],
        }),
      );
      return { text: 'event pattern', holds, decided: decided && parts.length === 0, parts };
    }
    default:
      return leaf satisfies never;
  }
}

const holdsOn = (condition: Condition, raw: JsonObject): boolean => {
  const slots = new FieldSlots();
  return compile(condition, slots)(new RecordFields({ raw }, slots));
};

/** Of a path with quantifiers, what stands before the first one. */
const valuesSeen = ({ path, quantified }: SigmaLeaf, raw: JsonObject): readonly unknown[] => {
  if (path.length === 0) return ['the whole record'];
  const end = quantified ? path.findIndex((key) => key.startsWith('[')) : path.length;
  return fieldAt(raw, path.slice(0, end)).values;
};

function sigmaText({ path, op, value, cased, part, relation, or = [] }: SigmaLeaf): string {
  const field = path.length === 0 ? 'keyword' : path.join('.').replaceAll('.[', '[');
  const words = [field, part, op === 'fieldref' ? (relation ?? 'equals field') : op, cased ? 'cased' : undefined];
  const said = words.filter((word) => word !== undefined).join(' ');
  const values = [value, ...or.map((other) => other.value)].map((text) => JSON.stringify(text));
  return op === 'null' ? said : `${said} ${values.join(' or ')}`;
}
