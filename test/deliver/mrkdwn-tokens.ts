/**
 * An independent reading of Slack's mrkdwn, written from its documentation and not from our escaping: what would a
 * client make of this text?
 */
export type Token =
  | { readonly kind: 'mention' | 'link' | 'broken'; readonly text: string }
  | { readonly kind: 'entity' | 'code' | 'control' | 'bare-ampersand' | 'bare-bracket'; readonly text: string };

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    if (token !== undefined) tokens.push(token);
    at += token?.text.length ?? codePointAt(text, at).length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token | undefined {
  const char = text.charAt(at);
  if (char === '<') return angled(text.slice(at));
  if (char === '>') return { kind: 'bare-bracket', text: char };
  if (char === '&') {
    const entity = ['&amp;', '&lt;', '&gt;'].find((name) => text.startsWith(name, at));
    return entity === undefined ? { kind: 'bare-ampersand', text: char } : { kind: 'entity', text: entity };
  }
  if (char === '`') return { kind: 'code', text: char };
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(codePointAt(text, at)) ? { kind: 'control', text: char } : undefined;
}

const codePointAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

function angled(rest: string): Token {
  const end = rest.indexOf('>');
  if (end === -1) return { kind: 'broken', text: rest };
  const text = rest.slice(0, end + 1);
  return { kind: /^<[!@#]/.test(text) ? 'mention' : 'link', text };
}
