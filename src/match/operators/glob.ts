import { onText } from './operator.ts';

export const ANY = Symbol('any number of characters');
export const ONE = Symbol('one character');
export type GlobToken = string | typeof ANY | typeof ONE;

/**
 * Reads a Sigma value: `*` and `?` are wildcards, `\*` and `\?` are themselves, `\\` is one backslash, and a backslash
 * before anything else is a backslash. Text tokens are one code unit long.
 */
export function readGlob(pattern: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    const next = pattern[i + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      tokens.push(next);
      i++;
    } else if (char === '*') {
      if (tokens.at(-1) !== ANY) tokens.push(ANY);
    } else {
      tokens.push(char === '?' ? ONE : char);
    }
  }
  return tokens;
}

/**
 * Two pointers and one place to go back to: at most pattern × text steps, where a backtracking regex needs
 * exponentially many on text that an attacker chose.
 */
export const glob = onText((pattern) => {
  const tokens = readGlob(pattern);
  return (text) => {
    let token = 0;
    let lastAny = -1;
    let resumeAt = 0;
    for (let i = 0; i < text.length; ) {
      const wanted = tokens[token];
      if (wanted === ANY) {
        lastAny = token++;
        resumeAt = i;
      } else if (wanted !== undefined && (wanted === ONE || wanted === text[i])) {
        token++;
        i++;
      } else if (lastAny >= 0) {
        token = lastAny + 1;
        i = ++resumeAt;
      } else {
        return false;
      }
    }
    while (tokens[token] === ANY) token++;
    return token === tokens.length;
  };
});
