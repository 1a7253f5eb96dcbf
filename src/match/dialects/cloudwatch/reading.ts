/** A pattern that cannot be read: where, what is wrong, and what to write instead. */
export interface Misread {
  readonly ok: false;
  /** Into the text as it was given, in UTF-16 units from 0. */
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

export const misread = (offset: number, message: string, hint?: string): Misread =>
  hint === undefined ? { ok: false, offset, message } : { ok: false, offset, message, hint };

/** What a sticky expression finds at a place, or undefined. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

/** What stands at a place, short enough for a message. */
export function foundAt(text: string, at: number): string {
  const word = /[\w.-]+|[^]|$/uy;
  const found = matchAt(word, text, at)?.[0] ?? '';
  return found === '' ? 'the end' : `"${found.slice(0, 40)}"`;
}

/** The first place at or after `at` that is no white space. */
export function skipSpace(text: string, at: number): number {
  return at + (matchAt(/\s*/y, text, at)?.[0].length ?? 0);
}
