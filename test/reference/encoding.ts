import type { Piece } from './wildcard.ts';

const DASHES = ['-', '/', '–', '—', '―'];

/** A value in the forms that windash, utf16…, base64 and base64offset give it, from left to right. */
export function encodings(pieces: Piece[], modifiers: readonly string[]): Piece[][] {
  const dashed = modifiers.includes('windash') ? dashVariants(pieces) : [pieces];
  if (!modifiers.some((name) => name.startsWith('base64'))) return dashed;
  return dashed.flatMap((variant) =>
    base64(bytesOf(textOf(variant), modifiers), modifiers.includes('base64offset')).map(literal),
  );
}

/** "Creates all possible permutations" of the five dashes: each of them stands for any of them. */
function dashVariants(pieces: readonly Piece[]): Piece[][] {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return [[]];
  const tails = dashVariants(rest);
  const heads: Piece[] =
    typeof piece !== 'string' && DASHES.includes(piece.literal) ? DASHES.map((dash) => ({ literal: dash })) : [piece];
  return heads.flatMap((head) => tails.map((tail) => [head, ...tail]));
}

const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? '' : piece.literal)).join('');
const literal = (text: string): Piece[] => [...text].map((character) => ({ literal: character }));

/** UTF-8, or UTF-16 in the byte order that a modifier names; `utf16` begins with the mark FF FE. */
function bytesOf(text: string, modifiers: readonly string[]): Buffer {
  const little = Buffer.from(text, 'utf16le');
  if (modifiers.includes('utf16le') || modifiers.includes('wide')) return little;
  if (modifiers.includes('utf16be')) return Buffer.from(little).swap16();
  if (modifiers.includes('utf16')) return Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
  return Buffer.from(text, 'utf8');
}

/**
 * Base64 of the bytes alone, or the part of it that stays the same wherever they stand in a longer text: behind 0, 1 or 2
 * other bytes, without the characters that depend on what comes before and behind. Where nothing is left, nothing can be
 * recognized.
 */
function base64(bytes: Buffer, anywhere: boolean): string[] {
  if (!anywhere) return [bytes.toString('base64')];
  return [0, 1, 2].map((before) => staticPart(bytes, before)).filter((part) => part !== '');
}

function staticPart(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}
