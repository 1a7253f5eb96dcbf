import { onText } from './operator.ts';

export const ANY = Symbol('any number of characters');
export const ONE = Symbol('one character');
export type GlobToken = string | typeof ANY | typeof ONE;

/**
 * Reads a Sigma value: `*` and `?` are wildcards, `\*` and `\?` are themselves, `\\` is one backslash, and a backslash
 * before anything else is a backslash. A text token is one character, also where it takes two code units.
 */
export function readGlob(pattern: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const char = characters[i] as string;
    const next = characters[i + 1];
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
 * `?` is one character, so a pattern with it is compared by characters; a text is an array of them then. Without it code
 * units do, and the engine's own search is faster.
 */
export const glob = onText((pattern) => {
  const tokens = readGlob(pattern);
  if (!tokens.includes(ONE)) return split(tokens, literal);
  const test = split(tokens, withGaps);
  return (text) => test(codePointsOf(text));
});

type Literal = Exclude<GlobToken, typeof ANY>;

/** What a glob is compared with: a text, or its code points. */
interface Part<T> {
  readonly length: number;
  isAt(text: T, place: number): boolean;
  /** The first place from `from` on; -1 where there is none. */
  find(text: T, from: number): number;
}

/**
 * The parts between stars, each looked for from where the last one ended: the leftmost place is always as good as any
 * later one, so nothing is tried twice. A backtracking regex needs exponentially many steps on text that an attacker chose.
 */
function split<T extends { readonly length: number }>(
  tokens: readonly GlobToken[],
  partOf: (tokens: readonly Literal[]) => Part<T>,
): (text: T) => boolean {
  const parts = partsBetweenStars(tokens).map(partOf);
  const [openStart, openEnd] = [tokens[0] === ANY, tokens.at(-1) === ANY];
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return (text) => openStart || text.length === 0;
  if (parts.length === 1 && !openStart && !openEnd)
    return (text) => text.length === first.length && first.isAt(text, 0);
  const inner = parts.slice(openStart ? 0 : 1, openEnd ? undefined : -1);
  return (text) => {
    if (!openStart && !first.isAt(text, 0)) return false;
    let from = openStart ? 0 : first.length;
    for (const part of inner) {
      const place = part.find(text, from);
      if (place === -1) return false;
      from = place + part.length;
    }
    return openEnd || (text.length - last.length >= from && last.isAt(text, text.length - last.length));
  };
}

function partsBetweenStars(tokens: readonly GlobToken[]): Literal[][] {
  const parts: Literal[][] = [];
  let current: Literal[] = [];
  for (const token of [...tokens, ANY] as const) {
    if (token !== ANY) current.push(token);
    else if (current.length > 0) {
      parts.push(current);
      current = [];
    }
  }
  return parts;
}

function literal(tokens: readonly Literal[]): Part<string> {
  const wanted = tokens.join('');
  return {
    length: wanted.length,
    isAt: (text, place) => text.startsWith(wanted, place),
    find: (text, from) => text.indexOf(wanted, from),
  };
}

const codePointsOf = (text: string): Int32Array => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0);

/** A part with `?` in it: only the characters that are named are compared, as integers. */
function withGaps(tokens: readonly Literal[]): Part<Int32Array> {
  const named = tokens.flatMap((token, at) =>
    typeof token === 'string' ? [{ at, code: token.codePointAt(0) ?? 0 }] : [],
  );
  const places = Int32Array.from(named, ({ at }) => at);
  const codes = Int32Array.from(named, ({ code }) => code);
  const { length } = tokens;
  const isAt = (text: Int32Array, place: number): boolean => {
    if (place + length > text.length) return false;
    for (let i = 0; i < codes.length; i++) {
      if (codes[i] !== text[place + (places[i] as number)]) return false;
    }
    return true;
  };
  return {
    length,
    isAt,
    find(text, from) {
      for (let place = from; place + length <= text.length; place++) if (isAt(text, place)) return place;
      return -1;
    },
  };
}
