import { createHash } from 'node:crypto';

/** Longer than this a value is stored as its beginning and its hash: its length is an attacker's to choose. */
const LONGEST = 100;
const SHOWN = 80;

/** What stands for a value in the state. A shortened one is longer than LONGEST, so it is never the name of another value. */
export const nameOf = (value: string): string =>
  value.length <= LONGEST ? value : `${value.slice(0, SHOWN).toWellFormed()}…${sha256(value).slice(0, 32)}`;

/** For a person: without the hash. */
export const shownOf = (name: string): string => (name.length <= LONGEST ? name : name.slice(0, SHOWN + 1));

/** The key of an appearance: of the value, and of when it was last seen before. */
export const appearanceKey = (name: string, before: number | 'never'): string =>
  sha256(`${before}\0${name}`).slice(0, 24);

/** UTF-16, because UTF-8 has no halves of surrogate pairs and would make different values one. */
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf16le').digest('hex');
