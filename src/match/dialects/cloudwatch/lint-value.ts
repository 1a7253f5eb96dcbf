import { type CloudWatchLeaf, textValue } from './leaf.ts';
import { leafText, selectorText } from './leaf-text.ts';
import type { LeafLint } from './lint-structure.ts';

/** Values that are read otherwise than they look. */
export function lintValue(leaf: CloudWatchLeaf): readonly LeafLint[] {
  const { value } = leaf;
  if (value === null) return [];
  if ('number' in value) return /^\d{12}$/.test(value.number) ? [accountId(leaf, value.number)] : [];
  const text = textValue(leaf);
  if (text === undefined) return [];
  const lints: LeafLint[] = [];
  if (text.slice(1, -1).includes('*')) {
    lints.push({
      leaf,
      message: `the * inside ${JSON.stringify(text)} is no wildcard`,
      hint: 'A * is one at the very start or end of a value only; inside, use a regular expression: %a.*b%',
    });
  }
  if ('bare' in value && /^(?:null|true|false)$/i.test(text)) {
    lints.push({
      leaf,
      message: `${leafText(leaf)} compares with the text ${JSON.stringify(text)}`,
      hint: `Write ${selectorText(leaf.selector)} IS ${text.toUpperCase()}`,
    });
  }
  return lints;
}

const accountId = (leaf: CloudWatchLeaf, number: string): LeafLint => ({
  leaf,
  message: `${number} without quotes is a number, and CloudTrail writes account ids as text`,
  hint: `Write "${number}"`,
});
