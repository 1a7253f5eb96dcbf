export type WildcardRead =
  | { readonly ok: true; readonly parts: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * Reads a `wildcard`: `*` is any number of characters, `\*` and `\\` are themselves, everything else is itself (`?` too).
 * The parts are the texts between the stars: `a*b` is `['a', 'b']`.
 */
export function readWildcard(pattern: string): WildcardRead {
  const parts = [''];
  for (let i = 0; i < pattern.length; i++) {
    let char = pattern[i] ?? '';
    if (char === '*') {
      if (pattern[i + 1] === '*') {
        return { ok: false, message: `two stars in a row at character ${i + 1}`, hint: 'Write one: * is any text' };
      }
      parts.push('');
      continue;
    }
    if (char === '\\') {
      char = pattern[++i] ?? '';
      if (char !== '*' && char !== '\\') {
        return { ok: false, message: `a backslash before nothing to escape at character ${i}`, hint: BACKSLASH };
      }
    }
    parts.push(`${parts.pop() ?? ''}${char}`);
  }
  return { ok: true, parts };
}

const BACKSLASH = 'Only \\* and \\\\ are escapes; write \\\\ for a backslash';

/**
 * Matches in time linear in the text, whatever the pattern: the first and the last part are at the ends, and each part
 * between is taken where it first occurs after the one before.
 */
export function compileWildcard(parts: readonly string[]): (text: string) => boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1) ?? '';
  const searches = parts.slice(1, -1).map(searchFor);
  const shortest = parts.reduce((length, part) => length + part.length, 0);
  return (text) => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const search of searches) {
      at = search(text, at, end);
      if (at < 0) return false;
    }
    return true;
  };
}

type Search = (text: string, from: number, end: number) => number;

/**
 * Knuth, Morris and Pratt: where the first occurrence between `from` and `end` ends, or -1. `indexOf` needs part × text
 * steps on a text like `aaaa…` that an attacker chose; this never goes back in the text.
 */
function searchFor(part: string): Search {
  const wanted = Uint16Array.from(part, (_, i) => part.charCodeAt(i));
  const fallback = fallbacks(part);
  return (text, from, end) => {
    let matched = 0;
    for (let i = from; i < end; i++) {
      const code = text.charCodeAt(i);
      while (matched > 0 && code !== wanted[matched]) matched = fallback[matched - 1] ?? 0;
      if (code === wanted[matched]) matched++;
      if (matched === wanted.length) return i + 1;
    }
    return -1;
  };
}

/** For each prefix of the part, the length of its longest proper prefix that is also its end. */
function fallbacks(part: string): number[] {
  const lengths = [0];
  let length = 0;
  for (let i = 1; i < part.length; i++) {
    while (length > 0 && part[i] !== part[length]) length = lengths[length - 1] ?? 0;
    if (part[i] === part[length]) length++;
    lengths.push(length);
  }
  return lengths;
}
