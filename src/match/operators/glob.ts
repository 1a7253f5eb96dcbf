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
 * The parts between stars, each looked for from where the last one ended: the leftmost place is always as good as any
 * later one, so nothing is tried twice. A backtracking regex needs exponentially many steps on text that an attacker chose.
 */
export const glob = onText((pattern) => {
  const { parts, openStart, openEnd } = partsOf(readGlob(pattern));
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return (text) => openStart || text === '';
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
});

interface Part {
  readonly length: number;
  isAt(text: string, place: number): boolean;
  /** The first place from `from` on; -1 where there is none. */
  find(text: string, from: number): number;
}

function partsOf(tokens: readonly GlobToken[]): { parts: Part[]; openStart: boolean; openEnd: boolean } {
  const parts: Part[] = [];
  let current: Exclude<GlobToken, typeof ANY>[] = [];
  for (const token of [...tokens, ANY] as GlobToken[]) {
    if (token !== ANY) current.push(token);
    else if (current.length > 0) {
      parts.push(current.includes(ONE) ? withGaps(current) : literal(current.join('')));
      current = [];
    }
  }
  return { parts, openStart: tokens[0] === ANY, openEnd: tokens.at(-1) === ANY };
}

const literal = (wanted: string): Part => ({
  length: wanted.length,
  isAt: (text, place) => text.startsWith(wanted, place),
  find: (text, from) => text.indexOf(wanted, from),
});

/** A part with `?` in it: only the characters that are named are compared, as integers. */
function withGaps(tokens: readonly Exclude<GlobToken, typeof ANY>[]): Part {
  const named = tokens.flatMap((token, at) => (typeof token === 'string' ? [{ at, code: token.charCodeAt(0) }] : []));
  const places = Int32Array.from(named, ({ at }) => at);
  const codes = Int32Array.from(named, ({ code }) => code);
  const { length } = tokens;
  const isAt = (text: string, place: number): boolean => {
    if (place + length > text.length) return false;
    for (let i = 0; i < codes.length; i++) {
      if (codes[i] !== text.charCodeAt(place + (places[i] as number))) return false;
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
