import { readComparison } from './comparison.ts';
import type { CloudWatchLeaf } from './leaf.ts';
import { foundAt, type Misread, misread, skipSpace } from './reading.ts';

export type Token = { readonly offset: number } & (
  | { readonly kind: '(' | ')' | '&&' | '||' }
  | { readonly kind: 'comparison'; readonly leaf: CloudWatchLeaf }
);

/** Cuts `{ … }` into comparisons, `&&`, `||` and parentheses; what they may follow is the parser's question. */
export function readTokens(text: string): { readonly ok: true; readonly tokens: readonly Token[] } | Misread {
  const open = skipSpace(text, 0);
  if (text[open] !== '{') {
    return misread(
      open,
      `a JSON filter pattern begins with "{", found ${foundAt(text, open)}`,
      'Patterns of terms or of columns do not apply to CloudTrail records',
    );
  }
  const tokens: Token[] = [];
  for (let at = skipSpace(text, open + 1); at < text.length; at = skipSpace(text, at)) {
    if (text[at] === '}') {
      const rest = skipSpace(text, at + 1);
      return rest === text.length ? { ok: true, tokens } : misread(rest, 'the pattern goes on after its closing "}"');
    }
    const two = text.slice(at, at + 2);
    if (text[at] === '$') {
      const comparison = readComparison(text, at);
      if (!comparison.ok) return comparison;
      tokens.push({ kind: 'comparison', leaf: comparison.leaf, offset: at });
      at = comparison.end;
    } else if (two === '&&' || two === '||') {
      tokens.push({ kind: two, offset: at });
      at += 2;
    } else if (text[at] === '(' || text[at] === ')') {
      tokens.push({ kind: text[at] === '(' ? '(' : ')', offset: at });
      at += 1;
    } else {
      return misread(at, `did not expect ${foundAt(text, at)} here`, strayHint(text[at] ?? ''));
    }
  }
  return misread(text.length, 'the closing "}" is missing');
}

function strayHint(char: string): string {
  if (char === '&' || char === '|') return 'Write && or ||';
  if (char === '!') return 'There is no negation of a group; write != in its comparisons';
  return 'A value with spaces or symbols stands in double quotes; a comparison begins with "$."';
}
