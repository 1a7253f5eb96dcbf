import { type Condition, isLeaf, type Leaf, type SigmaLeaf } from '../../match/condition.ts';
import { fold } from '../../match/fold.ts';
import { requiredTexts } from '../../match/operators/required-text.ts';
import { GRANT_WORDS } from '../../record/policy/grant-words.ts';

/**
 * By a field's path, as JSON, words in lower case: a record that a condition is true of holds one of them in the JSON of
 * that field, if that is written without escapes. The empty word stands for any value.
 */
export type Words = ReadonlyMap<string, readonly string[]>;

/** A rule with a list of more is asked. */
const MOST_WORDS = 32;

/** Undefined where no such words are known. The depth is bounded by MAX_CONDITION_DEPTH. */
export function wordsOf(condition: Condition): Words | undefined {
  const words = isLeaf(condition)
    ? wordsOfLeaf(condition)
    : 'not' in condition
      ? undefined
      : 'all' in condition
        ? longest(condition.all.flatMap((part) => wordsOf(part) ?? []))
        : union(condition.any.map(wordsOf));
  return words === undefined || [...words.values()].flat().length > MOST_WORDS ? undefined : words;
}

/** Long words are seldom there by chance. */
const longest = (all: readonly Words[]): Words | undefined => all.toSorted((a, b) => shortest(b) - shortest(a))[0];

const shortest = (words: Words): number => Math.min(...[...words.values()].flat().map(({ length }) => length));

function union(all: readonly (Words | undefined)[]): Words | undefined {
  const together = new Map<string, readonly string[]>();
  for (const words of all) {
    if (words === undefined) return undefined;
    for (const [path, some] of words) {
      together.set(path, [...new Set([...(together.get(path) ?? []), ...some])]);
    }
  }
  return together;
}

function wordsOfLeaf(leaf: Leaf): Words | undefined {
  if (leaf.dialect !== 'sigma' || leaf.part !== undefined || leaf.path.length === 0) return undefined;
  if (leaf.path[0] === 'derived') return wordsOfDerived(leaf);
  const words = leaf.quantified ? [] : wordsIn(leaf);
  return words.length === 0 || !words.every(isTelling)
    ? undefined
    : new Map([[JSON.stringify(leaf.path), words.map(fold)]]);
}

function wordsIn({ op, value }: SigmaLeaf): readonly string[] {
  switch (op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return [value];
    case 're':
      return requiredTexts(value).texts;
    case 'exists':
      return value === 'true' ? [''] : [];
    default:
      return [];
  }
}

/** Where nothing is granted they are false, or not there. */
const GRANTED = new Set([
  'derived.policy.public equals true',
  'derived.policy.admin equals true',
  'derived.policy.externalAccounts exists true',
]);

const wordsOfDerived = ({ path, op, value }: SigmaLeaf): Words | undefined =>
  GRANTED.has(`${path.join('.')} ${op} ${value}`) ? new Map([['["requestParameters"]', GRANT_WORDS]]) : undefined;

/** Letters whose lower case is one letter wherever they stand, and nothing that JSON writes in more than one way. */
const WRITTEN_AS_IS = /^[ !#-Z^-z|~]*$/;
/** What is no text in JSON, with what may stand around it: a number is written in many ways. */
const NO_TEXTS = [':true,', ':false,', ':null,', ':-infinity,'];
const NUMBER = /^:?[-+.0-9e]*,?$/;

/** Whether a word that is in a value must be in its JSON. */
function isTelling(word: string): boolean {
  if (word === '') return true;
  const folded = fold(word);
  return WRITTEN_AS_IS.test(word) && !NUMBER.test(folded) && !NO_TEXTS.some((text) => text.includes(folded));
}
