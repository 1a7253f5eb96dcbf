import { type Condition, isLeaf, type Leaf, type SigmaLeaf } from '../match/condition.ts';
import { fold } from '../match/fold.ts';
import { LONG_S } from '../match/operators/re.ts';
import { requiredTexts } from '../match/operators/required-text.ts';
import { wordsFinder } from '../match/operators/word-finder.ts';
import type { RecordCells } from './cells.ts';
import type { Left } from './rest.ts';
import type { Judges } from './verdict.ts';

/** By path, as JSON: words in lower case. The empty one stands for any value. */
type Words = ReadonlyMap<string, ReadonlySet<string>>;

interface GuardedField {
  readonly field: number;
  /** Of its path, among the slots of the judges. */
  readonly slot: number;
  /** Rules that wait for any value. */
  readonly any: readonly Left[];
  readonly find: (text: string) => ReadonlySet<number>;
  /** Rules by the number of the word that they wait for. */
  readonly waiting: readonly (readonly Left[])[];
}

/** Fewer rules are asked one by one. */
const FEWEST = 4;

/**
 * Rules about the same texts: none of them matches a record unless one of its words is in it. All words are looked for at
 * once, so that a hundred rules about the keys of objects cost hardly more than a few.
 */
export class Guard {
  /** The rules behind it. */
  readonly left: readonly Left[];
  readonly #fields: readonly GuardedField[];

  constructor(left: readonly Left[], judges: Judges) {
    const words = left.map((one) => [one, wordsFor(one, judges)] as const);
    const guarded = words.flatMap(([one, its]) => (its === undefined ? [] : [[one, its] as const]));
    const some = guarded.length < FEWEST ? [] : guarded;
    this.left = some.map(([one]) => one);
    const paths = new Set(some.flatMap(([, its]) => [...its.keys()]));
    this.#fields = [...paths].map((path) => guardedField(path, some, judges));
  }

  /** The rules that a record may match, as far as its words go. @param cells look at the record */
  letThrough(cells: RecordCells): ReadonlySet<Left> {
    let found: Set<Left> | undefined;
    for (const { field, slot, any, find, waiting } of this.#fields) {
      const texts = cells.foldedTexts(field, slot);
      if (texts === undefined || texts.some((text) => text.includes(LONG_S))) return new Set(this.left);
      if (any.length > 0 && cells.holds(field)) found = new Set([...(found ?? []), ...any]);
      for (const text of texts) {
        for (const word of find(text)) found = new Set([...(found ?? []), ...(waiting[word] ?? [])]);
      }
    }
    return found ?? NONE;
  }
}

const NONE: ReadonlySet<Left> = new Set();

function guardedField(path: string, guarded: readonly (readonly [Left, Words])[], judges: Judges): GuardedField {
  const waiting = new Map<string, Left[]>();
  for (const [one, words] of guarded) {
    for (const word of words.get(path) ?? []) waiting.set(word, [...(waiting.get(word) ?? []), one]);
  }
  const any = waiting.get('') ?? [];
  waiting.delete('');
  return {
    field: judges.numberOf(pathIn(path)) as number,
    slot: judges.slots.slot(pathIn(path)),
    any,
    find: wordsFinder([...waiting.keys()]),
    waiting: [...waiting.values()],
  };
}

const pathIn = (key: string): readonly string[] => JSON.parse(key) as string[];

/** Undefined where it may match a record whatever words are in it. */
function wordsFor({ rest }: Left, judges: Judges): Words | undefined {
  const words = rest === true ? undefined : wordsOf(rest);
  if (words === undefined) return undefined;
  return [...words.keys()].every((path) => judges.numberOf(pathIn(path)) !== undefined) ? words : undefined;
}

/** The depth is bounded by MAX_CONDITION_DEPTH. */
function wordsOf(condition: Condition): Words | undefined {
  if (isLeaf(condition)) return wordsOfLeaf(condition);
  if ('not' in condition) return undefined;
  if ('all' in condition) {
    const known = condition.all.flatMap((part) => wordsOf(part) ?? []);
    return known.sort((a, b) => shortest(b) - shortest(a))[0];
  }
  const union = new Map<string, ReadonlySet<string>>();
  for (const part of condition.any) {
    const words = wordsOf(part);
    if (words === undefined) return undefined;
    for (const [path, some] of words) union.set(path, new Set([...(union.get(path) ?? []), ...some]));
  }
  return union;
}

/** Long words are seldom there by chance. */
const shortest = (words: Words): number =>
  Math.min(...[...words.values()].flatMap((some) => [...some].map(({ length }) => length)));

function wordsOfLeaf(leaf: Leaf): Words | undefined {
  if (leaf.dialect !== 'sigma' || leaf.quantified || leaf.part !== undefined) return undefined;
  if (leaf.path.length === 0 || leaf.path[0] === 'derived') return undefined;
  const words = wordsIn(leaf);
  return words.length === 0 || !words.every((word) => ASCII.test(word))
    ? undefined
    : new Map([[JSON.stringify(leaf.path), new Set(words.map(fold))]]);
}

/** Letters whose lower case is one letter, wherever they stand. */
const ASCII = /^[ -~]*$/;

function wordsIn({ op, value }: SigmaLeaf): readonly string[] {
  switch (op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return value === '' ? [] : [value];
    case 're':
      return requiredTexts(value).texts;
    case 'exists':
      return value === 'true' ? [''] : [];
    default:
      return [];
  }
}
